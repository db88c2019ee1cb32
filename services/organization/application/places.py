"""Sổ địa bàn - the handlers: the commune's officers keep it, with the cells that are there (D12)."""

from collections.abc import Sequence
from uuid import UUID

from services.organization.application.authority import organization_now, permitted_place
from services.organization.application.look import Look
from services.organization.contracts.requests import RecordPlace, RegisterPlace
from services.organization.domain import place
from services.organization.domain.days import refuse_far_day
from services.organization.domain.organization import CELL_TYPES
from services.organization.domain.place import PLACE
from services.organization.domain.place_refusals import PlaceIsUnknown, PlaceNeedsACell
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain
from shared.vocabulary.text import nfc

_ACT = "KeepPlaces"


async def register_place(request: RegisterPlace, work: Work, look: Look) -> None:
    """A village, quarter, building or work place of a commune."""
    at = await permitted_place(work, look, _ACT, request.organization_id, "organization_id")
    refuse_far_day(request.valid_from, work.today, "valid_from")
    await _refuse_others(request.cells, work)
    identity = work.new_id("place")
    fact = place.PlaceRegistered(
        place=identity,
        organization=request.organization_id,
        kind=request.kind.value,
        name=plain("name", nfc(request.name), at_most=200),
        on=request.valid_from,
        valid_from=request.valid_from,
        valid_to=request.valid_to,
        head_is_member=request.head_is_member,
        cells=tuple(dict.fromkeys(request.cells)),
    )
    work.record(PLACE, identity, place.register(fact), province=province_of(at.organization.code))
    work.answer("place", identity)


async def record_place(request: RecordPlace, work: Work, look: Look) -> None:
    """What is new about it from a day on: its head, its cells, its end."""
    state = (await work.load(PLACE, request.place_id)).state
    if state.told is None:
        raise PlaceIsUnknown("place_id")
    at = await permitted_place(work, look, _ACT, state.told.organization, "place_id")
    on = request.on or work.today
    refuse_far_day(on, work.today, "on")
    await _refuse_others(request.cells_added, work)
    asked = place.Change(
        on=on,
        valid_to=request.valid_to,
        head_is_member=request.head_is_member,
        cells_added=request.cells_added,
        cells_left=request.cells_left,
    )
    if facts := place.change(state, asked):
        work.record(PLACE, request.place_id, *facts, province=province_of(at.organization.code))
    work.answer("place", request.place_id)


async def _refuse_others(cells: Sequence[UUID], work: Work) -> None:
    for row, cell in enumerate(cells, start=1):
        now = await organization_now(work, cell)
        if now.type not in CELL_TYPES or (now.ended_on is not None and now.ended_on <= work.today):
            raise PlaceNeedsACell("cells", row=row)
