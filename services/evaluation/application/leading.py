"""Cá nhân và tập thể - a leader is not rated above the committee he leads, where a row of the rules says so.

The text of 366-QĐ/TW and 43-HD/BTCTW was not seen: `eval.leader_not_above_unit` ships as false and unconfirmed, and a
province that has the rule switches it on.
"""

from services.evaluation.application.case import Case
from services.evaluation.domain.derivation import Step, unit_step
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.evaluation.state import EVALUATIONS, evaluation_id
from services.evaluation.domain.ratings import Rating, is_above
from services.evaluation.domain.refusals_deciding import LeaderIsAboveTheUnit
from shared.eventlog.work import Work

_ROW = "eval.leader_not_above_unit"


async def not_above_unit(case: Case, rating: Rating, work: Work, *path: str) -> tuple[Step, ...]:
    """The step that the explanation gets; nothing where there is no such row, or the collective was not rated."""
    if case.subject.kind != "LEADER" or not case.rules.values.get(_ROW):
        return ()
    led = evaluation_id(case.campaign_id, Subject(kind="COMMITTEE", id=case.place))
    unit = (await work.load(EVALUATIONS, led)).state.rating
    if unit is None or unit == "NOT_RATED":
        return ()
    if is_above(rating, unit):
        raise LeaderIsAboveTheUnit(*path, rating=rating, unit=unit)
    return (unit_step(unit),)
