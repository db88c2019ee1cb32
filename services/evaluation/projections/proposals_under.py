"""Những câu hỏi về hồ sơ của một đợt - how many are proposed where, what is undecided, what is to be closed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg

from services.evaluation.application.lookups import Proposal, Tallied
from services.evaluation.domain.cap import Tally
from services.evaluation.projections.unsettled import HANDED_OVER, UNSETTLED
from shared.authority.tree import SUBTREE

_INSIDE = SUBTREE.format(roots="$1")
_PLACED = f"""
with recursive heir as (
    select organization, successor from bodies where successor is not null and ended_on <= $2
    union
    select heir.organization, body.successor
    from heir join bodies body on body.organization = heir.successor
    where body.successor is not null and body.ended_on <= $2
),
inside as (
    {_INSIDE}
    union
    select heir.organization from heir where heir.successor in ({_INSIDE})
),
home as (
    select distinct on (member) member, cell from homes
    where since <= $2 and member in (select member from homes where moved)
    order by member, since desc
),
placed as (
    select proposals.*, coalesce(home.cell, proposals.place) as counted
    from proposals left join home on home.member = proposals.subject and proposals.kind = 'MEMBER'
    where campaign = $3 and kind = any($4::text[]) and standing <> 'CLOSED'
)
"""  # noqa: S608 - constants
# Subordinate cells of one setting below the same body count alike, unless a row of the rules names one: summed here, so
# that a province is a few thousand rows to whoever asks and not one for each cell and rating.
_TALLY = f"""{_PLACED},
summed as materialized (
    select counted, count(*) filter (where rating = 'EXCELLENT') as excellent,
        count(*) filter (where rating = 'GOOD') as good, count(*) filter (where rating = 'COMPLETED') as completed,
        count(*) filter (where rating = 'NOT_COMPLETED') as not_completed
    from placed where rating is not null group by counted
),
last as (
    select heir.organization, heir.successor from heir join bodies body on body.organization = heir.successor
    where body.successor is null or body.ended_on is null or body.ended_on > $2
),
above as (
    select distinct on (organization) organization, parent from bodies_parents where since <= $2
    order by organization, since desc
)
select array_agg(summed.counted) as places, sum(excellent)::int as excellent, sum(good)::int as good,
    sum(completed)::int as completed, sum(not_completed)::int as not_completed
from summed left join last on last.organization = summed.counted
    join bodies body on body.organization = coalesce(last.successor, summed.counted)
    left join above on above.organization = body.organization
where summed.counted in (select organization from inside)
group by above.parent, body.setting,
    case when above.parent is null or body.type <> 'CELL' or body.code = any($5::text[]) then body.organization end
"""  # noqa: S608 - a constant
_UNDER = f"""{_PLACED}
select evaluation, points, rating, counted from placed where rating = $5 and counted = any($6::uuid[])
"""  # noqa: S608
_RUNNING = f"""{_PLACED}
select kind, count(*)::int from placed
where standing = 'RUNNING' and counted in (select organization from inside) group by kind
"""  # noqa: S608


class ProposalsUnder:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def tally(
        self, campaign: UUID, kind: str, organization: UUID, on: date, named: Collection[str]
    ) -> list[Tallied]:
        """How many have which proposal at or below an organisation as of a date, by places that count alike.

        `named`: the codes of organisations that have rows of the rules of their own; each of them stands alone.
        """
        rows = await self._pool.fetch(_TALLY, [organization], on, campaign, [kind], sorted(named))
        return [Tallied(places=tuple(row[0]), tally=Tally(**dict(list(row.items())[1:]))) for row in rows]

    async def excellent(self, campaign: UUID, kind: str, places: Sequence[UUID], on: date) -> list[Proposal]:
        """Those proposed for EXCELLENT who count at one of these places."""
        rows = await self._pool.fetch(_UNDER, list(places), on, campaign, [kind], "EXCELLENT", list(places))
        return [Proposal(evaluation=row[0], points=row[1], rating=row[2], place=row[3]) for row in rows]

    async def running(
        self, campaign: UUID, kinds: Sequence[str], organizations: Sequence[UUID], on: date
    ) -> Mapping[str, int]:
        """How many of these kinds are still undecided at or below some organisations."""
        rows = await self._pool.fetch(_RUNNING, list(organizations), on, campaign, list(kinds))
        return {row[0]: row[1] for row in rows}

    async def unsettled(self, today: date) -> list[tuple[UUID, int]]:
        """Evaluations to be closed or resumed: the records say otherwise than they stand."""
        return [(row[0], row[1]) for row in await self._pool.fetch(UNSETTLED, today)]

    async def handed_over(self, today: date) -> list[tuple[UUID, int]]:
        """Running ones whose place stands below another superior by now, outside the campaign's subtree."""
        return [(row[0], row[1]) for row in await self._pool.fetch(HANDED_OVER, today)]
