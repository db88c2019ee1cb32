"""Member: a party member as the API shows him. Personal fields are null with a reason where they may not be read."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec
import strawberry

from services.gateway.auditing.readers import ReadAudit, readers_of
from services.gateway.membership import guests, history, history_type, homes, members, transfers
from services.gateway.membership.enums import MemberState
from services.gateway.membership.history_type import HistoryConnection
from services.gateway.membership.member_life_type import MemberLife
from services.gateway.membership.rating_type import RatingConnection
from services.gateway.organization.instants import Instant, instant
from services.gateway.organization.organization_type import Organization, standing_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, global_id
from services.gateway.reading.pages import Row
from services.gateway.types.arguments import After, AsOf, First, KnownAt
from services.gateway.types.connection import Connection, listed_for
from services.gateway.types.external_id import ExternalId
from services.gateway.types.node import Node

if TYPE_CHECKING:
    from services.gateway.membership.transfer_type import Transfer


@strawberry.type(description="Đảng viên / A party member")
class Member(MemberLife, Node):
    """Đảng viên."""

    row: strawberry.Private[Row]
    purpose: strawberry.Private[str] = ""
    places: strawberry.Private[Collection[UUID] | None] = None
    listed: strawberry.Private[bool] = False
    version: int = strawberry.field(
        description="Phiên bản, lớn dần qua mỗi thay đổi / The version, greater after each change"
    )
    state: MemberState = strawberry.field(description="Tình trạng / The state")

    @strawberry.field(description="Số lý lịch đảng viên (dữ liệu cá nhân) / The member-file number (personal)")
    def file_number(self, info: Info) -> str | None:
        """Số lý lịch."""
        return self._personal(info, "file_number")

    @strawberry.field(description="Số thẻ đảng viên (dữ liệu cá nhân) / The party-card number (personal)")
    def card_number(self, info: Info) -> str | None:
        """Số thẻ."""
        return self._personal(info, "card_number")

    @strawberry.field(description="Họ và tên (dữ liệu cá nhân) / The full name (personal)")
    def full_name(self, info: Info) -> str | None:
        """Họ và tên."""
        return self._personal(info, "full_name")

    @strawberry.field(description="Mã ở hệ thống khác (dữ liệu cá nhân) / Numbers in other systems (personal)")
    def external_ids(self, info: Info) -> list[ExternalId]:
        """Mã ở hệ thống khác."""
        kept = self._personal(info, "external_ids")
        found: dict[str, str | None] = msgspec.json.decode(kept) if kept else {}
        return [ExternalId(system=system, value=value) for system, value in found.items() if value]

    @strawberry.field(description="Ngày kết nạp / The day of admission to the Party")
    def admitted_on(self, info: Info) -> date | None:
        """Ngày kết nạp."""
        return self._stated(info, "admitted_on")

    @strawberry.field(description="Ngày chính thức / The day of becoming a full member")
    def full_member_on(self, info: Info) -> date | None:
        """Ngày chính thức."""
        return self._stated(info, "full_member_on")

    @strawberry.field(description="Chi bộ nơi đang sinh hoạt chính thức / The one home cell")
    async def home_cell(self, info: Info, as_of: AsOf = None, known_at: KnownAt = None) -> Organization | None:
        """Chi bộ sinh hoạt chính thức."""
        when = instant(info.context.today, as_of, known_at)
        cell = await self._home(info, when) if as_of or known_at else self.row["cell"]
        if self.places is not None and cell not in self.places:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        return await standing_of(info, cell, when) if cell else None

    @strawberry.field(description="Chi bộ nơi đang sinh hoạt tạm thời / Where the member is a guest for a time")
    async def temporary_cell(self, info: Info) -> Organization | None:
        """Chi bộ sinh hoạt tạm thời."""
        if self.places is not None:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        when = instant(info.context.today, None, None)
        row = await info.context.loaders.one("guest", lambda keys: guests.at(keys, when), "member").load(
            self.row["member"]
        )
        return await standing_of(info, row["cell"], when) if row else None

    @strawberry.field(description="Các lần chuyển sinh hoạt, mới nhất trước / Transfers, the newest first")
    async def transfers(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Annotated["Transfer", strawberry.lazy("services.gateway.membership.transfer_type")]]:
        """Các lần chuyển sinh hoạt."""
        from services.gateway.membership.transfer_type import shown as shown_transfer

        order, member = transfers.NEWEST_FIRST, self.row["member"]
        listing = ("transfers of a member", "")
        return await listed_for(
            info, listing, member, transfers.of_members, order=order, first=first, after=after, make=shown_transfer
        )

    @strawberry.field(description="Các lần xếp loại đã công bố, mới nhất trước / Published ratings, the newest first")
    async def ratings(self, info: Info, first: First, after: After = None) -> RatingConnection:
        """Các lần xếp loại."""
        from services.gateway.evaluation import evaluations
        from services.gateway.evaluation.evaluation_type import shown as shown_evaluation

        order, member = evaluations.NEWEST_FIRST, self.row["member"]
        listing = ("ratings of a member", "")
        return await listed_for(  # pyright: ignore[reportReturnType] - the same fields by the contract's name
            info, listing, member, evaluations.of_members, order=order, first=first, after=after, make=shown_evaluation
        )

    @strawberry.field(
        description="Số năm liên tục xuất sắc, tính đến lần xếp loại năm gần nhất đã công bố"
        " / Years of EXCELLENT in a row, up to the newest published yearly rating"
    )
    async def excellent_streak(self, info: Info) -> int:
        """Số năm liên tục xuất sắc."""
        from services.gateway.evaluation.streaks import excellent_years

        return await excellent_years(info, self.row["member"])

    @strawberry.field(
        description="Quá trình sinh hoạt, mới nhất trước, kể từ các sự kiện / Life in the Party, the newest first"
    )
    async def history(self, info: Info, first: First, after: After = None) -> HistoryConnection:
        """Quá trình sinh hoạt."""
        language = info.context.language
        return await listed_for(  # pyright: ignore[reportReturnType] - the same fields by the contract's name
            info,
            ("history of a member", language),
            self.row["member"],
            history.of_members,
            order=history.NEWEST_FIRST,
            first=first,
            after=after,
            make=lambda row: history_type.shown(row, language),
        )

    @strawberry.field(
        description="Ai đã xem hồ sơ, mới nhất trước; cho đảng viên đó và cấp ủy, kiểm tra trong phạm vi"
        " / Who has read the record, the newest first; for the member, and for officers in whose scope he is"
    )
    async def readers(self, info: Info, first: First, after: After = None) -> Connection[ReadAudit]:
        """Ai đã xem hồ sơ."""
        purposeless = info.context.viewer.needs_purpose and not self.purpose
        near = self.places is None and not purposeless
        return await readers_of(info, self.row["member"], first, after, near=near)

    async def _home(self, info: Info, when: Instant) -> UUID | None:
        loader = info.context.loaders.one(("home", when), lambda keys: homes.at(keys, when), "member")
        row = await loader.load(self.row["member"])
        return row["cell"] if row else None

    def within(self, info: Info, value: Any) -> Any:
        """What only those read who reach the member himself, not merely a transfer of his."""
        if self.places is not None:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        return value

    def _stated(self, info: Info, name: str) -> date | None:
        if self.places is not None:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        return self.row[name]

    def _personal(self, info: Info, name: str) -> str | None:
        if info.context.viewer.needs_purpose and not self.purpose:
            info.context.mask(info, "PURPOSE_IS_NEEDED")
            return None
        if self.row["full_name"] is None:
            info.context.mask(info, "ERASED")
        elif not self.listed:
            info.context.looks.note(self.row["member"], info.field_name, self.purpose)
        return self.row[name]


def shown(row: Row, purpose: str = "", places: Collection[UUID] | None = None, *, listed: bool = False) -> Member:
    """The API's form of a row. With `places` the viewer knows the member only from a transfer between these bodies.

    Reading personal fields of a member is put on record, unless he is one of a list.
    """
    return Member(
        id=strawberry.ID(global_id(MEMBER, row["member"])),
        row=row,
        purpose=purpose,
        places=places,
        listed=listed,
        version=row["version"],
        state=MemberState(row["state"]),
    )


async def member_of(info: Info, identity: UUID, purpose: str = "") -> Member | None:
    """A member by id, as far as the viewer reaches him."""
    row = await info.context.loaders.one("member", members.by_id, "member").load(identity)
    return shown(row, purpose) if row else None
