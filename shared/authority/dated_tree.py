"""The tree by date: where every organisation stood on a day, and who took over from one that had ended.

Folded from an owner's facts, whatever their classes are called. What else a service remembers of an organisation it
says as `Column`s; the rest (foundings, new parents, ends, staged plans that count or are taken back) is common to all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from shared.authority.tree import Plans
from shared.readmodel.recordsets import recordset
from shared.readmodel.remembered import Reads
from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered, Fact

TABLE = "bodies"
_CHAIN = """
with recursive heir as (
    select organization as asked, organization, 0 as depth from unnest($1::uuid[]) organization
    union all
    select heir.asked, body.successor, heir.depth + 1
    from heir join bodies body using (organization)
    where $4 and body.ended_on <= $2 and body.successor is not null and heir.depth < 32
),
up as (
    (select distinct on (asked) asked, organization, 0 as depth from heir order by asked, heir.depth desc)
    union all
    select up.asked, link.parent, up.depth + 1
    from up join bodies here on here.organization = up.organization cross join lateral (
        select here.successor as parent where up.depth > 0 and here.ended_on <= $2 and here.successor is not null
        union all
        (select parent from bodies_parents
         where organization = up.organization and since <= $2
             and not (up.depth > 0 and here.ended_on is not null and here.ended_on <= $2 and here.successor is not null)
         order by since desc limit 1)
    ) link
    where link.parent is not null and up.depth < 32
)
select up.asked, body.organization, body.code, body.type, body.founded_on,
       body.founded_on <= $2 and (body.ended_on is null or body.ended_on > greatest($2, $3)) as stands{columns}
from up join bodies body using (organization)
where up.depth = 0 or body.ended_on is null or body.ended_on > $2 or body.successor is null
order by up.asked, up.depth
"""
_FIRST = """
with recursive heir as (
    select organization as asked, organization, 0 as depth from unnest($1::uuid[]) organization
    union all
    select heir.asked, body.successor, heir.depth + 1
    from heir join bodies body using (organization)
    where body.ended_on <= $2 and body.successor is not null and heir.depth < 32
),
first as (select distinct on (asked) asked, organization from heir order by asked, depth desc)
select first.asked, body.organization, body.code, body.type, body.founded_on,
       body.founded_on <= $2 and (body.ended_on is null or body.ended_on > greatest($2, $3)) as stands,
       link.parent{columns}
from first join bodies body using (organization) left join lateral (
    select parent from bodies_parents where organization = body.organization and since <= $2
    order by since desc limit 1
) link on true
"""
_MANY = 64  # from so many on, what stands over siblings is asked for once
_HEIRS = """
with recursive heirs as (
    select organization as ended, organization as heir, 0 as depth from unnest($1::uuid[]) organization
    union all
    select heirs.ended, body.successor, heirs.depth + 1
    from heirs join bodies body on body.organization = heirs.heir
    where body.ended_on <= $2 and body.successor is not null and heirs.depth < 32
)
select distinct on (ended) ended, heir, body.type
from heirs join bodies body on body.organization = heirs.heir order by ended, depth desc
"""
_COUNT_PARENTS = """
insert into bodies_parents (organization, since, parent)
select organization, $2::date, parent from bodies_staged
where plan = $1 and kind <> 'ENDED' and parent is distinct from parent_before
on conflict (organization, since) do update set parent = excluded.parent
"""
_COUNT = """
update bodies body set type = staged.type, successor = staged.successor,
    ended_on = case staged.kind when 'ENDED' then $2::date else body.ended_on end
from bodies_staged staged where staged.plan = $1 and staged.organization = body.organization
"""
_TAKE_BACK = """
update bodies body set type = coalesce(staged.type_before, body.type), successor = staged.heir,
    ended_on = case staged.kind when 'FOUNDED' then $2::date else null end
from bodies_staged staged where staged.plan = $1 and staged.organization = body.organization
"""
_TAKE_PARENTS_BACK = """
delete from bodies_parents link using bodies_staged staged
where staged.plan = $1 and staged.organization = link.organization and link.since = $2 and staged.kind = 'CHANGED'
"""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One more thing to remember of an organisation.

    `staged`: the rows of plans tell it too, in a field of the same name; this says by SQL what is kept of it.
    """

    name: str
    definition: str
    read: Callable[[Any], Any]
    staged: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """An owner's facts: organization, code, type, parent, effective_on; the end names a successor, if any."""

    founded: type[Fact]
    reparented: type[Fact]
    ended: type[Fact]
    plans: Plans


def dated_tree_view(told: Told, columns: Sequence[Column] = (), *, version: int) -> View:
    """The view over an owner's facts; `version` grows with what is remembered."""
    counted, laid_down = (_count_founded(columns), _COUNT_PARENTS, _COUNT), _lay_down(columns)
    folds: dict[type[Fact], Callable[[Any], Iterable[Op]]] = {
        told.founded: lambda fact: _stand(fact, columns),
        told.reparented: lambda fact: (_link(fact.organization, fact.effective_on, fact.parent),),
        told.ended: _end,
        told.plans.staged: lambda fact: (Run(laid_down, (fact.plan, recordset(fact.rows))),),
        told.plans.effected: lambda fact: [Run(sql, (fact.plan, fact.effective_on)) for sql in counted],
        told.plans.reverted: _take_back,
    }

    def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
        return folds[type(delivered.fact)](delivered.fact)

    return View(name=TABLE, version=version, ddl=_ddl(columns), on=tuple(folds), fold=fold)


class DatedTree:
    """The questions to the view."""

    def __init__(self, pool: Reads, columns: Sequence[Column] = ()) -> None:
        self._pool = pool
        names = "".join(f", body.{column.name}" for column in columns)
        self._chain, self._first = _CHAIN.format(columns=names), _FIRST.format(columns=names)

    async def chain(self, organization: UUID, on: date, *, today: date, from_heir: bool) -> list[asyncpg.Record]:
        """The organisation and all above it as of a date; empty if unknown, cut short where it did not stand.

        `from_heir`: it begins with whoever has succeeded it by that date. `stands`: on that date and still today.
        """
        return (await self.chains([organization], on, today=today, from_heir=from_heir)).get(organization, [])

    async def chains(
        self, organizations: Sequence[UUID], on: date, *, today: date, from_heir: bool
    ) -> dict[UUID, list[asyncpg.Record]]:
        """The same for many in one statement, or in one for each level; unknown ones are absent."""
        if from_heir and len(organizations) > _MANY:
            firsts = await self._pool.fetch(self._first, list(organizations), on, today)
            above = sorted({row["parent"] for row in firsts if row["parent"]})
            over = await self.chains(above, on, today=today, from_heir=True) if above else {}
            return {row["asked"]: [row, *over.get(row["parent"], ())] for row in firsts}
        found: dict[UUID, list[asyncpg.Record]] = {}
        for row in await self._pool.fetch(self._chain, list(organizations), on, today, from_heir):
            found.setdefault(row["asked"], []).append(row)
        return found

    async def heirs(self, organizations: Sequence[UUID], today: date) -> Mapping[UUID, tuple[UUID, str]]:
        """Each organisation, or what has succeeded it by today, with its type."""
        rows = await self._pool.fetch(_HEIRS, list(organizations), today)
        return {row["ended"]: (row["heir"], row["type"]) for row in rows}


def _ddl(columns: Sequence[Column]) -> str:
    more = "".join(f", {column.name} {column.definition}" for column in columns)
    staged = "".join(f", {column.name} {column.definition}" for column in columns if column.staged)
    return f"""
    create table bodies (
        organization uuid primary key, code text not null, type text not null, founded_on date not null,
        ended_on date, successor uuid{more}
    );
    create index on bodies (ended_on) where successor is not null;
    create table bodies_staged (
        plan uuid, organization uuid, kind text not null, code text not null, type text not null, parent uuid,
        successor uuid, heir uuid, type_before text, parent_before uuid{staged}, primary key (plan, organization)
    );
    create table bodies_parents (
        organization uuid not null, since date not null, parent uuid, primary key (organization, since)
    );
    """


def _lay_down(columns: Sequence[Column]) -> str:
    more = [column for column in columns if column.staged]
    names = "".join(f", {column.name}" for column in more)
    kept = "".join(f", {column.staged}" for column in more)
    told = "".join(f", {column.name} {column.definition.split()[0]}" for column in more)
    return (
        "insert into bodies_staged (plan, organization, kind, code, type, parent, successor, heir, type_before,"  # noqa: S608 - names of columns only
        f" parent_before{names}) select $1::uuid, organization, kind, code, type, parent, successors[1], heir,"
        f" before->>'type', (before->>'parent')::uuid{kept} from json_to_recordset($2::json) row(organization uuid,"
        f" kind text, code text, type text, parent uuid, successors uuid[], heir uuid, before json{told})"
        " on conflict do nothing"
    )


def _count_founded(columns: Sequence[Column]) -> str:
    names = "".join(f", {column.name}" for column in columns if column.staged)
    return (
        f"insert into bodies (organization, code, type, founded_on{names}) "  # noqa: S608 - names of columns only
        f"select organization, code, type, $2::date{names} from bodies_staged "
        "where plan = $1 and kind = 'FOUNDED' on conflict do nothing"
    )


def _stand(fact: Any, columns: Sequence[Column]) -> Iterable[Op]:
    more = {column.name: column.read(fact) for column in columns}
    stated = {"code": fact.code, "type": fact.type, "founded_on": fact.effective_on, **more}
    yield Put("bodies", {"organization": fact.organization}, stated)
    yield _link(fact.organization, fact.effective_on, fact.parent)


def _end(fact: Any) -> Iterable[Op]:
    ended = {"ended_on": fact.effective_on, "successor": fact.successor}
    yield Patch("bodies", {"organization": fact.organization}, ended)


def _take_back(fact: Any) -> Iterable[Op]:
    yield Run(_TAKE_BACK, (fact.plan, fact.effective_on))
    yield Run(_TAKE_PARENTS_BACK, (fact.plan, fact.effective_on))


def _link(organization: UUID, since: date, parent: UUID | None) -> Op:
    return Put("bodies_parents", {"organization": organization, "since": since}, {"parent": parent})
