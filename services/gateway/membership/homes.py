"""The view of homes: in which cell a member is at home, when that was true and when it was known.

Figures and asOf rest on it. The last home of each member is also kept as a sum per cell: what changes is noted with
the row and added once after each batch, so that a province is counted by its cells, not by its members.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.organization.instants import Instant
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
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
create index on homes (cell);
create table homes_sums (
    cell uuid primary key, members int not null, full_members int not null, unsettled_until date not null
);
create index on homes_sums (unsettled_until);
create table homes_changes (
    member uuid, sequence bigint, change int, cell uuid not null, state text not null, until date not null,
    primary key (member, sequence, change)
);
"""
_GIVEN = "select * from unnest($1::uuid[], {}, $3::date[], $4::timestamptz[], $5::bigint[]"
_CLOSED = """
), closed as (
    update homes home set known_to = given.told_at from given
    where home.known_to = 'infinity' and home.member = given.member and home.valid_to > given.since
    returning home.*, given.*
), closed_homes(member, valid_from, sequence, cell, state, full_member_on, valid_to, known_from, known_to,
    same_member, given, since, told_at, told_in, full_on) as (table closed),
made as (
    insert into homes (member, valid_from, sequence, cell, state, full_member_on, valid_to, known_from)
    select member, valid_from, told_in, cell, state, full_member_on, since, told_at
    from closed_homes where valid_from < since
    union all
"""
_NOTED = """
    returning *
)
insert into homes_changes (member, sequence, change, cell, state, until)
select member, told_in, -1, cell, state, since from closed_homes where valid_to = 'infinity'
union all
select member, sequence, 1, cell, state, greatest(valid_from, full_member_on) from made where valid_to = 'infinity'
"""
_MOVE = f"""
with given(member, cell, since, told_at, told_in, full_on) as (
    {_GIVEN.format("$2::uuid[]")}, array[]::date[])
{_CLOSED}
    select member, since, told_in, given, state, full_member_on, 'infinity', told_at
    from (select distinct on (member) * from closed_homes order by member, valid_from desc) as last_home
{_NOTED}"""  # noqa: S608 - constants only
_DECIDE = f"""
with given(member, state, since, told_at, told_in, full_on) as (
    {_GIVEN.format("$2::text[]")}, $6::date[])
{_CLOSED}
    select member, greatest(valid_from, since), told_in, cell, given, coalesce(full_on, full_member_on), valid_to,
        told_at
    from closed_homes
{_NOTED}"""  # noqa: S608
_SETTLE = """
with noted as (delete from homes_changes returning *)
insert into homes_sums as sums (cell, members, full_members, unsettled_until)
select cell, coalesce(sum(change) filter (where state in ('FULL', 'PROBATIONARY')), 0),
    coalesce(sum(change) filter (where state = 'FULL'), 0), max(until)
from noted group by cell
on conflict (cell) do update set
    members = sums.members + excluded.members, full_members = sums.full_members + excluded.full_members,
    unsettled_until = greatest(sums.unsettled_until, excluded.unsettled_until)
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Admission is the one moment at which a home changes; until then the origin keeps it."""
    match delivered.fact:
        case MemberRegistered() as fact:
            key = {"member": fact.member, "valid_from": fact.home_since, "sequence": delivered.sequence}
            stated = {"cell": fact.cell, "state": fact.state}
            dated = {"full_member_on": fact.full_member_on, "known_from": delivered.recorded_at}
            yield Put("homes", key, {**stated, **dated}, new=True)
            noted = {"member": fact.member, "sequence": delivered.sequence, "change": 1}
            until = max(fact.home_since, fact.full_member_on or fact.home_since)
            yield Put("homes_changes", noted, {**stated, "until": until})
        case TransferAdmitted() as fact:
            told = (fact.admitted_on, delivered.recorded_at, delivered.sequence)
            yield Run(_MOVE, (fact.member, fact.to_cell, *told), each=fact.member)
        case MemberRehomed() as fact:
            told = (fact.on, delivered.recorded_at, delivered.sequence)
            yield Run(_MOVE, (fact.member, fact.to_cell, *told), each=fact.member)
        case MemberStateDecided() as fact:
            told = (fact.effective_on, delivered.recorded_at, delivered.sequence)
            yield Run(_DECIDE, (fact.member, fact.state, *told, fact.full_member_on), each=fact.member)


VIEW = View(
    name="homes",
    version=6,
    ddl=_DDL,
    on=(MemberRegistered, MemberRehomed, TransferAdmitted, MemberStateDecided),
    fold=fold,
    settle=_SETTLE,
    notes="homes_changes",
)

# Query

TABLE = Table(name="homes", reach=Reach.OF_MEMBER, person="member")


def at(members: Sequence[UUID], instant: Instant) -> Query:
    """The home of each of several members at an instant."""
    chosen = where("member = any({}::uuid[])", list(members))
    return Query(table=TABLE, columns=("member", "cell"), where=(chosen, *instant.conditions()))
