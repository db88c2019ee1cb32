"""Hồ sơ của một đợt đến nay - what looking ahead, the order of decisions and closing rest on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from services.evaluation.application.lookups import Proposal, Tallied
from services.evaluation.domain.campaign import CampaignOpened
from services.evaluation.domain.evaluation import facts as told
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table proposals (
    evaluation uuid primary key,
    campaign uuid not null,
    kind text not null,
    subject uuid not null,
    place uuid not null,
    points numeric,
    rating text,
    standing text not null default 'RUNNING',  -- DECIDED, CLOSED
    turns int not null default 0
);
create index on proposals (campaign, kind, subject);
create index on proposals (subject) where standing = 'RUNNING';
create index on proposals (standing) where standing = 'CLOSED';
create table proposals_campaigns (campaign uuid primary key, opens_on date not null, closes_on date not null);
"""
_PLACED = """
with recursive heir as (
    select organization, successor from bodies where successor is not null and ended_on <= $2
    union
    select heir.organization, body.successor
    from heir join bodies body on body.organization = heir.successor
    where body.successor is not null and body.ended_on <= $2
),
inside as (
    select organization from authority_tree where path && $1::uuid[]
    union
    select heir.organization from heir join authority_tree tree on tree.organization = heir.successor
    where tree.path && $1::uuid[]
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
"""
_TALLY = f"""{_PLACED},
summed as materialized (
    select counted, rating, count(*)::int as many from placed where rating is not null group by counted, rating
)
select counted, rating, many from summed where counted in (select organization from inside)
"""  # noqa: S608 - a constant
_UNDER = f"""{_PLACED}
select evaluation, points, rating, counted from placed where rating = $5 and counted = any($6::uuid[])
"""  # noqa: S608
_RUNNING = f"""{_PLACED}
select kind, count(*)::int from placed
where standing = 'RUNNING' and counted in (select organization from inside) group by kind
"""  # noqa: S608
_UNSETTLED = """
with latest as (
    select distinct on (each.evaluation) each.evaluation, each.turns, each.standing, states.state, states.exempt
    from proposals each join proposals_campaigns span using (campaign)
        join homes_states states on states.member = each.subject and states.since <= least(span.closes_on, $1)
    where each.standing in ('RUNNING', 'CLOSED') and each.kind in ('MEMBER', 'LEADER') and each.subject in (
        select member from homes_states where exempt or state not in ('FULL', 'PROBATIONARY')
    )
    order by each.evaluation, states.since desc
)
select evaluation, turns from latest
where (standing = 'RUNNING') = (exempt or state not in ('FULL', 'PROBATIONARY'))
union all
select each.evaluation, each.turns from proposals each join proposals_campaigns span using (campaign)
    join bodies body on body.organization = each.subject
where each.standing in ('RUNNING', 'CLOSED') and each.kind in ('COMMITTEE', 'ORGANIZATION')
    and (each.standing = 'RUNNING')
        = (body.ended_on is not null and body.ended_on <= greatest(span.opens_on, least(span.closes_on, $1)))
limit 500
"""
_DECIDED = (told.RatingDecided, told.RatingRevised)


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact, key = delivered.fact, {"evaluation": delivered.aggregate}
    if isinstance(fact, CampaignOpened):
        span = {"opens_on": fact.opens_on, "closes_on": fact.closes_on}
        yield Put("proposals_campaigns", {"campaign": delivered.aggregate}, span)
        return
    assert isinstance(fact, told.EvaluationFact)
    columns: dict[str, Any] = {"place": fact.place}
    match fact:
        case told.SelfReviewSubmitted():
            columns |= {"points": fact.derivation.points}
        case told.RatingProposed():
            columns |= {"rating": fact.rating}
        case told.RatingDecided() | told.RatingRevised():
            columns |= {"rating": fact.rating, "standing": "DECIDED"}
        case told.EvaluationClosed():
            columns |= {"standing": "CLOSED", "turns": delivered.version}
        case told.EvaluationResumed() | told.EvaluationReopened():
            columns |= {"standing": "RUNNING", "turns": delivered.version}
        case _:
            return
    if delivered.version == 1:
        of = {"campaign": fact.campaign, "kind": fact.subject.kind, "subject": fact.subject.id, "standing": "RUNNING"}
        yield Put("proposals", key, {**of, **columns})
        return
    yield Patch("proposals", key, columns)


PROPOSALS = View(
    name="proposals",
    version=2,
    ddl=_DDL,
    on=(
        CampaignOpened,
        told.SelfReviewSubmitted,
        told.RatingProposed,
        *_DECIDED,
        told.EvaluationClosed,
        told.EvaluationResumed,
        told.EvaluationReopened,
    ),
    fold=_fold,
)


class ProposalsUnder:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def tally(self, campaign: UUID, kind: str, organization: UUID, on: date) -> list[Tallied]:
        """How many have which proposal, by the place where they count, at or below an organisation as of a date."""
        rows = await self._pool.fetch(_TALLY, [organization], on, campaign, [kind])
        return [Tallied(place=row[0], rating=row[1], count=row[2]) for row in rows]

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
        return [(row[0], row[1]) for row in await self._pool.fetch(_UNSETTLED, today)]
