"""The view of transfers: where each stands, as membership decided it. Nothing of the rules is worked out again here."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.gateway.organization.instants import Instant
from services.gateway.organization.organizations import below
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Each, Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import (
    TRANSFER_FACTS,
    Standing,
    TransferAdmitted,
    TransferFact,
    TransferReaddressed,
    TransferReceived,
    TransferRequested,
    TransferReviewed,
)
from shared.authority.scope import under
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table transfers (
    transfer uuid primary key, ordinal bigint not null, version int not null, member uuid not null,
    kind text not null, reason text not null, origin uuid not null, destination uuid not null,
    effective_on date not null, start_by date not null, started_late boolean not null,
    decision_number text, decision_date date, pull boolean not null, consented boolean not null,
    state text not null, holder uuid not null, route uuid[] not null, bodies uuid[] not null, hop int not null,
    origin_hops int not null, allowed_steps text[] not null,
    letter_number text, letter_issuer uuid, introduced_on date, present_by date, presented_on date, admitted_on date,
    overdue boolean not null, paper_lost boolean not null, on_hold boolean not null,
    return_by date, returned_on date, paused_since date
);
create index on transfers (ordinal);
create index on transfers (ordinal) where overdue;
create index on transfers (member, ordinal);
create index on transfers using gin (bodies);
create index on transfers (holder);
create index on transfers (letter_issuer) where overdue;
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Every fact carries the whole standing after it."""
    fact = delivered.fact
    assert isinstance(fact, TransferFact)
    key = {"transfer": fact.transfer}
    standing = {"version": delivered.version, **_standing(fact.standing)}
    match fact:
        case TransferRequested():
            yield Put("transfers", key, {**standing, **_asked(fact, delivered.sequence)}, new=True)
        case TransferReviewed():
            yield Patch("transfers", key, {**standing, "consented": True})
        case TransferReceived():
            yield Patch("transfers", key, {**standing, "destination": fact.destination})
        case TransferReaddressed():
            route = {"origin": fact.origin, "destination": fact.destination}
            yield Patch("transfers", key, {**standing, **route})
        case TransferAdmitted():
            yield Patch("transfers", key, {**standing, "destination": fact.to_cell})
        case _:
            yield Patch("transfers", key, standing)


def _asked(fact: TransferRequested, ordinal: int) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "member": fact.member,
        "kind": fact.kind,
        "reason": fact.reason,
        "origin": fact.origin,
        "destination": fact.destination,
        "effective_on": fact.effective_on,
        "start_by": fact.start_by,
        "started_late": fact.started_late,
        "decision_number": fact.decision_number,
        "decision_date": fact.decision_date,
        "pull": fact.pull,
        "consented": not fact.pull,
        "bodies": _bodies((*fact.standing.route, fact.origin, fact.destination)),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "state": standing.state,
        "holder": standing.holder,
        "route": list(standing.route),
        "bodies": _bodies((*standing.route, standing.holder)),
        "hop": standing.hop,
        "origin_hops": standing.origin_hops,
        "allowed_steps": list(standing.allowed_steps),
        "letter_number": standing.letter_number,
        "letter_issuer": standing.letter_issuer,
        "introduced_on": standing.introduced_on,
        "present_by": standing.present_by,
        "presented_on": standing.presented_on,
        "admitted_on": standing.admitted_on,
        "overdue": standing.overdue,
        "paper_lost": standing.paper_lost,
        "on_hold": standing.on_hold,
        "return_by": standing.return_by,
        "returned_on": standing.returned_on,
        "paused_since": standing.paused_since,
    }


def _bodies(organizations: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(organizations))


VIEW = View(name="transfers", version=4, ddl=_DDL, on=TRANSFER_FACTS, fold=fold)

# Query

TABLE = Table(name="transfers", reach=Reach.TRANSFERS, organization="bodies", person="member")
COLUMNS = (
    "transfer", "version", "member", "kind", "reason", "origin", "destination", "effective_on", "start_by",
    "started_late", "decision_number", "decision_date", "pull", "state", "holder", "route", "bodies", "hop",
    "origin_hops", "allowed_steps", "letter_number", "letter_issuer", "introduced_on", "present_by", "presented_on",
    "admitted_on", "overdue", "paper_lost", "on_hold", "return_by", "returned_on", "paused_since",
)  # fmt: skip
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)


def by_id(identities: Sequence[UUID]) -> Query:
    """Transfers by id, as far as the viewer reaches them."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("transfer = any({}::uuid[])", list(identities)),))


def of_members(members: Sequence[UUID]) -> Query:
    """The transfers of each of several members."""
    return Query(table=TABLE, columns=COLUMNS, each=Each("member", members))


def touching(organization: UUID, instant: Instant, *, few: bool = False) -> Where | Within:
    """A body at or below the organisation stands on the route.

    Of few transfers (those that are overdue) each is looked at; among all of them the bodies of the subtree are looked
    up, which takes long where the subtree is a whole province.
    """
    if few:
        here = f"body = {{}} or {under('body', '{}')}"
        return where(f"exists (select from unnest(bodies) as body where {here})", organization, [organization])
    return replace(below(organization, instant, "bodies"), array=True)


def among_those_touching(organization: UUID, instant: Instant) -> Within:
    """A transfer with a body at or below the organisation on its route, as a condition on a column of transfers."""
    here = touching(organization, instant, few=True)
    return Within("transfer", Query(table=TABLE, columns=("transfer",), where=(here,)))
