"""Queries about meetings, confidence votes, targets, streaks and how bodies rate beside their peers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.gateway.evaluation import confidence_votes, meetings, target_results, targets
from services.gateway.evaluation.enums import MeetingOf, MeetingQuality, TargetMeasure
from services.gateway.evaluation.register_types import (
    ConfidenceVote,
    FigureDocument,
    MeetingRecord,
    TargetResult,
    meeting_shown,
    vote_shown,
)
from services.gateway.evaluation.target_results import Result
from services.gateway.membership.home_figures import at_home
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, where
from services.gateway.refusing.language import Language
from services.gateway.types.arguments import After, First
from services.gateway.types.connection import Connection, listed

Place = Annotated[strawberry.ID, strawberry.argument(description="Tổ chức / The organisation")]
Year = Annotated[int, strawberry.argument(description="Năm / The year")]
_CENT = Decimal("0.01")
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


@strawberry.type
class RegisterQueries:
    """Đọc về sinh hoạt, lấy phiếu tín nhiệm, chỉ tiêu."""

    @strawberry.field(description="Nền nếp sinh hoạt, họp trong một năm / How regularly a body met in a year")
    async def meeting_record(
        self,
        info: Info,
        organization: Place,
        year: Year,
        of: Annotated[MeetingOf, strawberry.argument(description="Của ai / Whose")] = MeetingOf.CELL,
    ) -> MeetingRecord:
        """Nền nếp sinh hoạt."""
        place, span = uuid_of(organization, ORGANIZATION, "organization"), _within(year)
        rows = sorted(
            await info.context.reader.rows(meetings.of_body(place, span, of.value)),
            key=lambda row: row["held_on"],
            reverse=True,
        )
        return _record(rows, _months(span, info.context.today))

    @strawberry.field(description="Kết quả lấy phiếu tín nhiệm, mới nhất trước / Confidence votes, the newest first")
    async def confidence_votes(
        self, info: Info, *, organization: Place, year: Year, first: First, after: After = None
    ) -> Connection[ConfidenceVote]:
        """Kết quả lấy phiếu tín nhiệm."""
        place = uuid_of(organization, ORGANIZATION, "organization")
        query, order = confidence_votes.of_body(place, _within(year)), confidence_votes.NEWEST_FIRST
        listing = f"confidence|{place}|{year}"
        return await listed(info, listing, query, order, first=first, after=after, make=vote_shown)

    @strawberry.field(description="Chỉ tiêu năm so với kết quả / A year's targets against the results")
    async def targets(self, info: Info, organization: Place, year: Year) -> list[TargetResult]:
        """Chỉ tiêu so với kết quả."""
        place, read = uuid_of(organization, ORGANIZATION, "organization"), info.context.reader.rows
        year = _within(year)
        set_ = await read(targets.of_year(place, year))
        if not set_:
            return []
        figures = {row["measure"]: row for row in await read(targets.figures_of_year(place, year))}
        below = organizations.below(place, Instant(info.context.today), "scope")
        decided = {row["kind"]: row for row in await read(targets.rated(year, (below,)))}
        known = _Known(figures, decided, place, year)
        return [await _target(info, row, known) for row in set_]


@dataclass(frozen=True)
class _Known:
    """What the results of a body's year are read from."""

    figures: Mapping[str, Row]
    decided: Mapping[str, Row]
    place: UUID
    year: int


async def _target(info: Info, row: Row, known: _Known) -> TargetResult:
    measure = TargetMeasure(row["measure"])
    result, figure = await _result(info, measure, known), known.figures.get(measure.value)
    bases = target_results.BASE_EN if info.context.language is Language.EN else target_results.BASE_VI
    least, whole = row["least"], result.denominator
    return TargetResult(
        measure=measure,
        least=least,
        most=row["most"],
        source=row["source"],
        base=bases[result.base],
        numerator=result.numerator,
        denominator=whole,
        share=result.share,
        needed=target_results.needed(least, whole) if least is not None and whole is not None else None,
        met=target_results.met(least, row["most"], result),
        cap=result.cap if measure.value.endswith("EXCELLENT") else None,
        document=_document(figure) if figure is not None and result.base in ("DOCUMENT", "POPULATION") else None,
    )


async def _result(info: Info, measure: TargetMeasure, known: _Known) -> Result:
    figure = known.figures.get(measure.value)
    if measure is TargetMeasure.MEMBERS_OF_POPULATION:
        instant = Instant(info.context.today)
        below = organizations.below(known.place, instant, "cell")
        counted = await at_home(instant, info.context.reader.row, (below,))
        return Result("POPULATION", counted.total, figure["denominator"] if figure else None)
    if measure is TargetMeasure.CELL_MEETINGS_ON_TIME:
        return await _met_in_time(info, known.place, known.year)
    if target_results.is_rated(measure):
        return target_results.rated(measure, known.decided)
    if figure is None:
        return Result("DOCUMENT", None, None)
    return Result("DOCUMENT", figure["numerator"], figure["denominator"])


async def _met_in_time(info: Info, place: UUID, year: int) -> Result:
    instant = Instant(info.context.today)
    below = organizations.below(place, instant)
    cells = where("type in ('CELL', 'GRASSROOTS_CELL')")
    conditions = (below, cells, organizations.STANDING, *instant.conditions())
    count = await info.context.reader.number(
        Query(table=organizations.TABLE, columns=("count(*) as cells",), where=conditions)
    )
    held = await info.context.reader.number(meetings.held(year, (below,)))
    months = _months(year, info.context.today)
    return Result("CELLS_DUE", held, count * months)


def _record(rows: list[Row], months: int) -> MeetingRecord:
    every = rows[0]["every_months"] if rows else 1
    due = -(-months // every)
    slots = {(row["held_on"].month - 1) // every for row in rows}
    on_time = min(len(slots), due)
    scored = [row["points"] for row in rows if row["points"] is not None]
    mean = (sum(scored, Decimal(0)) / len(scored)).quantize(_CENT, ROUND_HALF_UP) if scored else None
    return MeetingRecord(
        due=due,
        on_time=on_time,
        rate=(Decimal(on_time) / due).quantize(Decimal("0.0001"), ROUND_HALF_UP) if due else None,
        online=sum(row["mode"] == "ONLINE" for row in rows),
        thematic=sum(row["thematic"] for row in rows),
        visits=sorted(row["held_on"] for row in rows if row["visited"]),
        average_points=mean,
        quality=_level(mean, rows),
        meetings=[meeting_shown(row) for row in rows],
    )


def _level(mean: Decimal | None, rows: list[Row]) -> MeetingQuality | None:
    """The most frequent level is no level of a mean: it is the lowest that the mean's neighbours were given."""
    if mean is None:
        return None
    near = [row for row in rows if row["points"] is not None and row["points"] <= mean]
    best = max(near, key=lambda row: row["points"])
    return MeetingQuality(best["quality"])


def _document(figure: Any) -> FigureDocument:
    return FigureDocument(
        issued_by_id=figure["issued_by"],
        number=figure["document_number"],
        dated=figure["document_date"],
        hash=figure["document_hash"],
    )


def _months(year: int, today: date) -> int:
    """How many months of the year have ended or begun."""
    if year == today.year:
        return today.month
    return 12 if year < today.year else 0


def _within(year: int) -> int:
    return max(_FIRST_YEAR, min(year, _LAST_YEAR))
