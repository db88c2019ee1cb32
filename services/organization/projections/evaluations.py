"""Đánh giá đang chạy - which evaluations are not finished, told by evaluation: for the proof. No person's data."""

from collections.abc import Iterable

import asyncpg

from services.evaluation.contracts.enums import EvaluationState
from services.evaluation.contracts.facts import EVALUATION_FACTS, EvaluationFact
from shared.authority.tree import HEAD
from shared.readmodel.view import Op, Open, Run, View
from shared.vocabulary.facts import Delivered

TABLE = "running_evaluations"
FINISHED = frozenset({EvaluationState.PUBLISHED, EvaluationState.REVISED, EvaluationState.CLOSED})

_DDL = f"""
create table {TABLE} (evaluation uuid primary key, place uuid not null, opened bigint not null, ended bigint);
"""
_FIRST = f"""
insert into {TABLE} (evaluation, place, opened, ended) values ($1, $2, $3, $4)
on conflict (evaluation) do update set place = $2, ended = $4
"""  # noqa: S608 - the table's name is a literal
_TOLD = f"select greatest(max(opened), max(ended), 0) from {TABLE}"  # noqa: S608
_RUNNING = f"""
select count(*) from {TABLE} running join authority_tree tree on tree.organization = running.place
left join authority_tree_paths place on place.organization = tree.place
left join authority_tree above on above.organization = {HEAD.format(node="tree", place="place")}
where opened <= $1 and (running.ended is null or running.ended > $1)
    and (case when tree.successor is null then tree.ended_on else above.ended_on end) is null
"""  # noqa: S608


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact, at = delivered.fact, delivered.sequence
    assert isinstance(fact, EvaluationFact)
    ended = at if fact.standing.state in FINISHED else None
    yield Run(_FIRST, (fact.evaluation, fact.place, at, ended))


EVALUATIONS = View(name=TABLE, version=1, ddl=_DDL, on=EVALUATION_FACTS, fold=_fold)


class RunningEvaluations:
    """The query beside the fold."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def running(self, at: int | None = None) -> tuple[int, int]:
        """How many are of a body that stands, of those that were running at a sequence of evaluation's log."""
        if at is None:
            at = int(await self._pool.fetchval(_TOLD) or 0)
        return int(await self._pool.fetchval(_RUNNING, at)), at
