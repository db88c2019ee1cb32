"""Đến nhà đảng viên - scheduling, setting out, an attempt that fails, the visit that is done and proven.

What an officer did offline may arrive late, twice and in any order: each act names its visit, what is known
already is no act at all, and what contradicts a visit that ended otherwise is refused, never overwritten.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec

from services.membership.domain.home_service import facts as told
from services.membership.domain.home_service.catalogue import FROM_HOME, TO_HOME
from services.membership.domain.home_service.moment import Moment
from services.membership.domain.home_service.state import HomeService, Visit
from services.membership.domain.refusals_home import (
    FileIsNotHandedOver,
    HomeServiceHasEnded,
    NoProxyWasNamed,
    ProofDoesNotSuffice,
    ProofIsNotStored,
    ProofIsOfAnotherVisit,
    VisitDateIsNotAhead,
    VisitEndedOtherwise,
    VisitIsUnknown,
)
from shared.vocabulary.facts import Sealed

FURTHEST = timedelta(days=60)
PROXY = "PROXY"
ONE_TIME_CODE, WITNESS = "ONE_TIME_CODE", "WITNESS"


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """Lịch hẹn, and the secrets of this visit."""

    officer: str
    on: date
    slot: str
    one_time_code: Sealed
    capture_key: Sealed


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished visit rests on: stored proofs, the member's one-time code, a witness; where the file is now."""

    proofs: tuple[UUID, ...] = ()
    code_is_right: bool = False
    witness: Sealed | None = None
    recipient: str = "MEMBER"
    custodian: str = ""


def schedule(service: HomeService, at: Appointment, today: date) -> tuple[told.HomeVisitScheduled]:
    """A visit ahead; an open one before it is replaced, so that only one stands at a time."""
    if not service.open:
        raise HomeServiceHasEnded("home_service_id", state=service.state)
    if not today <= at.on <= today + FURTHEST:
        raise VisitDateIsNotAhead("on", first=today, last=today + FURTHEST)
    before = service.visit
    return (
        told.HomeVisitScheduled(
            visit=len(service.visits) + 1,
            officer=at.officer,
            on=at.on,
            slot=at.slot,
            one_time_code=at.one_time_code,
            capture_key=at.capture_key,
            before=before.officer if before else None,
        ),
    )


def start(service: HomeService, number: int, moment: Moment) -> tuple[told.HomeVisitStarted, ...]:
    """Lên đường. A start that arrives after the visit's end tells nothing new."""
    visit = _visit(service, number)
    if visit.started or visit.outcome or not service.open:
        return ()
    return (told.HomeVisitStarted(visit=number, moment=moment),)


def fail(service: HomeService, number: int, why: str, moment: Moment) -> tuple[told.HomeServiceFact, ...]:
    """Không gặp được; at the last attempt the local committee takes over."""
    visit = _visit(service, number)
    if visit.outcome == "FAILED":
        return ()
    _still_open(service, visit)
    failed = told.HomeVisitFailed(visit=number, why=why, moment=moment)
    if service.attempts + 1 < service.max_attempts:
        return (failed,)
    assert service.fallback is not None
    return (failed, told.HomeServiceFellBack(fallback=service.fallback))


def complete(
    service: HomeService, number: int, shown: Evidence, moment: Moment
) -> tuple[told.HomeServiceCompleted, ...]:
    """Xong việc: only with proof that is stored already and was taken for this very visit."""
    visit, kinds = _visit(service, number), _kinds(service, number, shown)
    if visit.outcome == "DONE":
        return ()
    _still_open(service, visit)
    if not set(kinds) & set(service.accepted):
        raise ProofDoesNotSuffice("proof_ids", accepted=", ".join(service.accepted))
    if shown.recipient == PROXY and not service.has_proxy:
        raise NoProxyWasNamed("recipient")
    if service.carries_file and shown.custodian not in _RIGHT_HANDS[service.flow]:
        raise FileIsNotHandedOver("hand_over")
    return (
        told.HomeServiceCompleted(
            visit=number,
            proofs=shown.proofs,
            kinds=kinds,
            recipient=shown.recipient,
            witness=shown.witness,
            moment=moment,
        ),
    )


_RIGHT_HANDS: Mapping[str, frozenset[str]] = {
    FROM_HOME: frozenset({"OFFICER", "BODY", "POST"}),
    TO_HOME: frozenset({"MEMBER"}),
    "TO_COMMITTEE": frozenset({"BODY"}),
}
"""Who has the member's file when a service is done."""


def _kinds(service: HomeService, number: int, shown: Evidence) -> tuple[str, ...]:
    found: list[str] = []
    for proof in shown.proofs:
        stored = service.proofs.get(proof)
        if stored is None:
            raise ProofIsNotStored("proof_ids")
        if stored.visit != number:
            raise ProofIsOfAnotherVisit("proof_ids")
        found.append(stored.kind)
    found += [ONE_TIME_CODE] if shown.code_is_right else []
    found += [WITNESS] if shown.witness is not None else []
    return tuple(dict.fromkeys(found))


def visit_of(service: HomeService, number: int) -> Visit:
    """The visit of that number."""
    return _visit(service, number)


def _visit(service: HomeService, number: int) -> Visit:
    found = next((visit for visit in service.visits if visit.number == number), None)
    if found is None:
        raise VisitIsUnknown("visit")
    return found


def _still_open(service: HomeService, visit: Visit) -> None:
    if visit.outcome:
        raise VisitEndedOtherwise("visit", outcome=visit.outcome)
    if not service.open:
        raise HomeServiceHasEnded("home_service_id", state=service.state)
