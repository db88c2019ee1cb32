"""The view of organisations, bitemporally: when each state was true (valid) and when it was known (known).

Rows are never changed but for `known_to`, and written only for what changes itself: where it stands is looked up by
what it hangs under (`above`), in `paths`. Foundings arrive in a table of their own and are settled once per batch.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.gateway.organization import paths, plan_effects
from services.gateway.organization.instants import Instant
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Each, LookedUp, Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.enums import OrganizationStatus
from services.organization.contracts.facts import (
    HandoverRefused,
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    RestructuringApproved,
    RestructuringReverted,
    RestructuringRevoked,
    RestructuringStaged,
    RestructuringTookEffect,
)
from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered
from shared.vocabulary.text import fold as folded
from shared.vocabulary.text import nfc, sort_key

# Table ─ what stands in the view

_STATE = """
    code text not null, name text not null, folded text not null, sort_key text collate "C" not null,
    type text not null, setting text, status text not null, external boolean not null,
    version int not null, parent uuid, valid_from date not null, known_from timestamptz not null,
    successor uuid
"""
_DDL = f"""
create table organizations (
    organization uuid, {_STATE}, sequence bigint,
    valid_to date not null, known_to timestamptz not null default 'infinity',
    above uuid generated always as (coalesce(successor, parent)) stored,
    primary key (organization, valid_from, sequence)
);
create index on organizations (sort_key, organization) where known_to = 'infinity';
create index on organizations (code);
create index on organizations (above);
create index on organizations (sequence, organization);
create table organizations_arriving (organization uuid primary key, {_STATE}, sequence bigint not null);
{plan_effects.DDL}
{paths.DDL}
"""
_COPIED = "code, name, folded, sort_key, type, setting, external, successor"
_INSERTED = f"organization, {_COPIED}, status, version, parent, known_from, sequence, valid_from, valid_to"
_ARRIVE = f"""
with recursive placed as (
    select node.*, greatest(node.valid_from, above.since) as since
    from organizations_arriving node left join lateral (
        select min(valid_from) as since from organizations
        where organization = node.parent and known_to = 'infinity'
    ) above on true
    where node.parent is null or above.since is not null
    union all
    select node.*, greatest(node.valid_from, placed.since)
    from placed join organizations_arriving node on node.parent = placed.organization
),
arrived as (delete from organizations_arriving)
insert into organizations ({_INSERTED})
select organization, {_COPIED}, status, version, parent, known_from, sequence, since, 'infinity'
from placed on conflict do nothing
"""  # noqa: S608 - names of columns only
_SETTLE = f"{_ARRIVE};{paths.PLACE}"
_MOVE = f"""
with closed as (
    update organizations set known_to = $4
    where known_to = 'infinity' and organization = $1 and valid_to > $3 returning *
)
insert into organizations ({_INSERTED})
select organization, {_COPIED}, status, version, parent, $4::timestamptz, $5::bigint, valid_from, $3::date
from closed where valid_from < $3
union all
select organization, {_COPIED}, status, $6::int, $2::uuid, $4, $5, greatest(valid_from, $3), valid_to from closed
"""  # noqa: S608 - names of columns only
_END = f"""
with closed as (
    update organizations set known_to = $3
    where known_to = 'infinity' and organization = $1 and valid_to > $2 returning *
)
insert into organizations ({_INSERTED})
select organization, {_COPIED}, status, version, parent, $3::timestamptz, $4::bigint, valid_from, $2::date
from closed where valid_from < $2
union all
select organization, {_COPIED}, 'ENDED', $5::int, parent, $3, $4, greatest(valid_from, $2), valid_to from closed
"""  # noqa: S608 - names of columns only

# Fold ─ facts to rows


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """One founding is one row; a move or an end first lets the foundings before it arrive."""
    at, sequence, version = delivered.recorded_at, delivered.sequence, delivered.version
    match delivered.fact:
        case OrganizationFounded() as fact:
            yield Put("organizations_arriving", {"organization": fact.organization}, _founded(fact, delivered))
            yield paths.hung_under(fact.parent or fact.organization)
        case OrganizationReparented() as fact:
            yield Run(_SETTLE)
            yield Run(_MOVE, (fact.organization, fact.parent, fact.effective_on, at, sequence, version))
            yield from paths.of_one(fact.organization, fact.effective_on, at)
        case OrganizationEnded() as fact:
            yield Run(_SETTLE)
            yield Run(_END, (fact.organization, fact.effective_on, at, sequence, version))
        case RestructuringStaged() as fact:
            yield from plan_effects.staged(fact)
        case RestructuringTookEffect() as fact:
            yield Run(_SETTLE)
            yield from plan_effects.counted(fact, delivered)
        case RestructuringReverted() as fact:
            yield Run(_SETTLE)
            yield from plan_effects.taken_back(fact, delivered)
        case RestructuringApproved() as fact if fact.handed_over:
            yield Run(_SETTLE)
            yield from plan_effects.being_handed_over(fact)
        case RestructuringRevoked() | HandoverRefused() as fact:
            yield from plan_effects.kept_after_all(fact.plan)


def _founded(fact: OrganizationFounded, delivered: Delivered) -> dict[str, Any]:
    name = nfc(fact.name)
    return {
        "code": fact.code,
        "name": name,
        "folded": folded(name),
        "sort_key": sort_key(name),
        "type": fact.type,
        "setting": fact.setting,
        "status": OrganizationStatus.ACTIVE.value,
        "external": fact.external,
        "version": delivered.version,
        "parent": fact.parent,
        "valid_from": fact.effective_on,
        "known_from": delivered.recorded_at,
        "sequence": delivered.sequence,
    }


VIEW = View(
    name="organizations",
    version=5,
    ddl=_DDL,
    on=(
        OrganizationFounded,
        OrganizationReparented,
        OrganizationEnded,
        RestructuringStaged,
        RestructuringTookEffect,
        RestructuringReverted,
        RestructuringApproved,
        RestructuringRevoked,
        HandoverRefused,
    ),
    fold=fold,
    settle=_SETTLE,
)

# Query ─ what may be asked

TABLE = Table(name="organizations", reach=Reach.DIRECTORY)
_COLUMNS = ("organization", *_COPIED.split(", "), "status", "version", "valid_from")
STANDING = where("status <> {}", OrganizationStatus.ENDED.value)


def columns(instant: Instant) -> tuple[str | Where | LookedUp, ...]:
    """What the API shows of an organisation; what stands over it is looked up by the instant."""
    return (*_COLUMNS, *paths.columns(instant))


def by_id(identities: Sequence[UUID], instant: Instant) -> Query:
    """Organisations by id. Without a date said as today, one that begins later as it will be (the last row wins)."""
    chosen = where("organization = any({}::uuid[])", list(identities))
    when = instant.conditions() if instant.said else (where("valid_to > {}", instant.on), instant.known())
    return Query(table=TABLE, columns=columns(instant), where=(chosen, *when), order_by=("valid_from desc",))


def by_code(code: str, instant: Instant) -> Query:
    """Who bears a code: at that instant, or without a date said today's bearer, else the last one."""
    when = instant.conditions() if instant.said else (instant.known(),)
    bears = where("(status <> 'ENDED' and valid_from <= {} and valid_to > {}) as bears", instant.on, instant.on)
    begun = where("valid_from <= {} as begun", instant.on)
    return Query(
        table=TABLE,
        columns=(*columns(instant), bears, begun),
        where=(where("code = {}", code), *when),
        order_by=("bears desc", "begun desc", "valid_from desc"),
        limit=1,
    )


def below(above: UUID | None, instant: Instant, column: str = "organization") -> Within:
    """At or below an organisation by the tree of that instant: a condition on a column that holds organisations."""
    there, itself = where("path @> array[{}::uuid]", above), where("select {}::uuid", above)
    return _below(there, itself, instant, column, roots=(above,) if above else ())


def below_any(above: Sequence[UUID], instant: Instant, column: str = "organization") -> Within:
    """At or below one of several organisations."""
    there, itself = where("path && {}::uuid[]", above), where("select unnest({}::uuid[])", above)
    return _below(there, itself, instant, column, roots=tuple(above))


def below_key(instant: Instant, column: str) -> Within:
    """At or below the key of the row that is asked for (query.Each)."""
    return _below(where("path @> array[keys.each_key]"), where("select keys.each_key"), instant, column)


def becoming(place: UUID, instant: Instant, column: str) -> Within:
    """The organisation itself, and whatever has ended into it."""
    ended = where("successor is not null")
    return _below(where("heir = {}", place), where("select {}::uuid", place), instant, column, ended)


def _below(
    there: Where, itself: Where, instant: Instant, column: str, *more: Where, roots: tuple[UUID, ...] = ()
) -> Within:
    hanging = Within("above", paths.over(instant, there), few=True)
    query = Query(table=TABLE, columns=("organization",), where=(*more, *instant.conditions(), hanging))
    return Within(column, query, also=itself, roots=roots)


def children(parents: Sequence[UUID], instant: Instant) -> Query:
    """The standing organisations right below each of several."""
    right_below = Within("above", paths.over(instant, where("heir = keys.each_key")))
    conditions = (STANDING, *instant.conditions(), right_below)
    return Query(table=TABLE, columns=columns(instant), where=conditions, each=Each("", parents))


def by_name(rank: Where | None = None) -> Order:
    """Vietnamese order; in a search exact diacritics first."""
    keys: tuple[tuple[str | Where, str], ...] = (("sort_key", "text"), ("organization", "uuid"))
    return Order(keys=((rank, "int"), *keys) if rank else keys, indexed=rank is None)
