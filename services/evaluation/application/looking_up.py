"""Tra cứu trước cho cả danh sách - one question to the log and to each view for all rows of a list."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from services.evaluation.application.case import campaign_of, counted_on
from services.evaluation.application.lookups import Look
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.evaluation.state import EVALUATIONS, evaluation_id
from services.evaluation.domain.ratings import PERSONS, SubjectKind
from shared.eventlog.work import Work


async def looked_up(campaign_id: UUID, kind: SubjectKind, ids: Sequence[UUID], work: Work, look: Look) -> None:
    """Ask once for all what each row will ask for: its stream, the member, the cell with all above it."""
    await asyncio.gather(
        *(work.load(EVALUATIONS, evaluation_id(campaign_id, Subject(kind=kind, id=each))) for each in ids)
    )
    campaign = await campaign_of(work, campaign_id)
    on = counted_on(campaign, work.today)
    places = {home for person in (await look.persons.known(ids)).values() if (home := person.home(on))}
    await look.bodies.chains(sorted(places if kind in PERSONS else set(ids)), on)
