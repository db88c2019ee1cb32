"""The counting of a period report: plans that took effect in it, seats and classes of it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from services.gateway.organization import committees, organizations, restructurings
from services.gateway.organization.instants import Instant
from services.gateway.organization.period_report_type import CELLS, GRASSROOTS, Figures, PeriodReport
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.organization.contracts.restructuring import Operation, Report

NAMES = (
    "handed_over_grassroots",
    "handed_over_cells",
    "handed_over_members",
    "received_grassroots",
    "received_cells",
    "received_members",
    "cells_founded",
    "sectional_rearranged",
    "cells_split_or_strengthened",
    "supplemented_in_committees",
    "supplemented_in_cells",
    "secretaries_supplemented_in_cells",
    "deputies_supplemented_in_cells",
    "classes",
    "attendances",
    "committee_members",
    "committee_members_postgraduate",
    "committee_members_advanced_theory",
)
_DEPUTIES = frozenset({"DEPUTY", "STANDING_DEPUTY"})


class _Done(msgspec.Struct, frozen=True):
    """An operation that took effect; `members` says who went with each organisation that was handed over."""

    plan: UUID
    number: int
    operation: Operation
    on: date
    decision: str | None
    members: Mapping[UUID, int]


async def period_report(info: Info, place: UUID, start: date, end: date) -> PeriodReport:
    """All figures of the subtree of one organisation for [start, end]."""
    figures = Figures()
    for done in await _executed(info, start, end):
        await _count(info, place, done, figures)
    await _committees(info, place, start, end, figures)
    return PeriodReport(from_=start, to=end, figures=figures.shown(NAMES))


async def _executed(info: Info, start: date, end: date) -> list[_Done]:
    plans = {row["plan"]: row for row in await info.context.reader.rows(restructurings.executed(start, end))}
    if not plans:
        return []
    moved = {plan: _moved(row) for plan, row in plans.items()}
    rows = await info.context.reader.rows(restructurings.operations(list(plans)))
    return [
        _Done(
            plan=row["each_key"],
            number=row["number"],
            operation=msgspec.json.decode(row["body"], type=Operation),
            on=plans[row["each_key"]]["effective_on"],
            decision=plans[row["each_key"]]["decision_number"],
            members=moved[row["each_key"]],
        )
        for row in rows
    ]


def _moved(row: Row) -> Mapping[UUID, int]:
    report = msgspec.json.decode(row["report"], type=Report) if row["report"] else None
    return {one.organization: one.members for one in report.moved} if report else {}


async def _count(info: Info, place: UUID, done: _Done, figures: Figures) -> None:
    operation: Operation = done.operation
    by: dict[str, Any] = {"plan": done.plan, "operation": done.number, "decision": done.decision}
    before, after = Instant(done.on - timedelta(days=1)), Instant(done.on)
    was = await _known(info, operation.sources, before)
    now = await _known(info, operation.sources, after)
    for source in operation.sources:
        inside, still = _inside(was.get(source), place), _inside(now.get(source), place)
        kind = (was.get(source) or now.get(source) or {}).get("type")
        if operation.kind == "TRANSFER_ORG" and inside != still:
            side = "handed_over" if inside else "received"
            unit = "grassroots" if kind in GRASSROOTS else "cells"
            figures.add(f"{side}_{unit}", organization=source, **by)
            if members := done.members.get(source):
                figures.add(f"{side}_members", members, organization=source, **by)
        if inside and operation.kind in ("SPLIT", "SEPARATE", "STRENGTHEN") and kind in CELLS:
            figures.add("cells_split_or_strengthened", organization=source, **by)
        if inside and kind == "SECTIONAL":
            figures.add("sectional_rearranged", organization=source, **by)
    if operation.kind == "FOUND" and operation.new is not None and operation.new.type in CELLS:
        identity = restructurings.founded_as(done.plan, operation.new.key)
        if _inside((await _known(info, (identity,), after)).get(identity), place):
            figures.add("cells_founded", organization=identity, **by)


async def _committees(info: Info, place: UUID, start: date, end: date, figures: Figures) -> None:
    within = organizations.below(place, Instant(end))
    reader = info.context.reader
    seats = await reader.rows(committees.supplements(within, start, end))
    kinds = await _known(info, [row["organization"] for row in seats], Instant(end))
    for row in seats:
        by = {"organization": row["organization"], "decision": row["decision_number"], "plan": row["plan"]}
        if kinds.get(row["organization"], {}).get("type") not in CELLS:
            figures.add("supplemented_in_committees", **by)
            continue
        figures.add("supplemented_in_cells", **by)
        if row["position"] == "SECRETARY":
            figures.add("secretaries_supplemented_in_cells", **by)
        if row["position"] in _DEPUTIES:
            figures.add("deputies_supplemented_in_cells", **by)
    for row in await reader.rows(committees.trainings(within, start, end)):
        figures.add("classes", decision=row["decision_number"])
        figures.add("attendances", row["attendances"], decision=row["decision_number"])
    people = await reader.row(committees.qualification(within, end))
    if people:
        figures.add("committee_members", people["people"], organization=place)
        for name, column in (("postgraduate", "postgraduate"), ("advanced_theory", "advanced")):
            figures.add(f"committee_members_{name}", people[column], organization=place)
            figures.bases[f"committee_members_{name}"] = people["people"]


async def _known(info: Info, places: Sequence[UUID], at: Instant) -> Mapping[UUID, Any]:
    loader = info.context.loaders.one(("organization", at), lambda keys: organizations.by_id(keys, at), "organization")
    rows = {place: await loader.load(place) for place in places}
    return {place: row for place, row in rows.items() if row is not None}


def _inside(row: Row | None, place: UUID) -> bool:
    return row is not None and place in row["path"]
