"""The season's steps as commands, and how long each took: opened, reviewed, voted and proposed, looked at, decided."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from services.evaluation.application.entering import LONGEST_ENTRY
from services.evaluation.contracts import requests
from services.evaluation.contracts.enums import Rating
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.evaluation.state import evaluation_id
from shared.eventlog.append import Append, Write
from tests.season.place import PROVINCE, Grassroots
from tests.season.scene import ACTOR, Scene

AT_ONCE = 4
_MIX = (("EXCELLENT", 12, 94), ("GOOD", 76, 80), ("COMPLETED", 8, 60), ("NOT_COMPLETED", 4, 40))


@dataclass(frozen=True)
class Took:
    """A step's figures."""

    facts: int
    published: int
    seconds: float

    @property
    def rate(self) -> float:
        """Facts a second."""
        return self.facts / self.seconds if self.seconds else 0.0


def rating_of(number: int) -> tuple[str, int]:
    """The rating and points of the n-th member of a scope: always the same, and within its cap."""
    place = 99 - number % 25 * 4
    for rating, share, points in _MIX:
        if place < share:
            return rating, points
        place -= share
    raise AssertionError(place)


async def measured(scene: Scene, step: Callable[[], Awaitable[Any]]) -> Took:
    """What a step wrote, and in which time."""
    head, started = scene.log.head, time.perf_counter()
    await step()
    seconds = time.perf_counter() - started
    return Took(scene.log.head.position - head.position, scene.log.head.sequence - head.sequence, seconds)


async def opened(scene: Scene) -> UUID:
    """The campaign of the province."""
    request = requests.OpenCampaign(command_id=uuid4(), organization_id=PROVINCE, year=2026)
    return (await scene.commands.run(request, ACTOR)).id


async def reviewed(scene: Scene, campaign: UUID, places: Sequence[Grassroots]) -> None:
    """Self-reviews, list by list."""
    await _entered(scene, campaign, places, _review)


async def voted(scene: Scene, campaign: UUID, places: Sequence[Grassroots]) -> None:
    """Votes and proposals, list by list."""
    await _entered(scene, campaign, places, _vote)


async def decided(scene: Scene, campaign: UUID, places: Sequence[Grassroots]) -> None:
    """One decision for each grassroots committee."""

    async def one(place: Grassroots) -> None:
        lines = tuple(
            requests.Decided(
                evaluation_id=evaluation_id(campaign, Subject(kind="MEMBER", id=member)),
                rating=Rating(rating_of(number)[0]),
            )
            for number, member in enumerate(place.members)
        )
        request = requests.DecideRatings(
            command_id=uuid4(), campaign_id=campaign, organization_id=place.body.id, ratings=lines
        )
        await scene.commands.run(request, ACTOR)

    await _all(one(place) for place in places)


async def looked_ahead(scene: Scene, campaign: UUID) -> float:
    """Simulating the cap of the whole province: seconds."""
    request = requests.SimulateCap(command_id=uuid4(), campaign_id=campaign, organization_id=PROVINCE)
    started = time.perf_counter()
    await scene.commands.run(request, ACTOR)
    return time.perf_counter() - started


async def plain(scene: Scene, stream: UUID, count: int) -> Took:
    """The log's own rate: facts of this size appended on the bulk lane, so many to a commit, nothing decided."""
    sample = (await scene.log.read_stream(stream))[0]
    told = (await scene.log.read_outbox(0, 10))[-1].delivered("evaluation").fact

    def append() -> Append:
        writes = tuple(
            Write(stream=uuid4(), expected_version=0, facts=(sample.fact,), province="01", published=(told,))  # pyright: ignore
            for _ in range(LONGEST_ENTRY)
        )
        return Append(command_id=uuid4(), actor="plain", digest=b"p" * 32, meta=sample.meta, writes=writes)

    appends = [append() for _ in range(-(-count // LONGEST_ENTRY))]
    head, started = scene.log.head, time.perf_counter()
    await scene.log.append_many(appends)
    seconds = time.perf_counter() - started
    return Took(scene.log.head.position - head.position, scene.log.head.sequence - head.sequence, seconds)


async def _entered(
    scene: Scene, campaign: UUID, places: Sequence[Grassroots], row: Callable[[UUID, int], requests.ReviewRow]
) -> None:
    async def one(place: Grassroots, start: int) -> None:
        request = requests.EnterReviews(
            command_id=uuid4(), campaign_id=campaign, organization_id=place.body.id,
            rows=tuple(row(place.members[number], number) for number in _part(place, start)),
        )  # fmt: skip
        await scene.commands.run(request, ACTOR)

    await _all(one(place, start) for place in places for start in range(0, len(place.members), LONGEST_ENTRY))


def _part(place: Grassroots, start: int) -> range:
    return range(start, min(start + LONGEST_ENTRY, len(place.members)))


async def _all(acts: Any) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    waiting: set[asyncio.Task[None]] = set()
    for act in acts:
        await gate.acquire()
        task = asyncio.create_task(act)
        waiting.add(task)
        task.add_done_callback(lambda _: gate.release())
        done = {each for each in waiting if each.done()}
        for each in done:
            each.result()
        waiting -= done
    await asyncio.gather(*waiting)


def _review(member: UUID, number: int) -> requests.ReviewRow:
    rating, points = rating_of(number)
    late = 3 if rating == "COMPLETED" else 0
    undone = 4 if rating == "NOT_COMPLETED" else 0
    return requests.ReviewRow(
        subject_id=member,
        scores=(
            requests.Points(criterion="COMMON", points=Decimal(20)),
            requests.Points(criterion="RESULTS", points=Decimal(points - 20) if points < 90 else Decimal(70)),
        ) if points < 90 else (
            requests.Points(criterion="COMMON", points=Decimal(points - 70)),
            requests.Points(criterion="RESULTS", points=Decimal(70)),
        ),
        tasks=requests.TaskCounts(assigned=20, on_time=20 - late - undone, exceeded=8, late=late),
    )  # fmt: skip


def _vote(member: UUID, number: int) -> requests.ReviewRow:
    rating, _ = rating_of(number)
    counts = dict.fromkeys(("excellent", "good", "completed", "not_completed"), 1) | {rating.lower(): 20}
    return requests.ReviewRow(
        subject_id=member, votes=requests.VoteCounts(summoned=26, present=24, **counts), rating=Rating(rating)
    )
