"""The view of guests: who is away from home for a time, and where. Guests are in no headcount but their own."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.organization.instants import Instant
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import GuestAdmitted, GuestReturned
from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table guests (
    transfer uuid, sequence bigint, member uuid not null, cell uuid not null,
    valid_from date not null, valid_to date not null default 'infinity',
    known_from timestamptz not null, known_to timestamptz not null default 'infinity',
    primary key (transfer, sequence)
);
create index on guests (cell) where known_to = 'infinity';
create index on guests (member) where known_to = 'infinity';
"""
_END = """
with closed as (
    update guests set known_to = $4
    where transfer = $1 and known_to = 'infinity' and valid_to = 'infinity' returning *
)
insert into guests (transfer, sequence, member, cell, valid_from, valid_to, known_from)
select transfer, $2, member, cell, valid_from, greatest($3::date, valid_from), $4 from closed
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """A stay begins with the admission and lasts until the return; the day that was promised ends nothing."""
    match delivered.fact:
        case GuestAdmitted() as fact:
            key = {"transfer": fact.transfer, "sequence": delivered.sequence}
            stated = {"member": fact.member, "cell": fact.cell, "valid_from": fact.since}
            yield Put("guests", key, {**stated, "known_from": delivered.recorded_at})
        case GuestReturned() as fact:
            yield Run(_END, (fact.transfer, delivered.sequence, fact.returned_on, delivered.recorded_at))


VIEW = View(name="guests", version=1, ddl=_DDL, on=(GuestAdmitted, GuestReturned), fold=fold)

# Query

TABLE = Table(name="guests", reach=Reach.OF_MEMBER, person="member")
FIGURES = Table(name="guests", reach=Reach.COUNTS, organization="cell", person="member")


def at(members: Sequence[UUID], instant: Instant) -> Query:
    """Where each of several members is a guest at an instant."""
    chosen = where("member = any({}::uuid[])", list(members))
    return Query(table=TABLE, columns=("member", "cell"), where=(chosen, *instant.conditions()))


def figures(instant: Instant, place: Sequence[Where | Within]) -> Query:
    """How many guests there are, as of the instant."""
    return Query(table=FIGURES, columns=("count(*) as guests",), where=(*instant.conditions(), *place))
