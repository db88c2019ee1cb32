"""Đánh giá mẫu - one finished campaign, and one organisation that asks for more EXCELLENT than its cap allows."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from services.demo.people import IN_EACH_CELL
from services.demo.places import DONG_THAP, HCMC
from services.demo.sending import Sender, command_id
from services.evaluation.contracts import requests
from services.evaluation.contracts.enums import NotRatedReason, Rating, TargetMeasure
from shared.http.client import ServiceClient
from shared.http.refusals import RemoteRefusal

FINISHED = f"{DONG_THAP[0]}.001"
FINISHED_CELLS = tuple(f"{DONG_THAP[0]}.{number:03d}" for number in (2, 3, 4))
TOO_MANY = f"{HCMC[2]}.001"
TOO_MANY_CELL = f"{HCMC[2]}.002"
MEETINGS = ((date(2025, 10, 3), 92), (date(2025, 11, 3), 88), (date(2025, 12, 3), 95))
ASKING, ASKING_EXCELLENT, FIRST_ASKING = 12, 5, 20
REFUSED = "CAP_WOULD_BE_EXCEEDED"
_LEVELS = ((20, "EXCELLENT"), (133, "GOOD"), (148, "COMPLETED"), (149, "NOT_COMPLETED"), (150, "NOT_RATED"))
_POINTS = {"EXCELLENT": 90, "GOOD": 72, "COMPLETED": 55, "NOT_COMPLETED": 40}
_SPREAD, _FULL, _REGISTERED = 80, 90, 3
_NO_CAMPAIGN = UUID(int=0)
_LAST = "simulate"
_KNOWN = "COMMAND_ID_WAS_REUSED"
_WHAT = "đánh giá"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One member's evaluation in a campaign."""

    cell: str
    row: int
    rating: str
    points: Decimal

    @property
    def name(self) -> str:
        """What its commands are called after."""
        return f"evaluation/{self.cell}/{self.row}"


class Evaluations:
    """Runs the two campaigns; officers of the provinces enter what the bodies did on paper."""

    def __init__(
        self,
        sender: Sender,
        officers: Mapping[str, str],
        place: Callable[[str], UUID],
        member: Callable[[str, int], UUID],
    ) -> None:
        self._sender = sender
        self._officers = officers
        self._place = place
        self._member = member

    async def run(self) -> None:
        """The year that is over, then the one at work."""
        await self._finished()
        await self._registers()
        await self._too_many()

    async def _finished(self) -> None:
        campaign = await self._open(FINISHED, 2025)
        cases = list(finished())
        ids = await self._proposed(campaign, cases)
        lines = tuple(
            requests.Decided(evaluation_id=id, rating=Rating(case.rating)) for case, id in zip(cases, ids, strict=True)
        )
        of = {"campaign_id": campaign, "organization_id": self._place(FINISHED)}
        number = "15-QĐ/ĐU"
        await self._send(requests.DecideRatings, FINISHED, "decide", ratings=lines, decision_number=number, **of)
        await self._send(requests.PublishRatings, FINISHED, "publish", evaluation_ids=tuple(ids), **of)

    async def _registers(self) -> None:
        """A quarter's meetings of one cell, a target of the year that is over, and a figure with its document."""
        for held_on, points in MEETINGS:
            counts = {"invited": IN_EACH_CELL, "present": IN_EACH_CELL - 3, "excused": 3}
            more = {"held_on": held_on, "points": Decimal(points), "full_marks": points >= _FULL, **counts}
            name = f"meeting/{held_on}"
            cell = FINISHED_CELLS[0]
            await self._send(requests.RecordMeeting, cell, name, organization_id=self._place(cell), **more)
        of = {"organization_id": self._place(FINISHED), "year": 2025}
        good, front = TargetMeasure.MEMBERS_GOOD_OR_BETTER, TargetMeasure.FRONT_COMMITTEES_FAIR_OR_BETTER
        source = "12-NQ/ĐU 10-1-2025"
        for measure, least in ((good, "0.90"), (front, "0.70")):
            said = {"measure": measure, "least": Decimal(least), "source": source}
            await self._send(requests.SetTarget, FINISHED, f"target/{measure.value}", **said, **of)
        paper = {"document_number": "45-BC/MT", "document_date": date(2025, 12, 10)}
        figure = {"measure": front, "numerator": 9, "denominator": 12}
        await self._send(requests.RecordFigure, FINISHED, "figure", **paper, **figure, **of)

    async def _too_many(self) -> None:
        campaign = await self._open(TOO_MANY, 2026)
        cases = list(too_many())
        ids = await self._proposed(campaign, cases)
        of = {"campaign_id": campaign, "organization_id": self._place(TOO_MANY)}
        await self._send(requests.SimulateCap, TOO_MANY, _LAST, **of)
        lines = tuple(
            requests.Decided(evaluation_id=id, rating=Rating(case.rating)) for case, id in zip(cases, ids, strict=True)
        )
        try:
            await self._send(requests.DecideRatings, TOO_MANY, "decide", ratings=lines, **of)
        except RemoteRefusal as refusal:
            if refusal.code != REFUSED:
                raise

    async def _open(self, code: str, year: int) -> UUID:
        return (await self._send(requests.OpenCampaign, code, "open", organization_id=self._place(code), year=year)).id

    async def _proposed(self, campaign: UUID, cases: list[Case]) -> list[UUID]:
        ids: dict[str, UUID] = {}

        async def one(case: Case) -> None:
            ids[case.name] = await self._propose(campaign, case)

        await self._sender.all(one(case) for case in cases)
        return [ids[case.name] for case in cases]

    async def _propose(self, campaign: UUID, case: Case) -> UUID:
        member = self._member(case.cell, case.row)
        if case.rating == "NOT_RATED":
            said = {"campaign_id": campaign, "subject_id": member, "not_rated_reason": NotRatedReason.EXEMPT}
            proposed = await self._send(
                requests.ProposeRating, case.cell, f"{case.name}/propose", rating=Rating.NOT_RATED, **said
            )
            return proposed.id
        form = {"scores": _scores(case.points), "tasks": _tasks(case.rating)}
        evaluation = (
            await self._send(
                requests.SubmitSelfReview,
                case.cell,
                f"{case.name}/review",
                campaign_id=campaign,
                subject_id=member,
                **form,
            )
        ).id
        of = {"evaluation_id": evaluation}
        await self._send(requests.RecordCellVote, case.cell, f"{case.name}/vote", votes=_votes(case.rating), **of)
        rating = Rating(case.rating)
        await self._send(requests.ProposeRating, case.cell, f"{case.name}/propose", rating=rating, **of)
        return evaluation

    async def _send(self, kind: type[Any], code: str, name: str, **body: Any) -> Any:
        request = kind(
            command_id=command_id(f"{name}/{code}/{kind.__name__}"),
            min_position=self._sender.newest.encode(),
            **body,
        )
        return await self._sender.send("evaluation", request, self._officers[code[:2]], _WHAT)


async def is_done(client: ServiceClient, token: str) -> bool:
    """Whether an earlier run came to the last command that leaves a trace: its id is known, whatever comes with it."""
    question = requests.SimulateCap(
        command_id=command_id(f"{_LAST}/{TOO_MANY}/{requests.SimulateCap.__name__}"),
        campaign_id=_NO_CAMPAIGN,
        organization_id=_NO_CAMPAIGN,
    )
    try:
        await client.command("evaluation", question, token=token)
    except RemoteRefusal as refusal:
        return refusal.code == _KNOWN
    return False


def finished() -> Iterator[Case]:
    """All members of three cells, the ratings spread over them; 20 EXCELLENT of at most 22."""
    for number in range(IN_EACH_CELL * len(FINISHED_CELLS)):
        rating = next(level for limit, level in _LEVELS if number < limit)
        points = Decimal(_POINTS.get(rating, 0)) + Decimal(number % _SPREAD) / 10
        row, cell = divmod(number, len(FINISHED_CELLS))
        yield Case(cell=FINISHED_CELLS[cell], row=row, rating=rating, points=points)


def too_many() -> Iterator[Case]:
    """Five of twelve proposed for EXCELLENT, where one is allowed."""
    for number in range(ASKING):
        rating = "EXCELLENT" if number < ASKING_EXCELLENT else "GOOD"
        points = Decimal(_POINTS[rating] + 9 - number)
        yield Case(cell=TOO_MANY_CELL, row=FIRST_ASKING + number, rating=rating, points=points)


def total() -> int:
    """How many commands that is, the refused one not counted."""
    steps = sum(1 if case.rating == "NOT_RATED" else 3 for case in (*finished(), *too_many()))
    return steps + 2 + 2 + 1 + len(MEETINGS) + _REGISTERED


def _scores(points: Decimal) -> tuple[requests.Points, ...]:
    common = min(points, Decimal(30))
    return (
        requests.Points(criterion="COMMON", points=common),
        requests.Points(criterion="RESULTS", points=points - common),
    )


def _tasks(rating: str) -> requests.TaskCounts:
    late = 3 if rating == "COMPLETED" else 0
    undone = 4 if rating == "NOT_COMPLETED" else 0
    exceeded = 8 if rating == "EXCELLENT" else 3
    return requests.TaskCounts(assigned=20, on_time=20 - late - undone, exceeded=exceeded, late=late)


def _votes(rating: str) -> requests.VoteCounts:
    votes = dict.fromkeys(("excellent", "good", "completed", "not_completed"), 2) | {rating.lower(): 38}
    return requests.VoteCounts(summoned=48, present=46, **votes)
