"""The view of home services: where each stands, whose task it is, what was proven; places only while a task is open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.organization.instants import Instant
from services.gateway.organization.organizations import below
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, Within, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.custody_facts import CUSTODY_FACTS, CustodyFact
from services.membership.contracts.facts import PersonErased
from services.membership.contracts.home_facts import (
    HOME_SERVICE_FACTS,
    HomeProofStored,
    HomeServiceCompleted,
    HomeServiceFact,
    HomeServiceRequested,
    HomeStanding,
    HomeVisitFailed,
    HomeVisitScheduled,
)
from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered

# Table ─ the address and the visit's secrets stand in a table of their own, for the assigned officer and the member

_DDL = """
create table home_services (
    home_service uuid primary key, ordinal bigint not null, version int not null, member uuid not null,
    service text not null, flow text not null, carries_file boolean not null, accepted text[] not null,
    organization uuid not null, fallback uuid not null, home uuid not null, transfer uuid, bodies uuid[] not null,
    task_code text not null, asked_by text not null, consent_on date not null, neighbourhood text,
    state text not null, visit int not null, officer text, visit_on date, slot text, assigned bigint,
    attempts int not null, max_attempts int not null, proofs int not null, open boolean not null,
    why text, recipient text, proven_by text[], happened_at timestamptz, skew_seconds int
);
create index on home_services (ordinal);
create index on home_services (member);
create index on home_services (transfer);
create index on home_services (officer, visit_on);
create index on home_services (officer, assigned);
create index on home_services using gin (bodies);
create table home_services_places (
    home_service uuid primary key, member uuid not null, organization uuid not null, officer text,
    open boolean not null, address text, proxy text, one_time_code text, capture_key text
);
create index on home_services_places (officer) where open;
create table home_services_assigned (
    officer text, home_service uuid, organization uuid not null, changed bigint not null, gone boolean not null,
    version int not null, state text not null, visit int not null, attempts int not null,
    primary key (officer, home_service)
);
create index on home_services_assigned (officer, changed);
create table home_services_proofs (
    proof uuid primary key, home_service uuid not null, visit int not null, kind text not null, digest text not null,
    size int not null, device_time timestamptz not null, happened_at timestamptz not null,
    recorded_at timestamptz not null, skew_seconds int not null
);
create index on home_services_proofs (home_service);
"""
_PLACE = ("address", "proxy", "one_time_code", "capture_key")
_BLANK: dict[str, Any] = dict.fromkeys(_PLACE)
_ERASE = "update home_services set neighbourhood = null where member = $1"
_ERASE_PLACES = (
    "update home_services_places set address = null, proxy = null, one_time_code = null, capture_key = null"
    " where member = $1"
)
_TOUCHED = "update home_services_assigned set changed = $2 where home_service = $1 and not gone"
ENDED = frozenset({"DONE", "FELL_BACK", "CANCELLED"})

# Fold


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """Every fact carries the whole standing after it; what only the task needed is blanked when the task ends."""
    fact = delivered.fact
    if isinstance(fact, PersonErased):
        yield Run(_ERASE, (fact.member,))
        yield Run(_ERASE_PLACES, (fact.member,))
    elif isinstance(fact, CustodyFact):
        yield Run(_TOUCHED, (fact.home_service, delivered.sequence))
    elif isinstance(fact, HomeServiceFact):
        key = {"home_service": fact.home_service}
        now = {"version": delivered.version, **_standing(fact.standing), **_told(fact, delivered.sequence)}
        if isinstance(fact, HomeServiceRequested):
            yield Put("home_services", key, {**now, **_asked(fact, delivered, open_)})
            yield Put("home_services_places", key, _place(fact, open_))
        else:
            yield Patch("home_services", key, now)
        yield from _secrets(fact, open_)
        yield from _assignments(fact, delivered)
        if isinstance(fact, HomeProofStored):
            yield Put("home_services_proofs", {"proof": fact.proof}, _proof(fact, delivered))


def _asked(fact: HomeServiceRequested, delivered: Delivered, open_: Open) -> dict[str, Any]:
    return {
        "ordinal": delivered.sequence,
        "member": fact.member,
        "service": fact.service,
        "flow": fact.flow,
        "carries_file": fact.carries_file,
        "accepted": list(fact.proofs),
        "organization": fact.organization,
        "fallback": fact.fallback,
        "home": fact.home,
        "transfer": fact.transfer,
        "bodies": list(dict.fromkeys((fact.organization, fact.home))),
        "task_code": fact.task_code,
        "asked_by": fact.asked_by,
        "consent_on": fact.consent_on,
        "neighbourhood": open_(fact.member, "home_neighbourhood", fact.neighbourhood),
    }


def _place(fact: HomeServiceRequested, open_: Open) -> dict[str, Any]:
    return {
        "member": fact.member,
        "organization": fact.organization,
        "officer": None,
        "open": True,
        "address": open_(fact.member, "home_address", fact.address),
        "proxy": open_(fact.home_service, "home_proxy", fact.proxy),
    }


def _standing(standing: HomeStanding) -> dict[str, Any]:
    return {
        "state": standing.state,
        "visit": standing.visit,
        "officer": standing.officer,
        "visit_on": standing.on,
        "slot": standing.slot,
        "attempts": standing.attempts,
        "max_attempts": standing.max_attempts,
        "proofs": standing.proofs,
        "open": standing.state not in ENDED,
    }


def _told(fact: HomeServiceFact, sequence: int) -> dict[str, Any]:
    match fact:
        case HomeVisitScheduled():
            return {"assigned": sequence}
        case HomeVisitFailed():
            return {"why": fact.why, "happened_at": fact.moment.happened_at, "skew_seconds": fact.moment.skew_seconds}
        case HomeServiceCompleted():
            proven = {"recipient": fact.recipient, "proven_by": list(fact.kinds)}
            return {**proven, "happened_at": fact.moment.happened_at, "skew_seconds": fact.moment.skew_seconds}
        case _:
            return {}


def _secrets(fact: HomeServiceFact, open_: Open) -> Iterable[Op]:
    key = {"home_service": fact.home_service}
    if isinstance(fact, HomeVisitScheduled):
        code = open_(fact.member, "one_time_code", fact.one_time_code)
        capture = open_(fact.member, "capture_key", fact.capture_key)
        held = {"officer": fact.standing.officer, "one_time_code": code, "capture_key": capture}
        yield Patch("home_services_places", key, held)
    elif fact.standing.state in ENDED:
        yield Patch("home_services_places", key, {"open": False, **_BLANK})
        yield Patch("home_services", key, {"neighbourhood": None})


def _assignments(fact: HomeServiceFact, delivered: Delivered) -> Iterable[Op]:
    """The officer's list moves with every fact; the officer before him, or after the end, gets a tombstone."""
    standing, officer = fact.standing, fact.standing.officer
    row = {
        "organization": fact.organization,
        "changed": delivered.sequence,
        "version": delivered.version,
        "state": standing.state,
        "visit": standing.visit,
        "attempts": standing.attempts,
    }
    if officer is not None:
        key = {"officer": officer, "home_service": fact.home_service}
        yield Put("home_services_assigned", key, {**row, "gone": fact.standing.state in ENDED})
    if isinstance(fact, HomeVisitScheduled) and fact.before not in (None, officer):
        key = {"officer": fact.before, "home_service": fact.home_service}
        yield Put("home_services_assigned", key, {**row, "gone": True})


def _proof(fact: HomeProofStored, delivered: Delivered) -> dict[str, Any]:
    return {
        "home_service": fact.home_service,
        "visit": fact.visit,
        "kind": fact.kind,
        "digest": fact.kept_digest,
        "size": fact.size,
        "device_time": fact.moment.device_time,
        "happened_at": fact.moment.happened_at,
        "recorded_at": delivered.recorded_at,
        "skew_seconds": fact.moment.skew_seconds,
    }


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    fact = delivered.fact
    if isinstance(fact, HomeServiceRequested) and fact.proxy is not None:
        return (fact.member, fact.home_service)  # the proxy stands outside the Party, under the key of the task
    return (fact.member,) if isinstance(fact, HomeServiceRequested | HomeVisitScheduled) else ()


VIEW = View(
    name="home_services",
    version=2,
    ddl=_DDL,
    on=(*HOME_SERVICE_FACTS, *CUSTODY_FACTS, PersonErased),
    fold=fold,
    people=_people,
    person="member",
    personal=("neighbourhood", *_PLACE),
)

# Query

TABLE = Table(name="home_services", reach=Reach.HOME_SERVICES, organization="bodies", person="member")
PLACES = Table(name="home_services_places", reach=Reach.HOME_PLACES, organization="organization", person="member")
PROOFS = Table(name="home_services_proofs", reach=Reach.OF_HOME_SERVICE)
ASSIGNED = Table(name="home_services_assigned", reach=Reach.OWN_VISITS, organization="organization")
COLUMNS = (
    "home_service", "version", "member", "service", "flow", "carries_file", "accepted", "organization", "fallback",
    "home", "transfer", "bodies", "task_code", "asked_by", "consent_on", "neighbourhood", "state", "visit", "officer",
    "visit_on", "slot", "assigned", "attempts", "max_attempts", "proofs", "open", "why", "recipient", "proven_by",
    "happened_at", "skew_seconds",
)  # fmt: skip
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)


def by_id(identities: Sequence[UUID]) -> Query:
    """Home services by id, as far as the viewer reaches them."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("home_service = any({}::uuid[])", list(identities)),))


def places_of(identities: Sequence[UUID]) -> Query:
    """Where to go, for the assigned officer while the task is open, and for the member."""
    chosen = where("home_service = any({}::uuid[])", list(identities))
    return Query(table=PLACES, columns=("home_service", *_PLACE), where=(chosen,))


def proofs_of(identities: Sequence[UUID]) -> Query:
    """What was proven at each of several services."""
    chosen = where("home_service = any({}::uuid[])", list(identities))
    columns = ("proof", "home_service", "visit", "kind", "digest", "size", "device_time", "happened_at",
               "recorded_at", "skew_seconds")  # fmt: skip
    return Query(table=PROOFS, columns=columns, where=(chosen,), order_by=("recorded_at", "proof"))


def of_transfers(transfers: Sequence[UUID]) -> Query:
    """The newest service of each of several transfers comes last."""
    chosen = where("transfer = any({}::uuid[])", list(transfers))
    return Query(table=TABLE, columns=COLUMNS, where=(chosen,), order_by=("ordinal",))


_STANDING = ("officer", "home_service", "changed", "gone", "version", "state", "visit", "attempts")


def assigned_after(changed: int, first: int) -> Query:
    """What has changed on the viewer's own list since a position, in order."""
    chosen = (where("changed > {}", changed),)
    return Query(table=ASSIGNED, columns=_STANDING, where=chosen, order_by=("changed", "home_service"), limit=first)


def assigned_until(changed: int) -> Query:
    """What is on the viewer's own list since before a position."""
    chosen = (where("changed <= {}", changed), where("not gone"))
    return Query(table=ASSIGNED, columns=_STANDING, where=chosen, order_by=("changed",), limit=500)


def standings_of(identities: Sequence[UUID]) -> Query:
    """Where tasks stand that are or were the viewer's: no name and no place among it."""
    chosen = where("home_service = any({}::uuid[])", list(identities))
    return Query(table=ASSIGNED, columns=_STANDING, where=(chosen,))


def of_day(on: date) -> Query:
    """The visits of a day, by officer and neighbourhood."""
    chosen = (where("visit_on = {}", on), where("open"))
    return Query(table=TABLE, columns=COLUMNS, where=chosen, order_by=("officer", "neighbourhood", "slot", "ordinal"))


def touching(organization: UUID, instant: Instant) -> Within:
    """Served by a body at or below the organisation, or at home there."""
    return replace(below(organization, instant, "bodies"), array=True)


def assigned_to(officer: str, after: int, until: int) -> Query:
    """The open service that was given to an officer first in a stretch of the log, as far as the viewer reaches."""
    chosen = (where("officer = {} and assigned > {} and assigned <= {}", officer, after, until), where("open"))
    columns = ("assigned as sequence", *COLUMNS)
    return Query(table=TABLE, columns=columns, where=chosen, order_by=("assigned",), limit=1)
