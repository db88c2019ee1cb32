"""What membership may be asked about service at home: the bodies of its HTTP API."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from services.membership.contracts.home_enums import AskedBy, CustodianKind, Recipient, VisitFailure, VisitSlot
from shared.vocabulary.requests import Request


class DeviceTime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ba đồng hồ: the device's wall clock, server time at the last sync, steady milliseconds since then."""

    device_time: datetime
    synced_at: datetime
    monotonic_offset_ms: int


class Custodian(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Người giữ: a committee with its id, an officer with his account."""

    kind: CustodianKind
    organization_id: UUID | None = None
    officer: str | None = None


class HandOver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bàn giao tại nhà, in the same call as the visit that it belongs to."""

    giver: Custodian
    receiver: Custodian
    seal_number: str
    intact: bool = True
    inventory_hash: str | None = None
    papers: int | None = None


class RequestHomeService(Request, frozen=True, kw_only=True):
    """Đề nghị phục vụ tại nhà. `weak` is yes or no; a diagnosis is never asked, never kept."""

    member_id: UUID
    service: str
    organization_id: UUID | None = None
    transfer_id: UUID | None = None
    address: str
    neighbourhood: str
    asked_by: AskedBy = AskedBy.CELL
    consent: bool
    consent_on: date | None = None
    authorisation_hash: str | None = None
    proxy: str | None = None
    weak: bool = False


class ScheduleHomeVisit(Request, frozen=True, kw_only=True):
    """Lên lịch đến nhà; without an officer the least loaded one goes."""

    home_service_id: UUID
    on: date
    slot: VisitSlot = VisitSlot.MORNING
    officer: str | None = None


class CancelHomeService(Request, frozen=True, kw_only=True):
    """Thôi phục vụ."""

    home_service_id: UUID
    reason: str


class VisitRequest(Request, frozen=True, kw_only=True):
    """What every act at a visit says: which visit, and when by the device's clocks."""

    home_service_id: UUID
    visit: int
    at: DeviceTime | None = None


class StartHomeVisit(VisitRequest, frozen=True, kw_only=True):
    """Lên đường."""


class FailHomeVisit(VisitRequest, frozen=True, kw_only=True):
    """Không gặp được."""

    why: VisitFailure


class CompleteHomeVisit(VisitRequest, frozen=True, kw_only=True):
    """Xong việc, with stored proofs, the member's one-time code or a witness; the hand-over may come with it."""

    proof_ids: tuple[UUID, ...] = ()
    one_time_code: str | None = None
    witness: str | None = None
    recipient: Recipient = Recipient.MEMBER
    hand_over: HandOver | None = None


class RecordCustody(Request, frozen=True, kw_only=True):
    """Ghi niêm phong, bàn giao hoặc mở hồ sơ. Without a standing seal the giver seals it first."""

    home_service_id: UUID
    seal_number: str
    inventory_hash: str | None = None
    papers: int | None = None
    giver: Custodian
    receiver: Custodian | None = None
    intact: bool = True
    opened: bool = False
    witness: str | None = None
    postal_number: str | None = None
    at: DeviceTime | None = None


class CloseCustodyIncident(Request, frozen=True, kw_only=True):
    """Đóng sự cố: recounted, sealed anew, before a witness, by the minutes."""

    home_service_id: UUID
    seal_number: str
    inventory_hash: str
    papers: int
    witness: str
    minutes_number: str
