"""TimelineEntry: what happened to a transfer, told in plain words."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from services.gateway.membership import timeline
from services.gateway.membership.enums import TransferState
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.refusing.language import Language

TOLD: dict[str, tuple[str, str]] = {
    "TransferRequested": ("Đề nghị chuyển sinh hoạt", "The transfer was asked for"),
    "TransferReviewed": ("Chi bộ nơi đi đồng ý", "The cell of origin agreed"),
    "TransferEndorsed": ("Cấp ủy nơi đi xác nhận", "A committee on the origin's side endorsed it"),
    "TransferIntroduced": ("Đã cấp giấy giới thiệu", "The letter of introduction was issued"),
    "TransferReceived": ("Cấp ủy nơi đến tiếp nhận và giới thiệu xuống", "A receiving committee passed it on"),
    "TransferPresented": ("Đã nộp giấy cho chi ủy nơi đến", "The paper was handed to the receiving cell"),
    "TransferAdmitted": ("Chi bộ nơi đến tiếp nhận vào sinh hoạt", "The receiving cell admitted the member"),
    "GuestAdmitted": (
        "Chi bộ nơi đến tiếp nhận sinh hoạt tạm thời",
        "The receiving cell admitted a guest",
    ),
    "GuestStayProlonged": ("Gia hạn sinh hoạt tạm thời", "The temporary stay was extended"),
    "GuestReturned": ("Hết sinh hoạt tạm thời", "The temporary stay ended"),
    "TransferConfirmed": ("Phiếu báo đã về nơi đi", "The return notice reached the origin"),
    "TransferReturned": ("Trả lại để bổ sung", "It was returned for correction"),
    "TransferRefused": ("Không chấp nhận", "It was refused"),
    "TransferWithdrawn": ("Rút đề nghị", "It was withdrawn"),
    "TransferCancelled": ("Hủy vì quyết định bị thu hồi", "It was cancelled: the decision behind it is revoked"),
    "TransferPutOnHold": ("Tạm giữ chuyển sinh hoạt", "The transfer was put on hold"),
    "TransferReleased": ("Thôi tạm giữ", "The hold was lifted"),
    "TransferPaperReissued": ("Cấp lại giấy, số cũ mất hiệu lực", "The paper was reissued; the old number is void"),
    "TransferBecameOverdue": ("Quá hạn nộp giấy", "The paper became overdue"),
    "TransferReaddressed": (
        "Đổi theo tổ chức kế thừa; giấy, số và hạn giữ nguyên",
        "It follows the succeeding organisation; letter, number and limit stay",
    ),
    "TransferClockPaused": (
        "Tạm dừng tính hạn: cơ quan đang mang hồ sơ",
        "The limit stands still: the office itself carries the file",
    ),
    "TransferClockResumed": (
        "Tính hạn trở lại; hạn được lùi bằng số ngày làm việc đã dừng",
        "The limit runs again, later by the working days it stood still",
    ),
    "TransferReminded/PRESENT": ("Nhắc: sắp hết hạn nộp giấy", "Reminder: the letter must be presented soon"),
    "TransferReminded/RETURN": ("Nhắc: sắp hết hạn sinh hoạt tạm thời", "Reminder: the temporary stay ends soon"),
    "TransferReminded/ESCALATION": (
        "Quá hạn chưa được xem xét, đã báo cấp trên",
        "Overdue and undecided: the superior was told",
    ),
    "OverdueTransferDecided": ("Đã xem xét việc quá hạn", "The overdue case was decided"),
}


@strawberry.type(description="Một việc đã xảy ra với hồ sơ chuyển sinh hoạt / Something that happened to a transfer")
class TimelineEntry:
    """Một việc đã xảy ra."""

    row: strawberry.Private[Row]
    step: str = strawberry.field(
        description="Việc: một TransferStep, REQUEST, OVERDUE hoặc REMIND / A TransferStep, REQUEST, OVERDUE or REMIND"
    )
    text: str = strawberry.field(description="Kể bằng lời / Told in words")
    state: TransferState = strawberry.field(description="Bước sau việc này / Where the transfer stood after it")
    acted_on: date = strawberry.field(description="Ngày trên giấy / The date on paper")
    recorded_at: datetime = strawberry.field(description="Lúc ghi vào hệ thống / When it was recorded")
    paper_number: str | None = strawberry.field(description="Số giấy / The paper's number")
    remark: str | None = strawberry.field(description="Ý kiến (dữ liệu cá nhân) / The remark (personal)")
    signatory: str | None = strawberry.field(description="Người ký (dữ liệu cá nhân) / Who signed (personal)")

    @strawberry.field(description="Tổ chức đã làm / The organisation that acted")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức đã làm."""
        return await today_of(info, self.row["organization"])

    @strawberry.field(description="Cấp trên đã nhập thay / The superior that entered it on behalf")
    async def entered_by(self, info: Info) -> Organization | None:
        """Cấp trên nhập thay."""
        typed_by = self.row["entered_by"]
        return await today_of(info, typed_by) if typed_by else None


async def timeline_of(info: Info, transfer: UUID) -> list[TimelineEntry]:
    """What happened to one transfer; of many in one statement."""
    rows = await info.context.loaders.many("timeline", timeline.of_transfers, "transfer").load(transfer)
    return [shown(row, info.context.language) for row in rows]


def shown(row: Row, language: Language) -> TimelineEntry:
    """The API's form of a row."""
    vi, en = TOLD[row["fact"]]
    return TimelineEntry(
        row=row,
        step=row["step"],
        text=en if language is Language.EN else vi,
        state=TransferState(row["state"]),
        acted_on=row["acted_on"],
        recorded_at=row["recorded_at"],
        paper_number=row["paper_number"],
        remark=row["remark"],
        signatory=row["signatory"],
    )
