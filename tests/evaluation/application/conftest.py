"""Evaluation on a real log beside real organization and membership logs, without HTTP or broker."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.evaluation.application.lookups import Look
from services.evaluation.contracts import requests
from services.evaluation.contracts.enums import Rating
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.evaluation.state import EVALUATIONS, Evaluation, evaluation_id
from services.evaluation.service import SERVICE
from services.membership import service as membership
from services.membership.contracts.enums import MemberState, TransferKind, TransferReason
from services.membership.contracts.requests import (
    AdmitTransfer,
    EndorseTransfer,
    NewMember,
    PresentTransfer,
    ReceiveTransfer,
    RegisterMembers,
    RequestTransfer,
    ReviewTransfer,
)
from services.organization import service as organization
from services.organization.application.founding import found_the_nation
from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import FoundOrganization, GrantRole
from services.organization.domain.organization import OrganizationEnded, OrganizationReparented
from shared.bus.connection import Broker
from shared.bus.following import followers_of
from shared.bus.positions import Positions
from shared.eventlog.append import Append, Write
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.http.pages import FactsPage
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.readmodel import MIGRATIONS
from shared.testing import postgres
from shared.testing.postgres import Databases
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Meta, PublishedFact
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt, Request, new_id

SYSTEM = Actor(subject="service:tests", role="service")
SERVICES = {"organization": organization.SERVICE, "membership": membership.SERVICE, "evaluation": SERVICE}
TOP = {"assigned": 20, "on_time": 20, "exceeded": 10, "late": 0}


class Calendar:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.day = date(2026, 12, 20)

    def now(self) -> datetime:
        return datetime.combine(self.day, time(3), UTC)

    def today(self) -> date:
        return self.day


@dataclass
class Season:
    """Three services at the end of a year."""

    clock: Calendar
    logs: dict[str, EventLog]
    commands: dict[str, Commands]
    positions: dict[str, Positions]
    look: Look
    keyring: Keyring
    places: dict[str, UUID] = field(default_factory=dict)
    number: int = 0

    async def tell(self, service: str, request: Request, actor: Actor = SYSTEM) -> Receipt:
        """A command; returns once everybody who follows has seen it."""
        receipt = await self.commands[service].run(request, actor)
        for known in self.positions.values():
            assert await known.wait(Position.decode(receipt.position), 20)
        return receipt

    async def run(self, what: type[Any], actor: Actor, /, **body: Any) -> Receipt:
        """A command of evaluation."""
        return await self.tell("evaluation", what(command_id=uuid4(), **body), actor)

    async def found(self, name: str, parent: UUID, kind: OrganizationType, **more: Any) -> UUID:
        request = FoundOrganization(
            command_id=uuid4(), parent_id=parent, name=f"{name} (tổng hợp)", type=kind,
            effective_on=date(2025, 7, 1), synthetic=True, **more,
        )  # fmt: skip
        self.places[name] = (await self.tell("organization", request)).id
        return self.places[name]

    async def actor(self, role: Role, place: str, subject: str = "") -> Actor:
        subject = subject or f"{role}@{self.places[place]}"
        request = GrantRole(
            command_id=uuid4(), user=subject, role=role, organization_id=self.places[place], from_date=date(2025, 7, 1)
        )
        await self.tell("organization", request)
        return Actor(subject=subject, role=role.value)

    async def officer(self, place: str) -> Actor:
        return await self.actor(Role.COMMITTEE_OFFICER, place)

    async def secretary(self, place: str) -> Actor:
        return await self.actor(Role.CELL_SECRETARY, place)

    async def members(self, cell: str, count: int, since: date = date(2025, 7, 1)) -> list[UUID]:
        listed = tuple(self._person(since) for _ in range(count))
        request = RegisterMembers(command_id=uuid4(), organization_id=self.places[cell], members=listed, synthetic=True)
        await self.tell("membership", request)
        return [new_id(request.command_id, f"member/{row}") for row in range(count)]

    def _person(self, since: date) -> NewMember:
        self.number += 1
        return NewMember(
            full_name="Nguyễn Văn An", personal_id=f"999{self.number:09d}", date_of_birth=date(1985, 4, 30),
            state=MemberState.FULL, file_number=f"{self.number:06d}HCM", home_since=since,
        )  # fmt: skip

    async def moved(self, member: UUID, route: list[str], on: date) -> None:
        """A whole transfer, cell and committees of the origin, then the destination's down to the cell."""
        today, self.clock.day = self.clock.day, on
        origin, *between, destination = route
        officers = {place: await self.officer(place) for place in between}
        secretaries = {cell: await self.secretary(cell) for cell in (origin, destination)}
        request = RequestTransfer(
            command_id=uuid4(), member_id=member, kind=TransferKind.OFFICIAL, destination_id=self.places[destination],
            reason=TransferReason.CHANGE_OF_WORK, effective_on=on,
        )  # fmt: skip
        transfer = (await self.tell("membership", request, secretaries[origin])).id
        await self.tell("membership", ReviewTransfer(command_id=uuid4(), transfer_id=transfer), secretaries[origin])
        for kind, place in zip([EndorseTransfer, ReceiveTransfer], between, strict=False):
            await self.tell("membership", kind(command_id=uuid4(), transfer_id=transfer), officers[place])
        for kind in (PresentTransfer, AdmitTransfer):
            await self.tell("membership", kind(command_id=uuid4(), transfer_id=transfer), secretaries[destination])
        self.clock.day = today

    async def ended(self, place: str, successor: str, on: date) -> None:
        """An organisation ends; its members belong to the other one."""
        to = self.places[successor]
        await self._told(OrganizationEnded(organization=self.places[place], effective_on=on, successor=to))

    async def handed_over(self, place: str, parent: str, on: date) -> None:
        """An organisation stands under another one, with all below it."""
        to = self.places[parent]
        await self._told(OrganizationReparented(organization=self.places[place], parent=to, effective_on=on))

    async def _told(self, fact: Any) -> None:
        """As the log of organization would tell it."""
        id, command = fact.organization, uuid4()
        told = organization.SERVICE.publishing[type(fact)](fact, id, None)
        meta = Meta(actor="service:tests", command_id=command, correlation=command, causation=command)
        write = Write(stream=id, expected_version=1, facts=(fact,), province="79", published=(told,))
        append = Append(command_id=command, actor="service:tests", digest=b"e" * 32, meta=meta, writes=(write,))
        committed = await self.logs["organization"].append(append)
        for name in ("membership", "evaluation"):
            assert await self.positions[name].wait(Position(at={"organization": committed.sequence}), 20)

    async def campaign(self, place: str, **more: Any) -> UUID:
        body = {"organization_id": self.places[place], "year": 2026, **more}
        return (await self.run(requests.OpenCampaign, await self.officer(place), **body)).id

    async def reviewed(self, campaign: UUID, member: UUID, actor: Actor, points: str, **tasks: int) -> UUID:
        common = min(Decimal(points), Decimal(30))
        scores = (
            requests.Points(criterion="COMMON", points=common),
            requests.Points(criterion="RESULTS", points=Decimal(points) - common),
        )
        given = {"scores": scores, "tasks": requests.TaskCounts(**{**TOP, **tasks})}
        return (await self.run(requests.SubmitSelfReview, actor, campaign_id=campaign, subject_id=member, **given)).id

    async def proposed(self, campaign: UUID, member: UUID, actor: Actor, points: str, rating: str) -> UUID:
        """From self-review to proposal."""
        evaluation = await self.reviewed(campaign, member, actor, points)
        votes = requests.VoteCounts(summoned=9, present=9, excellent=5, good=4, completed=0, not_completed=0)
        await self.run(requests.RecordCellVote, actor, evaluation_id=evaluation, votes=votes)
        await self.run(requests.ProposeRating, actor, evaluation_id=evaluation, rating=Rating(rating))
        return evaluation

    async def decide(self, campaign: UUID, place: str, ratings: dict[UUID, str], **more: Any) -> Receipt:
        lines = tuple(requests.Decided(evaluation_id=id, rating=Rating(rating)) for id, rating in ratings.items())
        body = {"campaign_id": campaign, "organization_id": self.places[place], "ratings": lines, **more}
        return await self.run(requests.DecideRatings, await self.officer(place), **body)

    async def state(self, campaign: UUID, member: UUID) -> Evaluation:
        return await self.folded(EVALUATIONS, evaluation_id(campaign, Subject(kind="MEMBER", id=member)))

    async def folded(self, stream: Any, id: UUID) -> Any:
        state = stream.initial
        for recorded in await self.logs["evaluation"].read_stream(id):
            state = stream.evolve(state, recorded.fact)
        return state

    async def published(self, kind: type[Any]) -> list[Any]:
        rows = await self.logs["evaluation"].read_outbox(0, 100_000)
        told: list[PublishedFact] = [row.delivered("evaluation").fact for row in rows]  # pyright: ignore
        return [fact for fact in told if isinstance(fact, kind)]


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with postgres.server() as server:
        yield Databases(server)


@pytest.fixture(scope="session")
async def nation(databases: Databases) -> AsyncIterator[Season]:
    register_topics(list(SERVICES.values()))
    folders = {name: [Path(MIGRATIONS), *map(Path, service.migrations)] for name, service in SERVICES.items()}
    database = await databases.fresh(list(SERVICES), folders)
    async with AsyncExitStack() as parts:
        yield await _opened(database, parts)
    await databases.drop(database)


async def _opened(database: Any, parts: AsyncExitStack) -> Season:
    clock = Calendar()
    logs: dict[str, EventLog] = {}
    pools: dict[str, asyncpg.Pool[Any]] = {}
    for name in SERVICES:
        dsn = database.dsn(name)
        logs[name] = await EventLog.open(dsn, service=name, clock=clock, secret=b"s" * 32, in_tests=True)
        parts.push_async_callback(logs[name].close)
        pools[name] = await asyncpg.create_pool(dsn, min_size=1, max_size=4)
        parts.push_async_callback(pools[name].close)
    await found_the_nation(logs["organization"])
    keys = PersonKeys(pools["membership"], b"k" * 32)
    keyring = Keyring(lambda persons: keys.page(persons, "service:evaluation"), b"k" * 32)
    positions = {name: Positions(name, logs[name]) for name in SERVICES}
    looks = _looks(pools, positions, clock, keys, keyring)
    commands = {
        name: Commands(service, logs[name], clock, looks[name], positions=positions[name].seen)
        for name, service in SERVICES.items()
    }

    async def fetch(source: str, after: int, limit: int) -> FactsPage:
        await logs[source].wait_beyond(sequence=after, timeout=0.5)
        rows = list(await logs[source].read_outbox(after, limit))
        return FactsPage(epoch=logs[source].epoch, head=logs[source].head.sequence, rows=rows)

    broker = Broker("nats://127.0.0.1:1")
    for name, service in SERVICES.items():
        followers = await followers_of(
            service, pool=pools[name], positions=positions[name], deployment="test", log=logs[name], broker=broker,
            fetch_facts=fetch, commands=commands[name], look=looks[name],
        )  # fmt: skip
        for follower in followers:
            parts.push_async_callback(_ended, asyncio.create_task(follower.run()))
    head = Position(at={"organization": logs["organization"].head.sequence})
    for known in positions.values():
        assert await known.wait(head, 20)
    return Season(clock, logs, commands, positions, looks["evaluation"], keyring)


def _looks(pools: Any, positions: Any, clock: Calendar, keys: PersonKeys, keyring: Keyring):
    """As each service binds its own look-ups, over what a running process would have."""
    settings = SimpleNamespace(data=Path(), objects="memory:///")
    more = {"clock": clock, "person_keys": keys, "keyring": keyring, "client": None, "settings": settings}
    return {
        name: service.look(SimpleNamespace(pool=pools[name], positions=positions[name], **more))  # pyright: ignore[reportArgumentType]
        for name, service in SERVICES.items()
    }


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture
async def season(nation: Season) -> Season:
    """A ward with a grassroots committee of two cells, a cell right below the ward, and a ward far away."""
    nation.clock.day = date(2026, 12, 20)
    nation.places = {code: organization_id(code) for code in ("79", "79.26740", "82.28249")}
    await nation.found("G", nation.places["79.26740"], OrganizationType.GRASSROOTS_COMMITTEE)
    await nation.found("A", nation.places["G"], OrganizationType.CELL)
    await nation.found("B", nation.places["G"], OrganizationType.CELL)
    await nation.found("W", nation.places["79.26740"], OrganizationType.CELL)
    await nation.found("V", nation.places["79.26740"], OrganizationType.CELL)
    return nation
