"""Node: whatever has a global id."""

import strawberry


@strawberry.interface(description="Đối tượng có mã định danh toàn cục / Anything with a global id")
class Node:
    """Đối tượng có mã định danh."""

    id: strawberry.ID = strawberry.field(
        description="Mã định danh toàn cục, không đổi / The global id; it never changes"
    )
