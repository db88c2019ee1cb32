"""What membership tells of service at home and of the sealed file. Address, names and codes travel as ciphertext."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from shared.vocabulary.facts import PublishedFact, Sealed


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Khi nào: by the device, and by server time plus its steady clock; how far its wall clock was off."""

    device_time: datetime
    happened_at: datetime
    monotonic_offset_ms: int
    skew_seconds: int


class HomeStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where a service stands after a fact, decided once. `visit` 0: nothing is planned yet."""

    state: str
    visit: int = 0
    officer: str | None = None
    on: date | None = None
    slot: str | None = None
    attempts: int = 0
    max_attempts: int
    proofs: int = 0


class HomeServiceFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of a home service tells."""

    SERVICE = "membership"
    AGGREGATE = "home-service"
    home_service: UUID
    member: UUID
    organization: UUID
    transfer: UUID | None = None
    standing: HomeStanding


class HomeServiceRequested(HomeServiceFact, frozen=True, kw_only=True):
    """Đề nghị phục vụ tại nhà, with the member's consent."""

    TOPIC = "vn.lienthong.membership.HomeServiceRequested.v1"
    service: str
    flow: str
    carries_file: bool
    proofs: tuple[str, ...]
    fallback: UUID
    home: UUID
    task_code: str
    asked_by: str
    requested_by: str
    consent_on: date
    eligible_by: Sealed
    address: Sealed
    neighbourhood: Sealed
    proxy: Sealed | None = None


class HomeVisitScheduled(HomeServiceFact, frozen=True, kw_only=True):
    """Đã lên lịch đến nhà; `before` is the officer who had the task until now."""

    TOPIC = "vn.lienthong.membership.HomeVisitScheduled.v1"
    one_time_code: Sealed
    capture_key: Sealed
    before: str | None = None


class HomeVisitStarted(HomeServiceFact, frozen=True, kw_only=True):
    """Cán bộ đã lên đường."""

    TOPIC = "vn.lienthong.membership.HomeVisitStarted.v1"
    moment: Moment


class HomeVisitFailed(HomeServiceFact, frozen=True, kw_only=True):
    """Lần đến nhà không thành."""

    TOPIC = "vn.lienthong.membership.HomeVisitFailed.v1"
    why: str
    moment: Moment


class HomeServiceFellBack(HomeServiceFact, frozen=True, kw_only=True):
    """Cấp ủy cơ sở tiếp tục: nobody goes to the house again."""

    TOPIC = "vn.lienthong.membership.HomeServiceFellBack.v1"
    fallback: UUID


class HomeProofStored(HomeServiceFact, frozen=True, kw_only=True):
    """Minh chứng đã lưu; its bytes stay with membership, encrypted."""

    TOPIC = "vn.lienthong.membership.HomeProofStored.v1"
    proof: UUID
    visit: int
    kind: str
    kept_digest: str
    size: int
    moment: Moment


class HomeServiceCompleted(HomeServiceFact, frozen=True, kw_only=True):
    """Đã phục vụ xong tại nhà."""

    TOPIC = "vn.lienthong.membership.HomeServiceCompleted.v1"
    proofs: tuple[UUID, ...]
    kinds: tuple[str, ...]
    recipient: str
    moment: Moment


class HomeServiceCancelled(HomeServiceFact, frozen=True, kw_only=True):
    """Đã thôi phục vụ."""

    TOPIC = "vn.lienthong.membership.HomeServiceCancelled.v1"
    remark: Sealed


HOME_SERVICE_FACTS: tuple[type[HomeServiceFact], ...] = (
    HomeServiceRequested,
    HomeVisitScheduled,
    HomeVisitStarted,
    HomeVisitFailed,
    HomeServiceFellBack,
    HomeProofStored,
    HomeServiceCompleted,
    HomeServiceCancelled,
)
