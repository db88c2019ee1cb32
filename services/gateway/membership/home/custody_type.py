"""Custody: who has a sealed file and how it came there, as the API shows it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import strawberry

from services.gateway.membership.home import custodies
from services.gateway.membership.home.enums import CustodianKind
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.membership.contracts.identity import custody_of_file


@strawberry.type(description="Người giữ hồ sơ / Who has the file")
class Custodian:
    """Người giữ."""

    place: strawberry.Private[UUID | None]
    kind: CustodianKind = strawberry.field(description="Loại / The kind")
    officer: str | None = strawberry.field(description="Tài khoản của cán bộ / The officer's account")

    @strawberry.field(description="Cấp ủy, nếu là cấp ủy / The committee, if it is one")
    async def organization(self, info: Info) -> Organization | None:
        """Cấp ủy."""
        return await today_of(info, self.place) if self.place else None


@strawberry.type(description="Một lần niêm phong, bàn giao, mở hoặc sự cố / One act in a custody")
class CustodyStep:
    """Một bước."""

    fact: str = strawberry.field(description="Việc gì / What happened: the fact's name")
    giver: Custodian | None = strawberry.field(description="Người giao / From whom")
    receiver: Custodian | None = strawberry.field(description="Người nhận / To whom")
    seal_number: str | None = strawberry.field(description="Số niêm phong thấy được / The seal that was seen")
    intact: bool | None = strawberry.field(description="Niêm phong còn nguyên / Whether the seal was whole")
    witnessed: bool | None = strawberry.field(description="Có người làm chứng / Whether there was a witness")
    number: str | None = strawberry.field(description="Số bưu gửi hoặc biên bản / The postal item's or minutes' number")
    incident: str | None = strawberry.field(description="Loại sự cố / The kind of an incident")
    happened_at: datetime = strawberry.field(description="Lúc diễn ra / When it happened")
    recorded_at: datetime = strawberry.field(description="Lúc ghi nhận / When it was recorded")
    skew_seconds: int = strawberry.field(description="Đồng hồ máy lệch, giây / How far the device's clock was off")


@strawberry.type(description="Việc giữ hồ sơ niêm phong / The custody of a sealed file")
class Custody:
    """Giữ hồ sơ."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(description="Phiên bản / The version")
    custodian: Custodian = strawberry.field(description="Đang ở tay ai / Who has it now; always exactly one")
    seal_number: str | None = strawberry.field(description="Số niêm phong / The seal that stands")
    inventory_hash: str | None = strawberry.field(description="Mã băm bản kê / The digest of the list of contents")
    papers: int = strawberry.field(description="Số tài liệu / How many papers")
    incident: str | None = strawberry.field(
        description="Sự cố đang mở; chưa tiếp nhận được / The open incident; nobody is admitted meanwhile"
    )

    @strawberry.field(description="Diễn biến, cũ nhất trước / What happened, the oldest first")
    async def steps(self, info: Info) -> list[CustodyStep]:
        """Diễn biến."""
        loader = info.context.loaders.many("custody steps", custodies.steps_of, "custody")
        return [_step(row) for row in await loader.load(self.row["custody"])]


def custody_id(member: UUID, home_service: UUID, *, carries_file: bool) -> UUID:
    """The custody behind a home service: the member's file has one for life, other papers that of their service."""
    return custody_of_file(member) if carries_file else uuid5(home_service, "custody")


async def custody_at(info: Info, custody: UUID) -> Custody | None:
    """The custody, as far as the viewer reaches the home service."""
    row = await info.context.loaders.one("custody", custodies.by_id, "custody").load(custody)
    if row is None:
        return None
    names = ("version", "seal_number", "inventory_hash", "papers", "incident")
    held = _hands(row, "custodian")
    assert held is not None
    return Custody(row=row, custodian=held, **{name: row[name] for name in names})


def _step(row: Row) -> CustodyStep:
    names = ("fact", "seal_number", "intact", "witnessed", "number", "incident", "happened_at", "recorded_at",
             "skew_seconds")  # fmt: skip
    plain: dict[str, Any] = {name: row[name] for name in names}
    return CustodyStep(giver=_hands(row, "giver"), receiver=_hands(row, "receiver"), **plain)


def _hands(row: Row, who: str) -> Custodian | None:
    if row[f"{who}_kind"] is None:
        return None
    kind = CustodianKind(row[f"{who}_kind"])
    return Custodian(place=row[f"{who}_organization"], kind=kind, officer=row[f"{who}_officer"])
