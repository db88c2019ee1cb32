"""Meetings, confidence votes, targets and entered lists, as the API shows them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
import strawberry

from services.evaluation.contracts.facts import RowsEntered
from services.gateway.evaluation import confidence_votes, entries
from services.gateway.evaluation.enums import (
    MeetingMode,
    MeetingOf,
    MeetingQuality,
    TargetMeasure,
    VoteConsequence,
)
from services.gateway.membership import members
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.refusing.language import Language


@strawberry.type(description="Một buổi sinh hoạt hoặc họp; không ghi tên người dự / A meeting; no names")
class Meeting:
    """Một buổi họp."""

    row: strawberry.Private[Row]
    of: MeetingOf = strawberry.field(description="Của ai / Whose")
    held_on: date = strawberry.field(description="Ngày họp / Held on")
    mode: MeetingMode = strawberry.field(description="Hình thức / The mode")
    thematic: bool = strawberry.field(description="Sinh hoạt chuyên đề / On a theme")
    visited: bool = strawberry.field(description="Cấp ủy viên phụ trách có dự / The superior's member was there")
    invited: int = strawberry.field(description="Được triệu tập / Summoned")
    present: int = strawberry.field(description="Có mặt / Present")
    excused: int = strawberry.field(description="Vắng có lý do / Excused")
    points: Decimal | None = strawberry.field(description="Điểm chất lượng / The points")
    quality: MeetingQuality | None = strawberry.field(description="Chất lượng / The quality")
    minutes_hash: str | None = strawberry.field(description="SHA-256 của biên bản / The SHA-256 of the minutes")

    @strawberry.field(description="Tổ chức / The body")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức."""
        return await today_of(info, self.row["organization"])


@strawberry.type(description="Nền nếp sinh hoạt trong năm / How regularly a body met in a year")
class MeetingRecord:
    """Nền nếp sinh hoạt."""

    due: int = strawberry.field(description="Số kỳ phải họp đến nay / Meetings due so far: the denominator")
    on_time: int = strawberry.field(description="Số kỳ có họp / Of those, held in time: the numerator")
    rate: Decimal | None = strawberry.field(description="Tỷ lệ đúng kỳ / The on-time rate")
    online: int = strawberry.field(description="Số buổi trực tuyến / How many were online")
    thematic: int = strawberry.field(description="Số buổi chuyên đề / How many were on a theme")
    visits: list[date] = strawberry.field(description="Ngày cấp ủy viên phụ trách dự / Days of visits; no names")
    average_points: Decimal | None = strawberry.field(
        description="Điểm trung bình của các buổi đã chấm; chưa chấm không tính là 0 / The mean of those scored"
    )
    quality: MeetingQuality | None = strawberry.field(description="Mức của điểm trung bình / The mean's level")
    meetings: list[Meeting] = strawberry.field(description="Các buổi, mới nhất trước / The meetings, newest first")


@strawberry.type(
    description="Kết quả lấy phiếu tín nhiệm; số nhỏ hoặc đồng thuận thì chỉ nêu hệ quả / A confidence vote; sums only"
)
class ConfidenceVote:
    """Kết quả lấy phiếu tín nhiệm."""

    row: strawberry.Private[Row]
    held_on: date = strawberry.field(description="Ngày lấy phiếu / Held on")
    consequence: VoteConsequence = strawberry.field(description="Việc phải xem xét / What is to be considered")
    summoned: int | None = strawberry.field(description="Được triệu tập / Summoned")
    present: int | None = strawberry.field(description="Có mặt / Present")
    high: int | None = strawberry.field(description="Tín nhiệm cao / High confidence")
    confident: int | None = strawberry.field(description="Tín nhiệm / Confidence")
    low: int | None = strawberry.field(description="Tín nhiệm thấp / Low confidence")

    @strawberry.field(description="Tổ chức lấy phiếu / The body that voted")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức."""
        return await today_of(info, self.row["organization"])

    @strawberry.field(description="Người được lấy phiếu / Whom it was about")
    async def member(self, info: Info) -> Member | None:
        """Người được lấy phiếu."""
        row = await info.context.loaders.one("member", members.by_id, "member").load(self.row["member"])
        return shown_member(row) if row else None


@strawberry.type(description="Văn bản của một số liệu / The document that a figure stands in")
class FigureDocument:
    """Văn bản."""

    issued_by_id: strawberry.Private[UUID | None]
    number: str = strawberry.field(description="Số / The number")
    dated: date = strawberry.field(description="Ngày / The date")
    hash: str | None = strawberry.field(description="SHA-256 / The SHA-256")

    @strawberry.field(description="Cơ quan ban hành, nếu là tổ chức đảng / Who issued it, of a party organisation")
    async def issued_by(self, info: Info) -> Organization | None:
        """Cơ quan ban hành."""
        return await today_of(info, self.issued_by_id) if self.issued_by_id else None


@strawberry.type(description="Chỉ tiêu so với kết quả / A target against its result")
class TargetResult:
    """Chỉ tiêu so với kết quả."""

    measure: TargetMeasure = strawberry.field(description="Chỉ tiêu về gì / What it is about")
    least: Decimal | None = strawberry.field(description="Ít nhất / At least")
    most: Decimal | None = strawberry.field(description="Nhiều nhất / At most")
    source: str = strawberry.field(description="Văn bản đặt chỉ tiêu / The document that sets it")
    base: str = strawberry.field(description="Mẫu số là gì / What the denominator counts")
    numerator: int | None = strawberry.field(description="Tử số; null là chưa có, không phải 0 / Null is not zero")
    denominator: int | None = strawberry.field(description="Mẫu số / The denominator")
    share: Decimal | None = strawberry.field(description="Tỷ lệ / The share")
    needed: int | None = strawberry.field(description="Cần ít nhất bao nhiêu / How many it takes")
    met: bool | None = strawberry.field(description="Đạt; null là chưa biết / Met; null: not known")
    cap: int | None = strawberry.field(
        description="Giới hạn xuất sắc cộng lại của các phạm vi / The caps on EXCELLENT of the scopes, summed"
    )
    document: FigureDocument | None = strawberry.field(description="Văn bản của số liệu / The figure's document")


@strawberry.type(description="Một dòng không nhận / A row that was not taken")
class RefusedRow:
    """Một dòng không nhận."""

    row: int = strawberry.field(description="Dòng, từ 0 / The row, from 0")
    code: str = strawberry.field(description="Mã lỗi / The code")
    message: str = strawberry.field(description="Vì sao / Why")


@strawberry.type(description="Kết quả nhập danh sách / What became of an entered list")
class ReviewEntry:
    """Kết quả nhập danh sách."""

    entered: int = strawberry.field(description="Số dòng đã nhận / Rows taken")
    refused: list[RefusedRow] = strawberry.field(description="Các dòng không nhận / Rows not taken")


def meeting_shown(row: Row) -> Meeting:
    """The API's form of a row."""
    plain = ("held_on", "thematic", "visited", "invited", "present", "excused", "points", "minutes_hash")
    return Meeting(
        row=row,
        of=MeetingOf(row["kind"]),
        mode=MeetingMode(row["mode"]),
        quality=MeetingQuality(row["quality"]) if row["quality"] else None,
        **{name: row[name] for name in plain},
    )


def vote_shown(row: Row) -> ConfidenceVote:
    """The API's form of a row."""
    high, confident, low = row["sums"] or (None, None, None)
    return ConfidenceVote(
        row=row,
        held_on=row["held_on"],
        consequence=VoteConsequence(row["consequence"]),
        summoned=row["summoned"],
        present=row["present"],
        high=high,
        confident=confident,
        low=low,
    )


async def vote_of(info: Info, identity: UUID) -> ConfidenceVote | None:
    """A vote by id, as far as the viewer reaches it."""
    row = await info.context.reader.row(confidence_votes.by_id(identity))
    return vote_shown(row) if row else None


async def entry_of(info: Info, identity: UUID) -> ReviewEntry | None:
    """An entered list by id, as far as the viewer reaches it."""
    row = await info.context.reader.row(entries.by_id([identity]))
    if row is None:
        return None
    told = msgspec.json.decode(row["told"], type=RowsEntered)
    english = info.context.language is Language.EN
    refused = [
        RefusedRow(row=each.row, code=each.code, message=each.en if english else each.vi) for each in told.refused
    ]
    return ReviewEntry(entered=told.entered, refused=refused)
