"""Nhận xét phải có trước khi đề nghị - of former cells, of cells where the member was a guest, of further posts."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from services.evaluation.application.case import Case
from services.evaluation.application.lookups import Look, Stay
from services.evaluation.domain.months import whole_months
from services.evaluation.domain.refusals import FormerCellRemarkIsMissing
from services.evaluation.domain.refusals_coverage import GuestCellRemarkIsMissing, PostRemarkIsMissing

_OLD_PLACE = "eval.old_place_months"
_OLD_PLACE_MONTHS = 6


async def refuse_silence(case: Case, look: Look) -> None:
    """The remark of the old place is compulsory after six months there, likewise of a guest cell and of every post."""
    silent = [
        (cell, months)
        for cell, months in _spent(case, case.person.homes)
        if cell != case.home and ("FORMER_CELL", cell) not in case.evaluation.comments
    ]
    for cell, months in silent:
        if code := await _remaining(case, look, cell):
            raise FormerCellRemarkIsMissing("evaluation_id", code=code, months=months)
    for cell, months in _spent(case, case.person.guests):
        if ("TEMPORARY", cell) not in case.evaluation.comments and (code := await _remaining(case, look, cell)):
            raise GuestCellRemarkIsMissing("evaluation_id", code=code, months=months)
    for post in case.evaluation.posts:
        said = post == case.place or ("POST", post) in case.evaluation.comments
        if not said and (code := await _remaining(case, look, post)):
            raise PostRemarkIsMissing("evaluation_id", code=code)


def may_remark(case: Case, kind: str, organization: UUID) -> bool:
    """Whether an organisation is one that comments in this way on this subject."""
    if kind == "CELL":
        return organization == case.place
    if kind == "FORMER_CELL":
        return organization in {stay.cell for stay in case.person.homes} - {case.home}
    if kind == "TEMPORARY":
        return organization in {stay.cell for stay in case.person.guests}
    if kind == "POST":
        return organization in set(case.evaluation.posts) - {case.place}
    return True


def _spent(case: Case, stays: Iterable[Stay]) -> list[tuple[UUID, int]]:
    """Where so many full months of the period were spent that a remark is needed; of a guest's stay up to today's."""
    least = case.rules.values.get(_OLD_PLACE, _OLD_PLACE_MONTHS)
    end = case.campaign.closes_on + timedelta(days=1)
    months: dict[UUID, int] = {}
    for stay in stays:
        spent = whole_months(max(stay.since, case.campaign.opens_on), min(stay.until, end))
        months[stay.cell] = months.get(stay.cell, 0) + max(spent, 0)
    return [(cell, spent) for cell, spent in months.items() if spent >= least]


async def _remaining(case: Case, look: Look, organization: UUID) -> str | None:
    """Its code, if it still stands: one that has ended has nobody left to remark."""
    chain = await look.bodies.chain(organization, case.campaign.closes_on)
    return chain[0].code if chain and chain[0].id == organization and chain[0].stands else None
