"""Đề nghị xếp loại đến nay - what simulating the cap counts: the newest proposal or decision of each subject."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import asyncpg

from services.evaluation.application.lookups import Proposal
from services.evaluation.domain.evaluation import facts as told
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table proposals (
    evaluation uuid primary key,
    campaign uuid not null,
    kind text not null,
    subject uuid not null,
    points numeric,
    rating text
);
create index on proposals (campaign, kind, subject);
"""
_UNDER = """
with recursive heir as (
    select organization, successor from bodies where successor is not null and ended_on <= $4
    union
    select heir.organization, body.successor
    from heir join bodies body on body.organization = heir.successor
    where body.successor is not null and body.ended_on <= $4
),
place as (
    select organization from authority_tree where path @> array[$3::uuid]
    union
    select heir.organization from heir join authority_tree tree on tree.organization = heir.successor
    where tree.path @> array[$3::uuid]
)
select proposals.evaluation, proposals.points, proposals.rating, stated.cell
from proposals cross join lateral (
    select coalesce((
        select cell from homes where homes.member = proposals.subject and since <= $4 order by since desc limit 1
    ), proposals.subject) as cell
) stated
where campaign = $1 and kind = $2 and rating is not null and stated.cell in (select organization from place)
"""


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact, key = delivered.fact, {"evaluation": delivered.aggregate}
    match fact:
        case told.SelfReviewSubmitted():
            of = {"campaign": fact.campaign, "kind": fact.subject.kind, "subject": fact.subject.id}
            yield Put("proposals", key, {**of, "points": fact.derivation.points, "rating": None})
        case told.RatingProposed() | told.RatingDecided() | told.RatingRevised():
            yield Patch("proposals", key, {"rating": fact.rating})
        case _:
            return


PROPOSALS = View(
    name="proposals",
    version=1,
    ddl=_DDL,
    on=(told.SelfReviewSubmitted, told.RatingProposed, told.RatingDecided, told.RatingRevised),
    fold=_fold,
)


class ProposalsUnder:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def under(self, campaign: UUID, kind: str, organization: UUID, on: date) -> list[Proposal]:
        """Those whose subject counts at or below an organisation as of a date."""
        rows = await self._pool.fetch(_UNDER, campaign, kind, organization, on)
        return [Proposal(evaluation=row[0], points=row[1], rating=row[2], place=row[3]) for row in rows]
