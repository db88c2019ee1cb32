"""Việc của từng cán bộ - the visits that are planned, by officer and day: so that the load is shared fairly."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import asyncpg

from services.membership.domain.home_service import facts as told
from services.membership.domain.home_service.fairness import Load
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table visit_loads (
    home_service uuid primary key,
    officer text not null,
    planned_on date not null
);
create index on visit_loads (officer, planned_on);
"""
_LATELY = timedelta(days=30)
_LOADS = """
select held.subject as officer,
       count(load.home_service) filter (where load.planned_on = $2) as day,
       count(load.home_service) filter (where load.planned_on < $2 and load.planned_on >= $3) as lately
from authority_tree place
     join authority_tree_paths reach on reach.organization = place.place
     join authority_grants held on held.organization = any (reach.path || place.organization)
        and held.role = 'home_visit_officer'
     left join visit_loads load on load.officer = held.subject
where place.organization = $1 and held.valid_from <= $2 and (held.valid_to is null or $2 < held.valid_to)
group by held.subject
order by held.subject
"""


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact = delivered.fact
    if isinstance(fact, told.HomeVisitScheduled):
        yield Put(
            "visit_loads",
            {"home_service": delivered.aggregate},
            {"officer": fact.officer, "planned_on": fact.on},
        )


VISIT_LOADS = View(name="visit_loads", version=1, ddl=_DDL, on=(told.HomeVisitScheduled,), fold=_fold)


class LoadsOfOfficers:
    """The look-up over the view: advice for sharing, a moment old at most; nothing is refused by it but a full day."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def loads(self, body: UUID, on: date) -> list[Load]:
        """Every home-visit officer whose role covers a committee on a day, with what he has to do."""
        rows = await self._pool.fetch(_LOADS, body, on, on - _LATELY)
        return [Load(officer=row["officer"], day=row["day"], lately=row["lately"]) for row in rows]
