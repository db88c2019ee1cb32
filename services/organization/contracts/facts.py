"""What organization tells the others: the tree, who holds which role where, and every number of the rules."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from services.organization.contracts.affiliation_facts import AffiliationRecorded, ExternalIdRecorded
from services.organization.contracts.committee_facts import (
    COMMITTEE_FACTS,
    CommitteeFact,
    CommitteeTermSet,
    SeatReopened,
    SeatTaken,
    SeatVacated,
    TrainingHeld,
)
from services.organization.contracts.place_facts import PlaceRegistered
from services.organization.contracts.restructuring import Allocation, Figures, LineageRow, Operation, Proof, Report
from shared.vocabulary.facts import PublishedFact


class OrganizationFounded(PublishedFact, frozen=True, kw_only=True):
    """Thành lập - an organisation stands from `effective_on`. `parent` is None for the root alone."""

    TOPIC = "vn.lienthong.organization.OrganizationFounded.v1"
    SERVICE = "organization"
    AGGREGATE = "organization"
    organization: UUID
    code: str
    name: str
    type: str
    setting: str | None = None
    parent: UUID | None
    effective_on: date
    external: bool = False
    synthetic: bool = False
    decision_number: str | None = None
    decision_date: date | None = None


class OrganizationReparented(PublishedFact, frozen=True, kw_only=True):
    """Chuyển giao tổ chức - the organisation and all below it stand under another parent from `effective_on`."""

    TOPIC = "vn.lienthong.organization.OrganizationReparented.v1"
    SERVICE = "organization"
    AGGREGATE = "organization"
    organization: UUID
    parent: UUID
    effective_on: date


class OrganizationEnded(PublishedFact, frozen=True, kw_only=True):
    """Kết thúc hoạt động - it stands no more from `effective_on`; its members' homes go to `successor`."""

    TOPIC = "vn.lienthong.organization.OrganizationEnded.v1"
    SERVICE = "organization"
    AGGREGATE = "organization"
    organization: UUID
    effective_on: date
    successor: UUID | None = None


class RoleGranted(PublishedFact, frozen=True, kw_only=True):
    """Giao vai trò - a user acts for an organisation from `valid_from` until before `valid_to` (None: open)."""

    TOPIC = "vn.lienthong.organization.RoleGranted.v1"
    SERVICE = "organization"
    AGGREGATE = "grant"
    grant: UUID
    subject: str
    role: str
    organization: UUID
    valid_from: date
    valid_to: date | None = None
    member: UUID | None = None  # the account is this member's own
    substitute_for: str | None = None  # the account in whose stead this one acts


class RoleGrantEnded(PublishedFact, frozen=True, kw_only=True):
    """Thôi giao vai trò - the grant gives no right from `valid_to` on."""

    TOPIC = "vn.lienthong.organization.RoleGrantEnded.v1"
    SERVICE = "organization"
    AGGREGATE = "grant"
    grant: UUID
    valid_to: date


class PolicySet(PublishedFact, frozen=True, kw_only=True):
    """Đặt quy định - a rule's value for a subtree; a later row of the same key, place and start replaces it."""

    TOPIC = "vn.lienthong.organization.PolicySet.v1"
    SERVICE = "organization"
    AGGREGATE = "policy"
    key: str
    organization: UUID
    organization_code: str
    valid_from: date
    valid_to: date | None = None
    value: Any
    source: str
    confirmed: bool


class RestructuringFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of a plan tells."""

    SERVICE = "organization"
    AGGREGATE = "restructuring"
    plan: UUID


class RestructuringDrafted(RestructuringFact, frozen=True, kw_only=True):
    """Lập phương án sắp xếp - nothing moves yet."""

    TOPIC = "vn.lienthong.organization.RestructuringDrafted.v1"
    title: str
    effective_on: date
    drafted_by: str
    decision_number: str | None = None
    decision_date: date | None = None
    declared: dict[str, int] = msgspec.field(default_factory=dict)


class OperationsAdded(RestructuringFact, frozen=True, kw_only=True):
    """Thêm thao tác; `first` is the number of the first of them, from 1."""

    TOPIC = "vn.lienthong.organization.OperationsAdded.v1"
    first: int
    operations: tuple[Operation, ...]


class RestructuringCounted(RestructuringFact, frozen=True, kw_only=True):
    """Tính thử - what the plan would come to."""

    TOPIC = "vn.lienthong.organization.RestructuringCounted.v1"
    report: Report


class RestructuringApproved(RestructuringFact, frozen=True, kw_only=True):
    """Duyệt - by another person than the one who drafted it."""

    TOPIC = "vn.lienthong.organization.RestructuringApproved.v1"
    approved_by: str
    report: Report
    handed_over: tuple[UUID, ...] = ()  # organisations that the other side has to take over first
    parts: int = 0  # in which its rows are laid down from now on; none of them counts yet


class HandoverAccepted(RestructuringFact, frozen=True, kw_only=True):
    """Tiếp nhận - the receiving side takes over what is handed over."""

    TOPIC = "vn.lienthong.organization.HandoverAccepted.v1"
    accepted_by: str


class HandoverRefused(RestructuringFact, frozen=True, kw_only=True):
    """Không tiếp nhận - the plan will never count."""

    TOPIC = "vn.lienthong.organization.HandoverRefused.v1"
    refused_by: str


class RestructuringExecutionStarted(RestructuringFact, frozen=True, kw_only=True):
    """Bắt đầu thực hiện - its rows come in so many parts, from the approval on; none counts before the effect."""

    TOPIC = "vn.lienthong.organization.RestructuringExecutionStarted.v1"
    effective_on: date
    digest: str
    parts: int


class RestructuringStaged(RestructuringFact, frozen=True, kw_only=True):
    """Một phần dòng kế thừa của phương án; inert until RestructuringTookEffect names the plan."""

    TOPIC = "vn.lienthong.organization.RestructuringStaged.v1"
    part: int
    rows: tuple[LineageRow, ...]
    allocations: tuple[Allocation, ...] = ()


class RestructuringTookEffect(RestructuringFact, frozen=True, kw_only=True):
    """Có hiệu lực - all staged rows of the plan count at once, from `effective_on`."""

    TOPIC = "vn.lienthong.organization.RestructuringTookEffect.v1"
    effective_on: date
    digest: str
    before: Figures
    undoable_until: date | None = None  # the last day on which it may be undone
    decision_number: str | None = None
    decision_date: date | None = None


class RestructuringProved(RestructuringFact, frozen=True, kw_only=True):
    """Chứng minh bảo toàn - the figures before and after."""

    TOPIC = "vn.lienthong.organization.RestructuringProved.v1"
    proof: Proof


class RestructuringRevoked(RestructuringFact, frozen=True, kw_only=True):
    """Thu hồi trước khi có hiệu lực."""

    TOPIC = "vn.lienthong.organization.RestructuringRevoked.v1"
    revoked_by: str
    decision_number: str
    decision_date: date


class RestructuringReverted(RestructuringFact, frozen=True, kw_only=True):
    """Thu hồi sau khi có hiệu lực - everything stands as before; what was founded ended as if it never stood."""

    TOPIC = "vn.lienthong.organization.RestructuringReverted.v1"
    effective_on: date
    reverted_by: str
    decision_number: str
    decision_date: date


__all__ = [
    "CommitteeFact",
    "CommitteeTermSet",
    "SeatReopened",
    "SeatTaken",
    "SeatVacated",
    "TrainingHeld",
]

PUBLISHED = (
    PlaceRegistered,
    AffiliationRecorded,
    ExternalIdRecorded,
    *COMMITTEE_FACTS,
    OrganizationFounded,
    OrganizationReparented,
    OrganizationEnded,
    RoleGranted,
    RoleGrantEnded,
    PolicySet,
    RestructuringDrafted,
    OperationsAdded,
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
