"""Những điều đã xảy ra với một phương án - the facts of a plan; their TOPICs are stored, they never change."""

from datetime import date
from uuid import UUID

import msgspec

from services.organization.domain.restructuring.operations import Allocation, Operation
from services.organization.domain.restructuring.report import Figures, Proof, Report
from services.organization.domain.restructuring.rows import Row
from shared.vocabulary.facts import Fact


class RestructuringDrafted(Fact, frozen=True, kw_only=True):
    """Lập phương án - by whom, by which decision, from which day."""

    TOPIC = "organization.RestructuringDrafted"
    plan: UUID
    title: str
    effective_on: date
    drafted_by: str
    decision_number: str | None = None
    decision_date: date | None = None
    declared: dict[str, int] = msgspec.field(default_factory=dict)


class OperationsAdded(Fact, frozen=True, kw_only=True):
    """Thêm thao tác - `first` is the number of the first of them, from 1."""

    TOPIC = "organization.OperationsAdded"
    plan: UUID
    first: int
    operations: tuple[Operation, ...]


class MembersAllocated(Fact, frozen=True, kw_only=True):
    """Phân bổ đảng viên - a later allocation of the same member replaces the earlier one."""

    TOPIC = "organization.MembersAllocated"
    plan: UUID
    allocations: tuple[Allocation, ...]


class RestructuringCounted(Fact, frozen=True, kw_only=True):
    """Tính thử - what the plan would come to, as counted then; nothing moves."""

    TOPIC = "organization.RestructuringCounted"
    plan: UUID
    report: Report


class RestructuringApproved(Fact, frozen=True, kw_only=True):
    """Duyệt - another person has approved exactly what the digest covers."""

    TOPIC = "organization.RestructuringApproved"
    plan: UUID
    approved_by: str
    report: Report
    handed_over: tuple[UUID, ...] = ()  # organisations that the other side has to take over first
    parts: int = 0  # in which its rows are laid down from now on; none of them counts yet


class HandoverAccepted(Fact, frozen=True, kw_only=True):
    """Tiếp nhận - the receiving side takes over what is handed over."""

    TOPIC = "organization.HandoverAccepted"
    plan: UUID
    accepted_by: str


class HandoverRefused(Fact, frozen=True, kw_only=True):
    """Không tiếp nhận - the receiving side refuses; the plan will never count."""

    TOPIC = "organization.HandoverRefused"
    plan: UUID
    refused_by: str


class RestructuringExecutionStarted(Fact, frozen=True, kw_only=True):
    """Thực hiện - from here on the plan counts as soon as its day has come and all its parts are laid down."""

    TOPIC = "organization.RestructuringExecutionStarted"
    plan: UUID
    effective_on: date
    digest: str
    parts: int
    laid_down: int = 0  # so many of them were when it began


class RestructuringStaged(Fact, frozen=True, kw_only=True):
    """Một phần của phương án đã được ghi; inert until the plan takes effect."""

    TOPIC = "organization.RestructuringStaged"
    plan: UUID
    part: int
    rows: tuple[Row, ...]
    allocations: tuple[Allocation, ...] = ()


class RestructuringTookEffect(Fact, frozen=True, kw_only=True):
    """Có hiệu lực - from here on all staged rows count, at once, from `effective_on`."""

    TOPIC = "organization.RestructuringTookEffect"
    plan: UUID
    effective_on: date
    digest: str
    before: Figures
    undoable_until: date | None = None  # the last day on which it may be undone
    decision_number: str | None = None
    decision_date: date | None = None


class RestructuringProved(Fact, frozen=True, kw_only=True):
    """Bảo toàn - what was counted before and after."""

    TOPIC = "organization.RestructuringProved"
    plan: UUID
    proof: Proof


class RestructuringRevoked(Fact, frozen=True, kw_only=True):
    """Thu hồi trước khi có hiệu lực - the plan will never count."""

    TOPIC = "organization.RestructuringRevoked"
    plan: UUID
    revoked_by: str
    decision_number: str
    decision_date: date


class RestructuringReverted(Fact, frozen=True, kw_only=True):
    """Thu hồi sau khi có hiệu lực - everything stands as it stood before the plan."""

    TOPIC = "organization.RestructuringReverted"
    plan: UUID
    effective_on: date
    reverted_by: str
    decision_number: str
    decision_date: date


RestructuringFact = (
    RestructuringDrafted
    | OperationsAdded
    | MembersAllocated
    | RestructuringCounted
    | RestructuringApproved
    | HandoverAccepted
    | HandoverRefused
    | RestructuringExecutionStarted
    | RestructuringStaged
    | RestructuringTookEffect
    | RestructuringProved
    | RestructuringRevoked
    | RestructuringReverted
)
FACTS: tuple[type[Fact], ...] = (
    RestructuringDrafted,
    OperationsAdded,
    MembersAllocated,
    RestructuringCounted,
    RestructuringApproved,
    HandoverAccepted,
    HandoverRefused,
    RestructuringExecutionStarted,
    RestructuringStaged,
    RestructuringTookEffect,
    RestructuringProved,
    RestructuringRevoked,
    RestructuringReverted,
)
