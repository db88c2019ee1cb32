"""Đường đến trung ương - where whatever hangs under an organisation stands, by date and by what was known.

Only what something hangs under has a path: a cell stands where its commune stands, so that a merged commune takes its
cells along without a row of theirs. The path of what has ended leads to what succeeds it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from services.gateway.organization.instants import Instant
from services.gateway.reading.query import LookedUp, Query, Where, where
from services.gateway.reading.tables import Reach, Table
from shared.authority.tree import WITH_LOOPS, WITHOUT_LOOPS
from shared.readmodel.view import Op, Put, Run

NAME = "organizations_paths"
DDL = f"""
create table {NAME} (
    organization uuid not null, over_it uuid, path uuid[] not null, heir uuid not null,
    from_day date not null, to_day date not null,
    from_known timestamptz not null, to_known timestamptz not null default 'infinity'
);
create index on {NAME} (organization);
create index on {NAME} (heir);
create index on {NAME} (over_it) where to_known = 'infinity';
create index on {NAME} using gin (path);
create table organizations_hanging (organization uuid primary key, known_from timestamptz);
"""
_ITSELF = "case when fresh.ended then '{}' else array[fresh.organization] end"
# Each goes on where what is known of it ends: from its first day, or from the day of a plan.
PLACE = f"""
with recursive hanging as (
    delete from organizations_hanging named
    where exists (select from organizations node where node.organization = named.organization) returning *
),
fresh as materialized (
    select node.organization, node.above, node.successor is not null as ended, node.valid_to as to_day,
        coalesce(hanging.known_from, node.known_from) as known_from, greatest(node.valid_from, told.until) as from_day
    from organizations node join hanging using (organization) cross join lateral (
        select max(to_day) as until from {NAME} told
        where told.organization = node.organization and told.to_known = 'infinity'
    ) told
    where node.known_to = 'infinity' and greatest(node.valid_from, told.until) < node.valid_to
),
placed as (
    select fresh.organization, fresh.above, fresh.known_from, coalesce(above.path, '{{}}') || {_ITSELF} as path,
        greatest(fresh.from_day, above.from_day) as from_day, least(fresh.to_day, above.to_day) as to_day
    from fresh left join {NAME} above on above.organization = fresh.above and above.to_known = 'infinity'
        and above.from_day < fresh.to_day and above.to_day > fresh.from_day
    where fresh.above is null or above.organization is not null
    union all
    select fresh.organization, fresh.above, fresh.known_from, placed.path || {_ITSELF},
        greatest(fresh.from_day, placed.from_day), least(fresh.to_day, placed.to_day)
    from placed join fresh on fresh.above = placed.organization
        and placed.from_day < fresh.to_day and placed.to_day > fresh.from_day
)
insert into {NAME} (organization, over_it, path, heir, from_day, to_day, from_known)
select organization, above, path, path[cardinality(path)], from_day, to_day, known_from from placed
"""  # noqa: S608 - names of tables and columns only
_CONCERNED = f"""
with recursive named as materialized ({{named}}),
moved as (
    select organization from named
    union
    select below.organization from moved join {NAME} below
        on below.over_it = moved.organization and below.to_known = 'infinity' and below.to_day > $2
)
insert into organizations_hanging (organization, known_from)
select organization, $3::timestamptz from moved
where exists (select from {NAME} told where told.organization = moved.organization)
union
select node.above, $3 from organizations node join named using (organization)
where node.known_to = 'infinity' and node.above is not null
    and not exists (select from {NAME} told where told.organization = node.above)
on conflict (organization) do update set known_from = excluded.known_from
"""  # noqa: S608
_OF_PLAN = _CONCERNED.format(named="select organization from organizations_staged where plan = $1")
_OF_ONE = _CONCERNED.format(named="select $1::uuid as organization")
_UNTIL_THEN = f"""
with closed as (
    update {NAME} told set to_known = $2 from organizations_hanging named
    where named.organization = told.organization and told.to_known = 'infinity' and told.to_day > $1 returning told.*
)
insert into {NAME} (organization, over_it, path, heir, from_day, to_day, from_known)
select organization, over_it, path, heir, from_day, $1::date, $2::timestamptz from closed where from_day < $1
"""  # noqa: S608

# Fold


def hung_under(organization: UUID) -> Op:
    """Something hangs under it from now on; its path is settled with the batch."""
    return Put("organizations_hanging", {"organization": organization}, {})


def of_plan(plan: UUID, on: date, at: datetime) -> Iterable[Op]:
    """Anew from a day on: what a plan changes, and what hangs under that and has something under it."""
    yield Run(WITHOUT_LOOPS.format(table="organizations"), (plan,))
    yield from _anew(_OF_PLAN, plan, on, at)
    yield Run(WITH_LOOPS)


def of_one(organization: UUID, on: date, at: datetime) -> Iterable[Op]:
    """The same for one organisation that has another superior."""
    return _anew(_OF_ONE, organization, on, at)


def _anew(concerned: str, named: UUID, on: date, at: datetime) -> Iterable[Op]:
    yield Run(concerned, (named, on, at))
    yield Run(_UNTIL_THEN, (on, at))
    yield Run(PLACE)


# Query

TABLE = Table(name=NAME, reach=Reach.DIRECTORY)
_THEN = "greatest(valid_from, least({}::date, valid_to - 1))"  # the day asked for, or the row's nearest


def over(instant: Instant, *conditions: Where) -> Query:
    """The organisations whose path at an instant fulfils a condition: whatever hangs under these is meant."""
    days = where("from_day <= {} and to_day > {}", instant.on, instant.on)
    return Query(table=TABLE, columns=("organization",), where=(*conditions, days, _known(instant)))


def columns(instant: Instant) -> Sequence[LookedUp]:
    """What a row of an organisation is shown with: the superior that stands, and the way from the root."""
    days = where(f"from_day <= {_THEN} and to_day > {_THEN}", instant.on, instant.on)

    def one(column: str, of: str) -> Query:
        conditions = (where(f"organization = {of}"), days, _known(instant))
        return Query(table=TABLE, columns=(column,), where=conditions)

    heir = "case when successor is null then coalesce({}, parent) else parent end as parent"
    return (
        LookedUp("coalesce({}, array[]::uuid[]) || organization as path", one("path", "above")),
        LookedUp(heir, one("heir", "parent")),
    )


def _known(instant: Instant) -> Where:
    if instant.known_at is None:
        return where("to_known = 'infinity'")
    return where("from_known <= {} and to_known > {}", instant.known_at, instant.known_at)
