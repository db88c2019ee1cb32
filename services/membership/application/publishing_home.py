"""Những gì membership kể về phục vụ tại nhà - own facts of home services and custodies as published ones."""

from typing import Any
from uuid import UUID

import msgspec

from services.membership.contracts import custody_facts, home_facts
from services.membership.domain.custody import facts as held
from services.membership.domain.custody.state import Custody
from services.membership.domain.home_service import facts as told
from services.membership.domain.home_service.moment import Moment
from services.membership.domain.home_service.state import HomeService
from shared.vocabulary.facts import PublishedFact, Publishing


def home_standing(service: HomeService) -> home_facts.HomeStanding:
    """Where a home service stands."""
    visit = service.visit
    return home_facts.HomeStanding(
        state=service.state,
        visit=visit.number if visit else 0,
        officer=visit.officer if visit else None,
        on=visit.on if visit else None,
        slot=visit.slot if visit else None,
        attempts=service.attempts,
        max_attempts=service.max_attempts,
        proofs=len(service.proofs),
    )


_TOLD: dict[type[told.HomeServiceFact], tuple[type[home_facts.HomeServiceFact], tuple[str, ...]]] = {
    told.HomeServiceRequested: (
        home_facts.HomeServiceRequested,
        (
            "service", "flow", "carries_file", "proofs", "fallback", "home", "task_code", "asked_by", "requested_by",
            "consent_on", "eligible_by", "address", "neighbourhood", "proxy",
        ),
    ),
    told.HomeVisitScheduled: (home_facts.HomeVisitScheduled, ("one_time_code", "capture_key", "before")),
    told.HomeVisitStarted: (home_facts.HomeVisitStarted, ()),
    told.HomeVisitFailed: (home_facts.HomeVisitFailed, ("why",)),
    told.HomeServiceFellBack: (home_facts.HomeServiceFellBack, ("fallback",)),
    told.HomeProofStored: (home_facts.HomeProofStored, ("proof", "visit", "kind", "kept_digest", "size")),
    told.HomeServiceCompleted: (home_facts.HomeServiceCompleted, ("proofs", "kinds", "recipient")),
    told.HomeServiceCancelled: (home_facts.HomeServiceCancelled, ("remark",)),
}  # fmt: skip
"""Own fact → what is told, and the fields that go with it unchanged."""


def _home(fact: Any, service: UUID, after: HomeService) -> PublishedFact:
    kind, fields = _TOLD[type(fact)]
    more: dict[str, Any] = {name: getattr(fact, name) for name in fields}
    more |= {"moment": _moment(fact.moment)} if hasattr(fact, "moment") else {}
    return kind(
        home_service=service,
        member=after.member,  # pyright: ignore[reportArgumentType] - set by the first fact
        organization=after.organization,  # pyright: ignore[reportArgumentType]
        transfer=after.transfer,
        standing=home_standing(after),
        **more,
    )


def _moment(moment: Moment) -> home_facts.Moment:
    return home_facts.Moment(**msgspec.structs.asdict(moment))


def _custodian(who: held.Custodian) -> custody_facts.Custodian:
    return custody_facts.Custodian(kind=who.kind, organization=who.organization, officer=who.officer)


def custody_standing(custody: Custody) -> custody_facts.CustodyStanding:
    """Who has the file."""
    assert custody.custodian is not None
    sealed = custody.envelope
    return custody_facts.CustodyStanding(
        custodian=_custodian(custody.custodian),
        seal_number=sealed.seal_number if sealed else None,
        inventory_hash=sealed.inventory_hash if sealed else None,
        papers=sealed.papers if sealed else 0,
        incident=custody.incident or None,
    )


def _held(fact: Any, custody: UUID, after: Custody) -> PublishedFact:
    shared = {
        "custody": custody,
        "home_service": fact.home_service,
        "member": fact.member,
        "standing": custody_standing(after),
        "moment": _moment(fact.moment),
    }
    match fact:
        case held.FileHandedOver():
            return custody_facts.FileHandedOver(
                giver=_custodian(fact.giver),
                receiver=_custodian(fact.receiver),
                seal_number=fact.seal_number,
                intact=fact.intact,
                witnessed=fact.witness is not None,
                paper_number=fact.paper_number,
                **shared,
            )
        case held.CustodyIncidentOpened():
            return custody_facts.CustodyIncidentOpened(kind=fact.kind, **shared)
        case held.CustodyIncidentClosed():
            return custody_facts.CustodyIncidentClosed(paper_number=fact.paper_number, **shared)
        case held.FileOpened():
            return custody_facts.FileOpened(**shared)
        case _:
            return custody_facts.FileSealed(**shared)


def _private(_fact: Any, _id: UUID, _after: Any) -> None:
    return None


HOME_PUBLISHING: Publishing = {
    told.OutsidersErased: _private,
    **dict.fromkeys(_TOLD, _home),
    **dict.fromkeys(
        (
            held.FileSealed,
            held.FileHandedOver,
            held.FileOpened,
            held.CustodyIncidentOpened,
            held.CustodyIncidentClosed,
        ),
        _held,
    ),
}
