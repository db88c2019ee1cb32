"""What the authorisation matrix asks about: in every relation to the viewer a person, and something of every class."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import msgspec

from services.evaluation.contracts import facts as evaluations
from services.evaluation.contracts.enums import CampaignPeriod, EvaluationState, Rating, SubjectKind
from services.gateway.auditing.looks import Look
from services.gateway.reading.ids import global_id
from services.membership.contracts import custody_facts as custodies
from services.membership.contracts import home_facts as homes
from services.membership.contracts.data_facts import DataRequestStanding, DataSubjectRequested
from services.membership.contracts.facts import MemberHoldPlaced
from services.membership.contracts.identity import custody_of_file
from services.organization.contracts.facts import (
    OperationsAdded,
    RestructuringDrafted,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.organization.contracts.restructuring import Figures, LineageRow, Operation
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Fact, Sealed

RELATIONS = ("own", "subtree", "sibling", "other_province", "ended_away", "ended_into", "root")
CAMPAIGN, DONE = UUID(int=9), UUID(int=8)
_SPACE = UUID(int=7)
_NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
_SMALL = {"cell_secretary", "member"}


def named(thing: str, relation: str) -> UUID:
    """The id of the thing that stands in this relation to the viewer."""
    return uuid5(_SPACE, f"{thing} {relation}")


def ids(facts: Any, role: str, relation: str) -> dict[str, str]:
    """The variables of the matrix's question."""
    kinds = {"m": "Member", "t": "Transfer", "r": "Restructuring", "e": "Evaluation", "h": "HomeService",
             "d": "DataSubjectRequest"}  # fmt: skip
    asked = {name: global_id(kind, named(kind, relation)) for name, kind in kinds.items()}
    return {**asked, "o": global_id("Organization", places(facts, role)[relation])}


def places(facts: Any, role: str) -> dict[str, UUID]:
    """Where the target of each relation is, seen from where the role is held."""
    small = role in _SMALL
    codes = {
        "own": "79.26740.001" if small else "79.26740",
        "subtree": "79.26740.001.g" if small else "79.26740.001",
        "sibling": "79.26740.002" if small else "79.26743",
        "other_province": "82.29869.001",
        "ended_away": "79.26740.001.e",
        "ended_into": "79.26743.009",
        "root": "79.26740.001",
    }
    return {relation: facts.place(code) for relation, code in codes.items()}


def ended_cells(facts: Any) -> tuple[Fact, ...]:
    """Cells that have ended: one beside its successor elsewhere, one whose successor is here."""
    rows = (
        _ended(facts, "79.26740.001.e", "79.26740.001", "79.26743.001"),
        _ended(facts, "79.26743.009", "79.26743", "79.26740.001"),
    )
    effect = RestructuringTookEffect(plan=DONE, effective_on=facts.begin.replace(month=9), digest="d", before=Figures())
    return (
        facts.founded("79.26740.001.g", "Tổ đảng 1", "CELL", "79.26740.001", setting="VILLAGE"),
        facts.founded("79.26740.001.e", "Tổ đảng cũ", "CELL", "79.26740.001", setting="VILLAGE"),
        facts.founded("79.26743.001", "Chi bộ Khu phố 1", "CELL", "79.26743", setting="VILLAGE"),
        facts.founded("79.26743.009", "Chi bộ Khu phố cũ", "CELL", "79.26743", setting="VILLAGE"),
        RestructuringStaged(plan=DONE, part=0, rows=rows),
        effect,
    )


def _ended(facts: Any, code: str, above: str, successor: str) -> LineageRow:
    return LineageRow(
        kind="ENDED",
        organization=facts.place(code),
        code=code,
        name="Chi bộ cũ",
        type="CELL",
        parent=facts.place(above),
        successors=(facts.place(successor),),
    )


async def peopled(gateway: Any, facts: Any, role: str) -> None:
    """One of everything for each relation; somebody has looked at each of the persons."""
    actor = Actor(subject="somebody", role="auditor", token="t")
    await gateway.told(_campaign(facts))
    for relation, place in places(facts, role).items():
        one = named("Member", relation)
        await gateway.told(*_person(facts, relation, place), *_tasks(relation, place), *_papers(relation, place))
        look = Look(member=one, purpose="", fields=("fullName",))
        await gateway.audit.record(actor, [look], trace="0", at=gateway.known)


def _person(facts: Any, relation: str, place: UUID) -> tuple[Fact, ...]:
    one = named("Member", relation)
    sealed = {
        "card_number": Sealed("sealed card_number 12.345"),
        "external_ids": {"A": Sealed("sealed external_id 1")},
    }
    asked = facts.requested(named("Transfer", relation), one)
    standing = msgspec.structs.replace(asked.standing, route=(place,), holder=place)
    return (
        facts.registered(one, place, "Nguyễn Văn An", admitted_on=facts.begin, full_member_on=facts.begin, **sealed),
        msgspec.structs.replace(asked, standing=standing, origin=place, destination=place),
        MemberHoldPlaced(
            member=one, organization=place, document_number=Sealed("sealed document_number 5-UBKT"), on=facts.begin
        ),
    )


def _tasks(relation: str, place: UUID) -> tuple[Fact, ...]:
    """A service at home whose papers are sealed, nobody's visit yet; a request about the own data."""
    one, service = named("Member", relation), named("HomeService", relation)
    moment = homes.Moment(device_time=_NOW, happened_at=_NOW, monotonic_offset_ms=0, skew_seconds=0)
    sealed = custodies.CustodyStanding(
        custodian=custodies.Custodian(kind="MEMBER"), seal_number="NP-1", inventory_hash="h", papers=3, incident=None
    )
    clocks = DataRequestStanding(state="REQUESTED", answer_by=date(2026, 11, 24), complete_by=date(2026, 11, 30))
    return (
        homes.HomeServiceRequested(
            home_service=service, member=one, organization=place, fallback=place, home=place,
            standing=homes.HomeStanding(state="REQUESTED", max_attempts=3), service="COLLECT_AT_HOME", flow="FROM_HOME",
            carries_file=True, proofs=("SIGNATURE",), task_code="NHA-ABC123", asked_by="MEMBER", requested_by="x",
            consent_on=date(2026, 11, 18), eligible_by=Sealed("sealed home_eligible_by FLAG"),
            address=Sealed("sealed home_address 12"), neighbourhood=Sealed("sealed home_neighbourhood 1"),
        ),
        custodies.FileSealed(
            custody=custody_of_file(one), home_service=service, member=one, standing=sealed, moment=moment
        ),
        DataSubjectRequested(
            request=named("DataSubjectRequest", relation), member=one, body=place, on=date(2026, 11, 20),
            standing=clocks, kind="EXPORT",
        ),
    )  # fmt: skip


def _papers(relation: str, place: UUID) -> tuple[Fact, ...]:
    """An evaluation that has been begun; a plan that renames the organisation, drafted by somebody else."""
    standing = evaluations.Standing(state=EvaluationState.SELF_REVIEWED, points=Decimal("87.5"), derived=Rating.GOOD)
    plan = named("Restructuring", relation)
    renamed = Operation(kind="RENAME", sources=(place,), name="Tên mới")
    return (
        evaluations.SelfReviewSubmitted(
            evaluation=named("Evaluation", relation), campaign=CAMPAIGN, kind=SubjectKind.MEMBER, place=place,
            subject=named("Member", relation), standing=standing, steps=(),
        ),
        RestructuringDrafted(plan=plan, title="Sắp xếp", effective_on=date(2026, 12, 1), drafted_by="somebody"),
        OperationsAdded(plan=plan, first=1, operations=(renamed,)),
    )  # fmt: skip


def _campaign(facts: Any) -> Fact:
    return evaluations.CampaignOpened(
        campaign=CAMPAIGN, organization=facts.place("00"), year=2026, period=CampaignPeriod.YEAR, code="QD366_2025",
        opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31),
    )  # fmt: skip
