"""Transfer: one move of a member from cell to cell, as the API shows it. Every body on the route reads it."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.membership import members, transfers
from services.gateway.membership.dossier_type import DossierItem, dossier_of
from services.gateway.membership.enums import TransferKind, TransferReason, TransferState, TransferStep
from services.gateway.membership.home import home_services
from services.gateway.membership.home.home_service_type import HomeService
from services.gateway.membership.home.home_service_type import shown as shown_home_service
from services.gateway.membership.letter_type import Letter, letter_of
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.membership.redirect_type import Redirect, redirects_of
from services.gateway.membership.timeline_type import TimelineEntry, timeline_of
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import TRANSFER, global_id
from services.gateway.reading.pages import Row
from services.gateway.types.node import Node


@strawberry.type(description="Một chặng của đường chuyển / A hop of the route")
class Hop:
    """Chặng."""

    place: strawberry.Private[UUID]
    index: int = strawberry.field(
        description="Thứ tự, 0 là chi bộ nơi đi; dùng cho toHop / The index, 0 the origin cell; for toHop"
    )
    origin_side: bool = strawberry.field(description="Thuộc bên nơi đi / On the origin's side")
    current: bool = strawberry.field(description="Hồ sơ đang ở chặng này / The transfer is here now")

    @strawberry.field(description="Tổ chức ở chặng này / The organisation of the hop")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức."""
        return await today_of(info, self.place)


@strawberry.type(description="Một lần chuyển sinh hoạt đảng / A transfer of membership")
class Transfer(Node):
    """Chuyển sinh hoạt đảng."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(
        description="Phiên bản, dùng cho expectedVersion / The version, for expectedVersion"
    )
    kind: TransferKind = strawberry.field(description="Hình thức / The kind")
    reason: TransferReason = strawberry.field(description="Lý do / The reason")
    state: TransferState = strawberry.field(description="Bước đang ở / Where it stands")
    allowed_steps: list[TransferStep] = strawberry.field(
        description="Việc làm được tiếp, như nhau với mọi người xem / What may be done next, the same for every viewer"
    )
    effective_on: date = strawberry.field(description="Ngày hiệu lực của việc chuyển / When the move takes effect")
    decision_number: str | None = strawberry.field(description="Số quyết định / The decision's number")
    decision_date: date | None = strawberry.field(description="Ngày quyết định / The decision's date")
    pull: bool = strawberry.field(description="Do nơi đến đề nghị / Asked for by the destination")
    start_by: date | None = strawberry.field(
        description="Hạn bắt đầu thủ tục, 60 ngày làm việc / The limit to start, 60 working days"
    )
    started_late: bool = strawberry.field(
        description="Bắt đầu muộn; không chặn việc chuyển / Started late; stops nothing"
    )
    introduced_on: date | None = strawberry.field(description="Ngày giới thiệu / The date on the letter")
    present_by: date | None = strawberry.field(
        description="Hạn nộp giấy, 30 ngày làm việc từ ngày giới thiệu"
        " / The limit to present the paper, 30 working days"
    )
    clock_paused_since: date | None = strawberry.field(
        description="Tạm dừng tính hạn nộp giấy từ ngày này: cơ quan đang mang hồ sơ"
        " / The limit has stood still since this day: the office itself carries the file"
    )
    presented_on: date | None = strawberry.field(description="Ngày nộp giấy; đồng hồ dừng / Presented; the clock stops")
    admitted_on: date | None = strawberry.field(description="Ngày tiếp nhận vào sinh hoạt / Admitted; the home changed")
    overdue: bool = strawberry.field(description="Quá hạn nộp giấy / The paper is overdue")
    paper_lost: bool = strawberry.field(description="Giấy đã mất, đã cấp lại / The paper was lost and reissued")
    return_by: date | None = strawberry.field(description="Hạn trở về của lần tạm thời / By when a guest is back home")
    returned_on: date | None = strawberry.field(description="Ngày hết tạm thời / When the temporary stay ended")
    on_hold: bool = strawberry.field(description="Đang bị giữ lại / On hold")

    @strawberry.field(description="Đảng viên / The member")
    async def member(self, info: Info) -> Member | None:
        """Đảng viên."""
        identity, loaders = self.row["member"], info.context.loaders
        row = await loaders.one("member", members.by_id, "member").load(identity)
        if row is not None:
            return shown_member(row)
        known = loaders.one("member on route", lambda keys: members.by_id(keys, members.ON_ROUTE), "member")
        row = await known.load(identity)
        if row is None:
            info.context.mask(info, "NOT_YET_CONSENTED")
            return None
        return shown_member(row, places=self.row["bodies"])

    @strawberry.field(description="Chi bộ nơi đi / The cell of origin")
    async def origin(self, info: Info) -> Organization:
        """Nơi đi."""
        return await today_of(info, self.row["origin"])

    @strawberry.field(description="Nơi đến, như đã biết đến nay / The destination, as far as known")
    async def destination(self, info: Info) -> Organization:
        """Nơi đến."""
        return await today_of(info, self.row["destination"])

    @strawberry.field(description="Đường đi, như đã biết đến nay / The route, as far as known")
    def route(self) -> list[Hop]:
        """Đường đi."""
        return [
            Hop(place=place, index=n, origin_side=n < self.row["origin_hops"], current=n == self.row["hop"])
            for n, place in enumerate(self.row["route"])
        ]

    @strawberry.field(description="Tổ chức đang giữ hồ sơ / The organisation whose turn it is")
    async def current_holder(self, info: Info) -> Organization:
        """Nơi đang giữ."""
        return await today_of(info, self.row["holder"])

    @strawberry.field(description="Giấy giới thiệu sinh hoạt đảng / The letter of introduction")
    def letter(self) -> Letter | None:
        """Giấy giới thiệu."""
        return letter_of(self.row)

    @strawberry.field(description="Thành phần hồ sơ, và còn thiếu gì / The dossier, and what is missing of it")
    async def dossier(self, info: Info) -> list[DossierItem]:
        """Thành phần hồ sơ."""
        row = await info.context.loaders.one("member", members.by_id, "member").load(self.row["member"])
        return dossier_of(info, self.row, row["state"] if row else None)

    @strawberry.field(description="Dịch vụ tại nhà gần nhất của hồ sơ / The latest home service of the transfer")
    async def home_service(self, info: Info) -> HomeService | None:
        """Phục vụ tại nhà."""
        loader = info.context.loaders.many("home services", home_services.of_transfers, "transfer")
        rows = await loader.load(self.row["transfer"])
        return shown_home_service(rows[-1]) if rows else None

    @strawberry.field(
        description="“Hồ sơ của tôi đang ở đâu?”: địa chỉ tải bản in PDF; ?print=large in chữ to"
        " / “Where is my file?”: the address of the printed timeline; ?print=large for large print"
    )
    def timeline_pdf(self) -> str:
        """Bản in diễn biến."""
        return f"/papers/{self.id}/timeline.pdf"

    @strawberry.field(
        description="Tổ chức trên đường đi đã đổi theo tổ chức kế thừa, cũ nhất trước"
        " / Bodies of the route that were replaced by what succeeded them, the oldest first"
    )
    async def redirected_from(self, info: Info) -> list[Redirect]:
        """Đổi theo tổ chức kế thừa."""
        return await redirects_of(info, self.row["transfer"])

    @strawberry.field(description="Diễn biến, cũ nhất trước / What happened, the oldest first")
    async def timeline(self, info: Info) -> list[TimelineEntry]:
        """Diễn biến."""
        return await timeline_of(info, self.row["transfer"])


_PLAIN = (
    "version", "effective_on", "decision_number", "decision_date", "pull", "start_by", "started_late",
    "introduced_on", "present_by", "presented_on", "admitted_on", "overdue", "paper_lost", "on_hold", "return_by",
    "returned_on",
)  # fmt: skip


def shown(row: Row) -> Transfer:
    """The API's form of a row."""
    return Transfer(
        id=strawberry.ID(global_id(TRANSFER, row["transfer"])),
        row=row,
        clock_paused_since=row["paused_since"],
        kind=TransferKind(row["kind"]),
        reason=TransferReason(row["reason"]),
        state=TransferState(row["state"]),
        allowed_steps=[TransferStep(step) for step in row["allowed_steps"]],
        **{name: row[name] for name in _PLAIN},
    )


async def transfer_of(info: Info, identity: UUID) -> Transfer | None:
    """A transfer by id, as far as the viewer reaches it."""
    row = await info.context.loaders.one("transfer", transfers.by_id, "transfer").load(identity)
    return shown(row) if row else None
