"""changes: the feed for other systems, and for whoever keeps a copy: what has changed since a position."""

from typing import Annotated

import strawberry

from services.gateway.about.nodes import node_of
from services.gateway.changes import feed
from services.gateway.changes.sources import ChangeKind
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import global_id
from services.gateway.types.arguments import AfterPosition
from services.gateway.types.node import Node
from services.gateway.types.scalars import Position
from shared.vocabulary.position import Position as Vector

strawberry.enum(ChangeKind, description="Loại đối tượng thay đổi / The kind of thing that changed")


@strawberry.type(description="Một đối tượng đã thay đổi / A thing that has changed")
class Change:
    """Một thay đổi."""

    changed: strawberry.Private[feed.Changed]
    id: strawberry.ID = strawberry.field(description="Mã định danh / Its global id")
    kind: ChangeKind = strawberry.field(description="Loại / Its kind")
    gone: bool = strawberry.field(
        description="Đã ra khỏi phạm vi của người xem: bản sao phải xóa"
        " / It has left the viewer's scope: a copy has to be deleted"
    )

    @strawberry.field(description="Đối tượng như hiện nay / The thing as it stands now")
    async def node(self, info: Info) -> Node | None:
        """Đối tượng."""
        return None if self.gone else await node_of(info, self.kind.node, self.changed.thing)


@strawberry.type(description="Một trang thay đổi / A page of changes")
class ChangePage:
    """Một trang thay đổi."""

    changes: list[Change] = strawberry.field(
        description="Mỗi đối tượng một lần, theo thứ tự đã xảy ra trong từng dịch vụ"
        " / Each thing once, in the order in which it happened in each service"
    )
    position: Position = strawberry.field(description="after của lần sau / The next page's after")
    has_more: bool = strawberry.field(description="Còn nữa, hỏi tiếp ngay / There is more; ask again at once")


@strawberry.type
class ChangeQueries:
    """Thay đổi cho hệ thống khác."""

    @strawberry.field(
        description="Những gì trong phạm vi đã thay đổi từ một vị trí; bỏ trống after: từ đầu"
        " / What has changed within the scope since a position; without after from the beginning"
    )
    async def changes(
        self,
        info: Info,
        after: AfterPosition = None,
        first: Annotated[int, strawberry.argument(description="Số thay đổi, 1–100 / How many, 1–100")] = 100,
    ) -> ChangePage:
        """Thay đổi."""
        await info.context.reach(after)
        found = await feed.page(info.context, Vector.decode(after), first)
        return ChangePage(
            changes=[_shown(one) for one in found.changes],
            position=Position(found.position.encode()),
            has_more=found.more,
        )


def _shown(one: feed.Changed) -> Change:
    identity = strawberry.ID(global_id(one.kind.node, one.thing))
    return Change(changed=one, id=identity, kind=one.kind, gone=one.gone)
