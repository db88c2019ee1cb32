"""The view of homes: in which cell a member is at home, when that was true and when it was known.

Figures and asOf rest on it.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.organization.instants import Instant
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.enums import MemberState
from services.membership.contracts.facts import MemberRegistered, MemberRehomed, MemberStateDecided, TransferAdmitted
from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table homes (
    member uuid, valid_from date, sequence bigint, cell uuid not null, state text not null, full_member_on date,
    valid_to date not null default 'infinity', known_from timestamptz not null,
    known_to timestamptz not null default 'infinity', primary key (member, valid_from, sequence)
);
create index on homes (cell) where known_to = 'infinity';
"""
_MOVE = """
with closed as (
    update homes set known_to = $4 where known_to = 'infinity' and member = $1 and valid_to > $3 returning *
)
insert into homes (member, valid_from, sequence, cell, state, full_member_on, valid_to, known_from)
select member, valid_from, $5::bigint, cell, state, full_member_on, $3::date, $4::timestamptz
from closed where valid_from < $3
union all
select member, $3, $5, $2::uuid, state, full_member_on, 'infinity', $4
from (select * from closed order by valid_from desc limit 1) as last_home
"""
_DECIDE = """
with closed as (
    update homes set known_to = $4 where known_to = 'infinity' and member = $1 and valid_to > $3 returning *
)
insert into homes (member, valid_from, sequence, cell, state, full_member_on, valid_to, known_from)
select member, valid_from, $5::bigint, cell, state, full_member_on, $3::date, $4::timestamptz
from closed where valid_from < $3
union all
select member, greatest(valid_from, $3), $5, cell, $2::text, coalesce($6::date, full_member_on), valid_to, $4
from closed
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Admission is the one moment at which a home changes; until then the origin keeps it."""
    match delivered.fact:
        case MemberRegistered() as fact:
            key = {"member": fact.member, "valid_from": fact.home_since, "sequence": delivered.sequence}
            stated = {"cell": fact.cell, "state": fact.state, "full_member_on": fact.full_member_on}
            yield Put("homes", key, {**stated, "known_from": delivered.recorded_at})
        case TransferAdmitted() as fact:
            moved = (fact.member, fact.to_cell, fact.admitted_on, delivered.recorded_at, delivered.sequence)
            yield Run(_MOVE, moved)
        case MemberRehomed() as fact:
            yield Run(_MOVE, (fact.member, fact.to_cell, fact.on, delivered.recorded_at, delivered.sequence))
        case MemberStateDecided() as fact:
            at = (fact.effective_on, delivered.recorded_at, delivered.sequence)
            yield Run(_DECIDE, (fact.member, fact.state, *at, fact.full_member_on))


VIEW = View(
    name="homes",
    version=3,
    ddl=_DDL,
    on=(MemberRegistered, MemberRehomed, TransferAdmitted, MemberStateDecided),
    fold=fold,
)

# Query

TABLE = Table(name="homes", reach=Reach.OF_MEMBER, person="member")
FIGURES = Table(name="homes", reach=Reach.COUNTS, organization="cell", person="member")
_FULL = "state = 'FULL' and (full_member_on is null or full_member_on <= {})"


def at(members: Sequence[UUID], instant: Instant) -> Query:
    """The home of each of several members at an instant."""
    chosen = where("member = any({}::uuid[])", list(members))
    return Query(table=TABLE, columns=("member", "cell"), where=(chosen, *instant.conditions()))


def figures(instant: Instant, place: Sequence[Where | Within], by_cell: bool = False) -> Query:
    """How many are at home: all, full and probationary members, as of the instant; per cell if asked."""
    active = where("state = any({}::text[])", [MemberState.FULL.value, MemberState.PROBATIONARY.value])
    counts = (
        Where("count(*) as total"),
        Where(f"count(*) filter (where {_FULL}) as full_members", (instant.on,)),
    )
    return Query(
        table=FIGURES,
        columns=("cell", *counts) if by_cell else counts,
        where=(active, *instant.conditions(), *place),
        group_by=("cell",) if by_cell else (),
    )
