"""ExternalId: what another system calls a member or an organisation."""

import strawberry


@strawberry.type(description="Mã ở hệ thống khác / A number in another system")
class ExternalId:
    """Mã ở hệ thống khác."""

    system: str = strawberry.field(description="Hệ thống / The system")
    value: str = strawberry.field(description="Mã / The number")
