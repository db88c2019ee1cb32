"""Membership on a real log beside a real organization log, without HTTP or broker: commands, policies, views."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.membership.application.proof_uploads import ProofUploads
from services.membership.contracts import requests
from services.membership.contracts.enums import MemberState, TransferKind, TransferReason
from services.membership.domain.member import MEMBERS, Member
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from services.membership.projections.bodies import BodiesByDate
from services.membership.projections.deadlines import DeadlinesAhead
from services.membership.projections.open_routes import OpenRoutes
from services.membership.projections.outsiders import OutsidersKept
from services.membership.projections.reminders import RemindersAhead
from services.membership.projections.rules import RulesInForce
from services.membership.projections.visit_loads import LoadsOfOfficers
from services.membership.service import SERVICE, LookUps
from services.organization import service as organization
from services.organization.application.founding import found_the_nation
from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import FoundOrganization, GrantRole
from shared.authority.scope import Scope
from shared.bus.connection import Broker
from shared.bus.following import followers_of
from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.http.pages import FactsPage
from shared.objects.store import Objects
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.readmodel import MIGRATIONS
from shared.testing import postgres
from shared.testing.postgres import Databases
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import PublishedFact, Sealed
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt, Request

SERVICES = ("organization", "membership")
SYSTEM = Actor(subject="service:tests", role="service")
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Đức", "Phạm Thu Hà")


class Calendar:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.day = date(2026, 11, 21)

    def now(self) -> datetime:
        return datetime.combine(self.day, time(3), UTC)

    def today(self) -> date:
        return self.day


@dataclass
class Office:
    """Both services at work."""

    clock: Calendar
    log: EventLog
    commands: Commands
    organization: Commands
    organization_look: organization.Look
    positions: dict[str, Positions]
    look: LookUps
    keyring: Keyring
    places: dict[str, UUID] = field(default_factory=dict)
    numbers: int = 0

    async def run(self, request: Request, actor: Actor) -> Receipt:
        """A command of membership, and whatever its policies made of it."""
        receipt = await self.commands.run(request, actor)
        await self.settled()
        return receipt

    async def settled(self) -> None:
        """Until the policies have nothing more to say."""
        position = -1
        while position != self.log.head.position:
            position = self.log.head.position
            assert await self.positions["membership"].wait(Position(at={"membership": self.log.head.sequence}))

    async def tell(self, request: Request) -> Receipt:
        """A command of organization; returns once membership has seen it."""
        receipt = await self.organization.run(request, SYSTEM)
        for positions in self.positions.values():
            assert await positions.wait(Position.decode(receipt.position))
        return receipt

    async def found(self, name: str, parent: UUID, kind: OrganizationType, *, external: bool = False) -> UUID:
        request = FoundOrganization(
            command_id=uuid4(),
            parent_id=parent,
            name=f"{name} (tổng hợp)",
            type=kind,
            effective_on=date(2025, 7, 1),
            external=external,
            synthetic=True,
        )
        self.places[name] = (await self.tell(request)).id
        return self.places[name]

    async def actor(self, role: Role, place: str, user: str | None = None) -> Actor:
        """A user with one role at one place."""
        subject = user or f"{role}@{self.places[place]}"
        await self.tell(
            GrantRole(
                command_id=uuid4(),
                user=subject,
                role=role,
                organization_id=self.places[place],
                from_date=date(2025, 7, 1),
            )
        )
        return Actor(subject=subject, role=role.value)

    async def secretary(self, place: str) -> Actor:
        return await self.actor(Role.CELL_SECRETARY, place)

    async def officer(self, place: str) -> Actor:
        return await self.actor(Role.COMMITTEE_OFFICER, place)

    def someone(self, cell: str, **more: Any) -> requests.RegisterMember:
        self.numbers += 1
        given = {
            "full_name": NAMES[self.numbers % len(NAMES)],
            "personal_id": f"079085{self.numbers:06d}",
            "date_of_birth": date(1985, 4, 30),
            "state": MemberState.FULL,
            "file_number": f"{self.numbers:06d}HCM",
            "home_since": date(2025, 7, 1),
        }
        return requests.RegisterMember(command_id=uuid4(), organization_id=self.places[cell], **{**given, **more})

    async def member(self, cell: str, **more: Any) -> UUID:
        return (await self.run(self.someone(cell, **more), await self.secretary(cell))).id

    def transfer_of(self, member: UUID | None, destination: str, **more: Any) -> requests.RequestTransfer:
        given = {
            "kind": TransferKind.OFFICIAL,
            "reason": TransferReason.CHANGE_OF_WORK,
            "effective_on": date(2026, 10, 1),
        }
        return requests.RequestTransfer(
            command_id=uuid4(), member_id=member, destination_id=self.places[destination], **{**given, **more}
        )

    async def asked(self, origin: str, destination: str, **more: Any) -> tuple[UUID, UUID]:
        """A member of the origin, and the transfer its secretary asked for."""
        member = await self.member(origin)
        receipt = await self.run(self.transfer_of(member, destination, **more), await self.secretary(origin))
        return member, receipt.id

    async def state(self, transfer: UUID) -> Transfer:
        return await self._folded(TRANSFERS, transfer)

    async def home(self, member: UUID) -> UUID | None:
        return (await self.member_state(member)).home

    async def member_state(self, member: UUID) -> Member:
        return await self._folded(MEMBERS, member)

    async def _folded(self, stream: Any, id: UUID) -> Any:
        state = stream.initial
        for recorded in await self.log.read_stream(id):
            state = stream.evolve(state, recorded.fact)
        return state

    async def published(self, aggregate: UUID) -> list[PublishedFact]:
        rows = await self.log.read_outbox(0, 10_000)
        told = [row.delivered("membership") for row in rows if row.aggregate == aggregate]
        return [delivered.fact for delivered in told if isinstance(delivered.fact, PublishedFact)]

    async def opened(self, person: UUID, name: str, sealed: Sealed | None) -> str | None:
        await self.keyring.prefetch([person])
        return self.keyring.open(person, name, sealed)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with postgres.server() as server:
        yield Databases(server)


@pytest.fixture(scope="session")
async def office(databases: Databases) -> AsyncIterator[Office]:
    register_topics([organization.SERVICE, SERVICE])
    folders = {
        "organization": [Path(MIGRATIONS)],
        "membership": [Path(MIGRATIONS), *map(Path, SERVICE.migrations)],
    }
    database = await databases.fresh(list(SERVICES), folders)
    async with AsyncExitStack() as parts:
        office = await _opened(database, parts)
        for province, commune in (("79", "79.26740"), ("82", "82.28249")):
            office.places |= {province: organization_id(province), commune: organization_id(commune)}
        office.places["00"] = organization_id("00", date(1930, 2, 3))
        yield office
    await databases.drop(database)


async def _opened(database: Any, parts: AsyncExitStack) -> Office:
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
    look = LookUps(
        bodies=BodiesByDate(pools["membership"]),
        rules=RulesInForce(pools["membership"]),
        people=keys,
        scope=Scope(pools["membership"], clock),
        visits=LoadsOfOfficers(pools["membership"]),
        outsiders=OutsidersKept(pools["membership"]),
        proofs=ProofUploads(pools["membership"], keys, Objects(Path(parts.enter_context(TemporaryDirectory())))),
        deadlines=DeadlinesAhead(pools["membership"]),
        reminders=RemindersAhead(pools["membership"]),
        routes=OpenRoutes(pools["membership"]),
    )
    org_look = organization.look_ups(pools["organization"], clock)
    positions = {name: Positions(name, logs[name]) for name in SERVICES}
    commands = Commands(SERVICE, logs["membership"], clock, look, positions=positions["membership"].seen)
    org_commands = Commands(organization.SERVICE, logs["organization"], clock, org_look)

    async def fetch(source: str, after: int, limit: int) -> FactsPage:
        if source not in logs:  # nobody evaluates here
            await asyncio.sleep(0.5)
            return FactsPage(epoch="none", head=0, rows=[])
        await logs[source].wait_beyond(sequence=after, timeout=0.5)
        rows = list(await logs[source].read_outbox(after, limit))
        return FactsPage(epoch=logs[source].epoch, head=logs[source].head.sequence, rows=rows)

    broker = Broker("nats://127.0.0.1:1")
    for service, own, look_up, run in (
        (organization.SERVICE, "organization", org_look, org_commands),
        (SERVICE, "membership", look, commands),
    ):
        followers = await followers_of(
            service,
            pool=pools[own],
            positions=positions[own],
            deployment="test",
            log=logs[own],
            broker=broker,
            fetch_facts=fetch,
            commands=run,
            look=look_up,
        )
        for follower in followers:
            task = asyncio.create_task(follower.run())
            parts.push_async_callback(_ended, task)
    head = Position(at={"organization": logs["organization"].head.sequence})
    for known in positions.values():
        assert await known.wait(head, 20)
    keyring = Keyring(lambda persons: keys.page(persons, "service:tests"), b"k" * 32)
    return Office(clock, logs["membership"], commands, org_commands, org_look, positions, look, keyring)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture
async def towns(office: Office) -> Office:
    """Two communes in two provinces: new cells below them, a committee with a cell, and the army outside."""
    office.clock.day = date(2026, 11, 21)
    await office.found("A", office.places["79.26740"], OrganizationType.CELL)
    await office.found("B", office.places["82.28249"], OrganizationType.CELL)
    await office.found("G", office.places["82.28249"], OrganizationType.GRASSROOTS_COMMITTEE)
    await office.found("C", office.places["G"], OrganizationType.CELL)
    await office.found("X", office.places["00"], OrganizationType.CENTRAL_BLOC, external=True)
    return office
