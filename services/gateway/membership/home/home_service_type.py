"""HomeService: one service at a home, as the API shows it. Name and address are for the task, while it lasts."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from services.gateway.membership import members
from services.gateway.membership.home import home_services
from services.gateway.membership.home.custody_type import Custody, custody_at, custody_id
from services.gateway.membership.home.enums import (
    AskedBy,
    HomeServiceState,
    ProofKind,
    Recipient,
    VisitFailure,
    VisitSlot,
)
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import HOME_SERVICE, global_id
from services.gateway.reading.pages import Row
from services.gateway.reading.tables import Reach, Table
from services.gateway.types.node import Node
from services.gateway.types.scalars import Position

if TYPE_CHECKING:
    from services.gateway.membership.transfer_type import Transfer

_VISITED = Table(name="members", reach=Reach.BY_VISIT, person="member")
SKEWED = 120
"""Seconds from which on a device's clock is called off."""


@strawberry.type(description="Lần đến nhà gần nhất / The latest visit")
class HomeVisit:
    """Lần đến nhà."""

    number: int = strawberry.field(description="Lần thứ mấy; các việc của lần này nêu số đó / Its number, for its acts")
    officer: str = strawberry.field(description="Tài khoản cán bộ được giao / The assigned officer's account")
    on: date = strawberry.field(description="Ngày / The day")
    slot: VisitSlot = strawberry.field(description="Buổi / The time of day")


@strawberry.type(description="Một minh chứng đã lưu / A proof that is stored")
class HomeProof:
    """Minh chứng."""

    id: strawberry.ID = strawberry.field(description="Mã minh chứng, dùng cho proofIds / Its id, for proofIds")
    path: str = strawberry.field(
        description="Nơi xem ảnh: GET tại cổng, với token; lượt xem được ghi / GET it with the token; looks are kept"
    )
    visit: int = strawberry.field(description="Của lần đến nhà nào / For which visit it was taken")
    kind: ProofKind = strawberry.field(description="Loại / The kind")
    digest: str = strawberry.field(description="SHA-256 của ảnh đã lưu / The digest of the kept picture")
    size: int = strawberry.field(description="Byte / Its size in bytes")
    device_time: datetime = strawberry.field(description="Giờ trên máy / The device's wall clock")
    happened_at: datetime = strawberry.field(description="Giờ tính theo máy chủ / By server time and steady clock")
    recorded_at: datetime = strawberry.field(description="Lúc máy chủ ghi nhận / When the server recorded it")
    skewed: bool = strawberry.field(description="Đồng hồ máy lệch nhiều / The device's clock was noticeably off")


@strawberry.type(description="Một dịch vụ tại nhà của đảng viên / A service at a member's home")
class HomeService(Node):
    """Phục vụ tại nhà."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(
        description="Phiên bản, dùng cho expectedVersion / The version, for expectedVersion"
    )
    service: str = strawberry.field(description="Mã dịch vụ trong danh mục / The catalogue's code of the service")
    state: HomeServiceState = strawberry.field(description="Tình trạng / Where it stands")
    task_code: str = strawberry.field(description="Mã việc, đọc được cho nhau / The task's code, to be read out")
    asked_by: AskedBy = strawberry.field(description="Ai đề nghị / Who asked")
    consent_on: date = strawberry.field(description="Ngày đảng viên đồng ý / When the member consented")
    attempts: int = strawberry.field(description="Số lần không gặp / Visits that failed")
    max_attempts: int = strawberry.field(description="Số lần tối đa / How often at most")
    accepted_proofs: list[ProofKind] = strawberry.field(description="Minh chứng được nhận / What counts as proof")
    proven_by: list[ProofKind] = strawberry.field(description="Đã có minh chứng nào / What proved it")
    recipient: Recipient | None = strawberry.field(description="Ai đã nhận / Who received")
    failure: VisitFailure | None = strawberry.field(description="Vì sao lần gần nhất không gặp / Why nobody was met")
    happened_at: datetime | None = strawberry.field(description="Lúc gặp hoặc không gặp / When the last visit ended")
    skewed: bool = strawberry.field(description="Đồng hồ máy lệch nhiều / The device's clock was noticeably off")
    neighbourhood: str | None = strawberry.field(
        description="Khu phố, thôn; để gom lượt trong ngày, hết việc thì xóa / For grouping; blanked when it ends"
    )

    @strawberry.field(description="Lần đến nhà gần nhất / The latest visit")
    def visit(self) -> HomeVisit | None:
        """Lần đến nhà."""
        row = self.row
        if not row["visit"]:
            return None
        slot = VisitSlot(row["slot"])
        return HomeVisit(number=row["visit"], officer=row["officer"], on=row["visit_on"], slot=slot)

    @strawberry.field(
        description="Vị trí của lần giao gần nhất; visitAssigned đọc tiếp từ đó"
        " / Where the latest assignment stands; visitAssigned reads on from there"
    )
    def position(self, info: Info) -> Position | None:
        """Vị trí của lần giao."""
        assigned = self.row["assigned"]
        return Position(info.context.position("membership", assigned)) if assigned is not None else None

    @strawberry.field(description="Đảng viên, cho người được xem hồ sơ / The member, for those who read his record")
    async def member(self, info: Info) -> Member | None:
        """Đảng viên."""
        row = await info.context.loaders.one("member", members.by_id, "member").load(self.row["member"])
        if row is None:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        return shown_member(row)

    @strawberry.field(
        description="Họ tên đảng viên; cán bộ được giao xem đến khi xong việc (dữ liệu cá nhân)"
        " / The member's name, for the assigned officer until the task ends (personal)"
    )
    async def member_name(self, info: Info) -> str | None:
        """Họ tên."""
        return await self._name(info)

    @strawberry.field(
        description="Địa chỉ; chỉ cán bộ được giao và đảng viên, đến khi xong việc (dữ liệu cá nhân)"
        " / The address, for the assigned officer and the member only, until the task ends (personal)"
    )
    async def address(self, info: Info) -> str | None:
        """Địa chỉ."""
        return await self._place(info, "address")

    @strawberry.field(description="Người nhận thay đã nêu (dữ liệu cá nhân) / The proxy that was named (personal)")
    async def proxy(self, info: Info) -> str | None:
        """Người nhận thay."""
        return await self._place(info, "proxy")

    @strawberry.field(
        description="Khóa gắn minh chứng với lần đến nhà này; chỉ máy của cán bộ được giao"
        " / The key that binds proofs to this visit; for the assigned officer's device"
    )
    async def capture_key(self, info: Info) -> str | None:
        """Khóa chụp minh chứng."""
        if info.context.viewer.own == self.row["member"]:
            return None
        return await self._place(info, "capture_key")

    @strawberry.field(
        description="Mã một lần; chỉ chính đảng viên, đọc cho cán bộ khi nhận"
        " / The one-time code, for the member alone, to be read to the officer"
    )
    async def one_time_code(self, info: Info) -> str | None:
        """Mã một lần."""
        if info.context.viewer.own != self.row["member"]:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        return await self._place(info, "one_time_code")

    @strawberry.field(description="Cấp ủy phục vụ / The committee that serves")
    async def organization(self, info: Info) -> Organization:
        """Cấp ủy phục vụ."""
        return await today_of(info, self.row["organization"])

    @strawberry.field(description="Việc giữ hồ sơ niêm phong / The custody of the sealed file")
    async def custody(self, info: Info) -> Custody | None:
        """Giữ hồ sơ."""
        row = self.row
        return await custody_at(info, custody_id(row["member"], row["home_service"], carries_file=row["carries_file"]))

    @strawberry.field(description="Minh chứng đã lưu / The proofs that are stored")
    async def proofs(self, info: Info) -> list[HomeProof]:
        """Minh chứng."""
        loader = info.context.loaders.many("home proofs", home_services.proofs_of, "home_service")
        return [_proof(row) for row in await loader.load(self.row["home_service"])]

    @strawberry.field(description="Hồ sơ chuyển mà dịch vụ này phục vụ / The transfer that it serves")
    async def transfer(
        self, info: Info
    ) -> Annotated["Transfer", strawberry.lazy("services.gateway.membership.transfer_type")] | None:
        """Hồ sơ chuyển."""
        from services.gateway.membership.transfer_type import transfer_of

        return await transfer_of(info, self.row["transfer"]) if self.row["transfer"] else None

    async def _name(self, info: Info) -> str | None:
        identity, loaders = self.row["member"], info.context.loaders
        row = await loaders.one("member", members.by_id, "member").load(identity)
        if row is None:
            visited = loaders.one("member at a visit", lambda keys: members.by_id(keys, _VISITED), "member")
            row = await visited.load(identity)
        if row is None or info.context.viewer.needs_purpose:
            info.context.mask(info, "OUT_OF_SCOPE" if row is None else "PURPOSE_IS_NEEDED")
            return None
        info.context.looks.note(identity, info.field_name, "")
        return row["full_name"]

    async def _place(self, info: Info, name: str) -> str | None:
        loader = info.context.loaders.one("home place", home_services.places_of, "home_service")
        row = await loader.load(self.row["home_service"])
        if row is None:
            info.context.mask(info, "TASK_HAS_ENDED" if not self.row["open"] else "OUT_OF_SCOPE")
            return None
        info.context.looks.note(self.row["member"], info.field_name, "")
        return row[name]


def _proof(row: Row) -> HomeProof:
    names = ("visit", "digest", "size", "device_time", "happened_at", "recorded_at")
    plain: dict[str, Any] = {name: row[name] for name in names}
    skewed = abs(row["skew_seconds"]) > SKEWED
    return HomeProof(
        id=strawberry.ID(str(row["proof"])),
        path=f"/proofs/{row['proof']}",
        kind=ProofKind(row["kind"]),
        skewed=skewed,
        **plain,
    )


def shown(row: Row) -> HomeService:
    """The API's form of a row."""
    names = ("version", "service", "task_code", "consent_on", "attempts", "max_attempts", "happened_at",
             "neighbourhood")  # fmt: skip
    plain: dict[str, Any] = {name: row[name] for name in names}
    return HomeService(
        id=strawberry.ID(global_id(HOME_SERVICE, row["home_service"])),
        row=row,
        state=HomeServiceState(row["state"]),
        asked_by=AskedBy(row["asked_by"]),
        accepted_proofs=[ProofKind(kind) for kind in row["accepted"]],
        proven_by=[ProofKind(kind) for kind in row["proven_by"] or ()],
        recipient=Recipient(row["recipient"]) if row["recipient"] else None,
        failure=VisitFailure(row["why"]) if row["why"] else None,
        skewed=abs(row["skew_seconds"] or 0) > SKEWED,
        **plain,
    )


async def home_service_of(info: Info, identity: UUID) -> HomeService | None:
    """A home service by id, as far as the viewer reaches it."""
    row = await info.context.loaders.one("home service", home_services.by_id, "home_service").load(identity)
    return shown(row) if row else None
