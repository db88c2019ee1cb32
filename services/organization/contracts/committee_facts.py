"""What organization tells of committees: terms, seats taken and left, classes held (D2)."""

from datetime import date
from uuid import UUID

from services.organization.contracts.enums import (
    CommitteePosition,
    Degree,
    DualRole,
    PoliticalTheory,
    WayOfLeavingOffice,
    WayOfTakingOffice,
)
from shared.vocabulary.facts import PublishedFact


class CommitteeFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of a committee tells."""

    SERVICE = "organization"
    AGGREGATE = "committee"
    organization: UUID


class CommitteeTermSet(CommitteeFact, frozen=True, kw_only=True):
    """Nhiệm kỳ cấp ủy - planned size and days [from, to)."""

    TOPIC = "vn.lienthong.organization.CommitteeTermSet.v1"
    planned_size: int
    term_from: date
    term_to: date | None = None


class SeatTaken(CommitteeFact, frozen=True, kw_only=True):
    """Vào cấp ủy - by election, appointment or supplement; `plan` is the restructuring that strengthened it."""

    TOPIC = "vn.lienthong.organization.SeatTaken.v1"
    seat: UUID
    member: UUID
    position: CommitteePosition
    way: WayOfTakingOffice
    since: date
    decision_number: str | None = None
    decision_date: date | None = None
    degree: Degree | None = None
    theory: PoliticalTheory | None = None
    dual_roles: tuple[DualRole, ...] = ()
    plan: UUID | None = None


class SeatVacated(CommitteeFact, frozen=True, kw_only=True):
    """Thôi tham gia cấp ủy."""

    TOPIC = "vn.lienthong.organization.SeatVacated.v1"
    seat: UUID
    on: date
    why: WayOfLeavingOffice


class SeatReopened(CommitteeFact, frozen=True, kw_only=True):
    """Giữ lại chức vụ - the plan that had ended the organisation was undone."""

    TOPIC = "vn.lienthong.organization.SeatReopened.v1"
    seat: UUID


class TrainingHeld(CommitteeFact, frozen=True, kw_only=True):
    """Lớp bồi dưỡng cấp ủy - a class and its attendances."""

    TOPIC = "vn.lienthong.organization.TrainingHeld.v1"
    training: UUID
    held_on: date
    attendances: int
    decision_number: str | None = None


COMMITTEE_FACTS = (CommitteeTermSet, SeatTaken, SeatVacated, SeatReopened, TrainingHeld)
