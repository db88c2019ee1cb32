"""An officer's day, sent again and again with gaps, doubles, any order and wrong clocks: always the same end.

COURIER_DAYS says how many (30; `make proof` runs 1,000). Every day has its own random sequence, named when it fails.
"""

import hashlib
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4, uuid5

import pytest

from services.membership.application.proof import KeepHomeProof
from services.membership.contracts import home_requests as ask
from services.membership.contracts.home_enums import CustodianKind, VisitFailure
from services.membership.contracts.requests import NewMember, RegisterMembers
from services.membership.domain.custody.state import CUSTODIES, custody_of
from services.membership.domain.home_service.facts import HomeProofStored, HomeServiceCompleted
from services.membership.domain.home_service.proof import Picture
from services.membership.domain.home_service.state import HOME_SERVICES
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import SetPolicy
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request, new_id
from tests.membership.application.test_home_service import SYSTEM, requested

DAYS = int(os.environ.get("COURIER_DAYS", "30"))
PASSES, LIST = 48, 200
UPLOADS = Actor(subject="service:membership", role="service")
END = {
    "collected": ("DONE", 0, ("SIGNATURE",), "BODY", 2),
    "absent": ("FAILED_ATTEMPT", 1, (), "", 0),
    "witnessed": ("DONE", 0, ("WITNESS",), "OFFICER", 1),
}
"""What each kind of visit comes to: state, failed attempts, kinds of proof, who has the file, hand-overs."""


@dataclass
class Job:
    """One visit of the day."""

    kind: str
    service: UUID
    member: UUID
    number: str
    proof: UUID = field(default_factory=uuid4)


@dataclass
class Item:
    """One act in the device's outbox; a forged one must never be taken."""

    request: Request
    actor: Actor
    forged: bool = False


class Day:
    """The jobs of one officer, and the ways in which his device sends what he did."""

    def __init__(self, towns, officer: Actor, seed: int) -> None:
        self.towns, self.officer, self.seed = towns, officer, seed
        self.random = random.Random(seed)
        self.skew = timedelta(seconds=self.random.randint(-90_000, 90_000))
        self.jobs: list[Job] = []
        self.counted = Counter[str]()

    async def plan(self, secretary: Actor, planner: Actor, members: Sequence[UUID]) -> None:
        run = self.towns.commands.run
        for kind, member in zip(END, members, strict=True):
            service = (await run(requested(member), secretary)).id
            visit = ask.ScheduleHomeVisit(
                command_id=uuid4(), home_service_id=service, on=self.towns.clock.day, officer=self.officer.subject
            )
            await run(visit, planner)
            self.jobs.append(Job(kind, service, member, f"NP-{uuid4().int % 10**12}"))

    def outbox(self) -> list[Item]:
        items = [item for job in self.jobs for item in self._items(job)]
        first, _, last = self.jobs
        stolen = self._complete(last, proof_ids=(first.proof,), witness=None)
        return [*items, Item(stolen, self.officer, forged=True)]

    def _items(self, job: Job) -> list[Item]:
        start = Item(ask.StartHomeVisit(**self._visit(job)), self.officer)
        match job.kind:
            case "collected":
                done = self._complete(job, proof_ids=(job.proof,), hand_over=self._taken(job))
                return [start, Item(self._proof(job), UPLOADS), Item(done, self.officer), self._delivered(job)]
            case "absent":
                return [start, Item(ask.FailHomeVisit(why=VisitFailure.ABSENT, **self._visit(job)), self.officer)]
            case _:
                return [start, Item(self._complete(job, witness="Bà Tư", hand_over=self._taken(job)), self.officer)]

    def _visit(self, job: Job) -> dict[str, object]:
        return {"command_id": uuid4(), "home_service_id": job.service, "visit": 1, "at": self._at()}

    def _at(self) -> ask.DeviceTime:
        now = self.towns.clock.now()
        minutes = self.random.randint(0, 300)
        return ask.DeviceTime(
            device_time=now + self.skew,
            synced_at=now - timedelta(hours=5),
            monotonic_offset_ms=minutes * 60_000,
        )

    def _complete(self, job: Job, **more: object) -> ask.CompleteHomeVisit:
        return ask.CompleteHomeVisit(**self._visit(job), **more)

    def _taken(self, job: Job) -> ask.HandOver:
        return ask.HandOver(
            giver=ask.Custodian(kind=CustodianKind.MEMBER),
            receiver=self._by_officer(),
            seal_number=job.number,
            inventory_hash="sha256:0123456789",
            papers=9,
        )

    def _by_officer(self) -> ask.Custodian:
        return ask.Custodian(kind=CustodianKind.OFFICER, officer=self.officer.subject)

    def _delivered(self, job: Job) -> Item:
        body = ask.Custodian(kind=CustodianKind.BODY, organization_id=self.towns.places["79.26740"])
        handed = ask.RecordCustody(
            command_id=uuid4(),
            home_service_id=job.service,
            seal_number=job.number,
            giver=self._by_officer(),
            receiver=body,
            at=self._at(),
        )
        return Item(handed, self.officer)

    def _proof(self, job: Job) -> KeepHomeProof:
        at, digest = self._at(), hashlib.sha256(job.proof.bytes).hexdigest()
        return KeepHomeProof(
            command_id=uuid5(job.proof, "keep"),
            home_service_id=job.service,
            proof_id=job.proof,
            visit=1,
            kind=Picture.SIGNATURE,
            taken_digest=digest,
            kept_digest=digest,
            size=100,
            device_time=at.device_time,
            synced_at=at.synced_at,
            monotonic_offset_ms=at.monotonic_offset_ms,
        )

    async def send(self) -> None:
        """Pass after pass: a random part of what is not acknowledged, doubled and shuffled; answers may be lost."""
        left = self.outbox()
        if not self.seed:
            return await self._in_order(left)
        for _ in range(PASSES):
            sent = [item for item in left if self.random.random() < 0.8]
            doubled = [item for item in sent if self.random.random() < 0.2]
            self.counted["doubled"] += len(doubled)
            sent += doubled
            self.random.shuffle(sent)
            for item in sent:
                if await self._taken_by_server(item) and self.random.random() < 0.85 and item in left:
                    left.remove(item)  # else the acknowledgement was lost, so it is sent again
            if all(item.forged for item in left):
                return None
        raise AssertionError(f"never acknowledged: {left}")

    async def _in_order(self, items: Sequence[Item]) -> None:
        for item in items:
            assert await self._taken_by_server(item) is not item.forged

    async def _taken_by_server(self, item: Item) -> bool:
        self.counted["sent"] += 1
        try:
            await self.towns.commands.run(item.request, item.actor)
        except Refusal:
            self.counted["forged, refused" if item.forged else "too early, refused"] += 1
            return False
        assert not item.forged, f"a proof on another job, day {self.seed}"
        return True

    async def end(self) -> dict[str, tuple[object, ...]]:
        """Each job's end, in words that do not depend on ids."""
        found = {}
        for job in self.jobs:
            facts = [recorded.fact for recorded in await self.towns.log.read_stream(job.service)]
            service, custody = HOME_SERVICES.initial, CUSTODIES.initial
            for fact in facts:
                service = HOME_SERVICES.evolve(service, fact)
            for recorded in await self.towns.log.read_stream(custody_of(job.member)):
                custody = CUSTODIES.evolve(custody, recorded.fact)
            completed = [fact for fact in facts if isinstance(fact, HomeServiceCompleted)]
            stored = {fact.proof for fact in facts if isinstance(fact, HomeProofStored)}
            assert len(completed) <= 1 and all(set(fact.proofs) <= stored for fact in completed)
            kinds = completed[0].kinds if completed else ()
            holder = custody.custodian.kind if custody.custodian else ""
            found[job.kind] = (service.state, service.attempts, kinds, holder, custody.hand_overs)
        return found


@pytest.fixture
async def shift(towns):
    """An officer whose day never fills up."""
    planner = await towns.officer("79.26740")
    roomy = SetPolicy(
        command_id=uuid4(),
        key="home.visits_per_day",
        organization_id=towns.places["79.26740"],
        valid_from=date(2025, 7, 1),
        value=100_000,
        source="Thử nghiệm",
    )
    receipt = await towns.organization.run(roomy, planner)
    assert await towns.positions["membership"].wait(Position.decode(receipt.position))
    officer = await towns.actor(Role.HOME_VISIT_OFFICER, "79.26740", user=f"giao-{uuid4()}")
    return officer, await towns.secretary("A"), planner


async def enrolled(towns, count: int) -> Iterator[UUID]:
    """As many members, by lists."""
    found: list[UUID] = []
    while len(found) < count:
        people = tuple(_person(towns) for _ in range(min(LIST, count - len(found))))
        lists = RegisterMembers(command_id=uuid4(), organization_id=towns.places["A"], members=people, synthetic=True)
        await towns.commands.run(lists, SYSTEM)
        found += [new_id(lists.command_id, f"member/{row}") for row in range(len(people))]
    return iter(found)


def _person(towns) -> NewMember:
    said = towns.someone("A")
    return NewMember(**{name: getattr(said, name) for name in NewMember.__struct_fields__})


async def test_a_day_has_one_end_however_it_is_sent(towns, shift):
    officer, secretary, planner = shift
    members = await enrolled(towns, DAYS * len(END))
    counted = Counter[str]()
    for seed in range(DAYS):
        day = Day(towns, officer, seed)
        await day.plan(secretary, planner, [next(members) for _ in END])
        await day.send()
        assert await day.end() == END, f"day {seed}"
        counted += day.counted
    await towns.settled()
    print(f"{DAYS} days, each of one end for its {len(END)} visits: {dict(counted)}")
    assert counted["forged, refused"] >= DAYS
