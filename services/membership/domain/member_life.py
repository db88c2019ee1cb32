"""Quyết định về đảng viên - recognised, exempted, removed, deceased …: the decision's number and date, nothing else."""

from datetime import date

import msgspec

from services.membership.domain.dates import in_order, months_after, not_in_future
from services.membership.domain.member import ACTIVE, Member
from services.membership.domain.member_facts import MemberStateDecided
from services.membership.domain.refusals_life import (
    DecisionDoesNotFit,
    DecisionNumberIsMissing,
    RecognitionIsTooEarly,
)
from shared.vocabulary.facts import Sealed

PROBATION = 12  # months, from the admission ceremony
_ENDS = frozenset({"REMOVED", "RESIGNED", "EXPELLED", "DECEASED", "ADMISSION_CANCELLED"})


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper says; the number is sealed already."""

    kind: str
    number: Sealed | None
    decided_on: date
    effective_on: date


def ends(decision: str) -> bool:
    """Whether the person is no active member any more."""
    return decision in _ENDS


def decide(decision: Decision, member: Member, today: date) -> MemberStateDecided:
    """The decision as a fact, where it fits what the member is."""
    not_in_future(decision.decided_on, today, "decision_date")
    not_in_future(decision.effective_on, today, "effective_on")
    in_order(member.admitted_on, decision.effective_on, "effective_on")
    if decision.number is None and decision.kind != "DECEASED":
        raise DecisionNumberIsMissing("decision_number")
    if not _fits(decision.kind, member):
        raise DecisionDoesNotFit("decision", decision=decision.kind, state=member.state)
    return MemberStateDecided(
        decision=decision.kind,
        state=_state(decision.kind, member),
        exempt=_exempt(decision.kind, member),
        decision_number=decision.number,
        decided_on=decision.decided_on,
        effective_on=decision.effective_on,
        full_member_on=_full_on(decision, member) if decision.kind == "RECOGNISED" else None,
    )


def _fits(kind: str, member: Member) -> bool:
    """Probation ends by recognition; a probationary member is not expelled; who has left is decided about no more."""
    match kind:
        case "RECOGNISED":
            return member.state == "PROBATIONARY"
        case "EXPELLED":
            return member.state == "FULL"
        case "EXEMPTED":
            return member.state in ACTIVE and not member.exempt
        case "EXEMPTION_ENDED":
            return member.state in ACTIVE and member.exempt
        case _:
            return member.state in ACTIVE


def _state(kind: str, member: Member) -> str:
    if kind == "RECOGNISED":
        return "FULL"
    return kind if ends(kind) else member.state


def _exempt(kind: str, member: Member) -> bool:
    if kind in ("EXEMPTED", "EXEMPTION_ENDED"):
        return kind == "EXEMPTED"
    return member.exempt and not ends(kind)


def _full_on(decision: Decision, member: Member) -> date:
    """Ngày chính thức is twelve months after the admission, however late it is decided."""
    if member.admitted_on is None:
        return decision.effective_on
    full_on = months_after(member.admitted_on, PROBATION)
    if decision.decided_on < full_on:
        raise RecognitionIsTooEarly("decision_date", earliest=full_on)
    return full_on
