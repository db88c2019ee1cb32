"""Phục vụ tại nhà: what has happened to one service. The TOPICs are stored names; they never change."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.home_service.moment import Moment
from shared.vocabulary.facts import Fact, Sealed


class HomeServiceRequested(Fact, frozen=True, kw_only=True):
    """Đề nghị phục vụ tại nhà; the member, an authorised relative or the cell says so, with the member's consent."""

    TOPIC = "membership.HomeServiceRequested"
    member: UUID
    service: str
    flow: str
    carries_file: bool
    proofs: tuple[str, ...]
    organization: UUID
    fallback: UUID
    home: UUID
    transfer: UUID | None = None
    task_code: str
    asked_by: str
    requested_by: str
    consent_on: date
    max_attempts: int
    eligible_by: Sealed
    address: Sealed
    neighbourhood: Sealed
    proxy: Sealed | None = None
    evidence_hash: str | None = None
    province: str


class HomeVisitScheduled(Fact, frozen=True, kw_only=True):
    """Đã lên lịch một lần đến nhà; an open visit before it is replaced. The secrets are the visit's own."""

    TOPIC = "membership.HomeVisitScheduled"
    visit: int
    officer: str
    on: date
    slot: str
    one_time_code: Sealed
    capture_key: Sealed
    before: str | None = None


class HomeVisitStarted(Fact, frozen=True, kw_only=True):
    """Cán bộ đã lên đường."""

    TOPIC = "membership.HomeVisitStarted"
    visit: int
    moment: Moment


class HomeVisitFailed(Fact, frozen=True, kw_only=True):
    """Lần đến nhà không thành; the officer says why by a word of the list, never in free text."""

    TOPIC = "membership.HomeVisitFailed"
    visit: int
    why: str
    moment: Moment


class HomeServiceFellBack(Fact, frozen=True, kw_only=True):
    """Hết số lần đến nhà: the local committee takes over; nobody goes to the house again for this service."""

    TOPIC = "membership.HomeServiceFellBack"
    fallback: UUID


class HomeProofStored(Fact, frozen=True, kw_only=True):
    """Minh chứng đã lưu: which visit it was taken for, its digest as taken and as kept; the bytes are encrypted."""

    TOPIC = "membership.HomeProofStored"
    proof: UUID
    visit: int
    kind: str
    taken_digest: str
    kept_digest: str
    size: int
    moment: Moment


class HomeServiceCompleted(Fact, frozen=True, kw_only=True):
    """Đã phục vụ xong tại nhà; every proof that it rests on is stored already."""

    TOPIC = "membership.HomeServiceCompleted"
    visit: int
    proofs: tuple[UUID, ...]
    kinds: tuple[str, ...]
    recipient: str
    witness: Sealed | None = None
    moment: Moment


class HomeServiceCancelled(Fact, frozen=True, kw_only=True):
    """Đã thôi phục vụ, with a reason in the member's own record."""

    TOPIC = "membership.HomeServiceCancelled"
    remark: Sealed


class OutsidersErased(Fact, frozen=True, kw_only=True):
    """Tên người làm chứng, người thân đã hủy: the key of this task's outsiders is gone."""

    TOPIC = "membership.OutsidersErased"


HomeServiceFact = (
    HomeServiceRequested
    | HomeVisitScheduled
    | HomeVisitStarted
    | HomeVisitFailed
    | HomeServiceFellBack
    | HomeProofStored
    | HomeServiceCompleted
    | HomeServiceCancelled
    | OutsidersErased
)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Nơi đến: sealed under the member's key before anything is decided."""

    address: Sealed
    neighbourhood: Sealed
    proxy: Sealed | None = None
