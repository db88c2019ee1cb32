"""A gateway for tests: its real views in a real PostgreSQL, told facts as its followers would tell them."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.gateway.auditing.looks import Looks
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.reading.asked import Asked
from services.gateway.reading.cursors import Cursors
from services.gateway.reading.loaders import Loaders
from services.gateway.reading.reader import Reader, reading_pool
from services.gateway.reading.viewer import Viewer, own_record
from services.gateway.refusing.language import Language
from services.gateway.schema import build
from services.gateway.service import SERVICE
from services.membership.contracts.facts import (
    Act,
    MemberRegistered,
    Standing,
    TransferAdmitted,
    TransferIntroduced,
    TransferRequested,
)
from services.organization.contracts.facts import OrganizationFounded, RoleGranted
from services.organization.contracts.identity import organization_id
from shared.authority.scope import Scope
from shared.bus.positions import Positions
from shared.http.tokens import new_key
from shared.readmodel import MIGRATIONS
from shared.readmodel.engine import Engine
from shared.readmodel.tables import ViewTables
from shared.testing.postgres import Database, Databases, server
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Delivered, Fact, Meta, Sealed
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request

BEGIN = date(2025, 7, 1)
TODAY = date(2026, 11, 20)
KEY = bytes(range(32))
LETTERS = LetterSeal(new_key())


class StillClock:
    """A day that does not move."""

    def now(self) -> datetime:
        return datetime(2026, 11, 20, 3, tzinfo=UTC)

    def today(self) -> date:
        return TODAY


class PlainKeys:
    """Opens what the tests sealed: the value behind a mark; the persons of `erased` no more."""

    def __init__(self) -> None:
        self.erased: set[UUID] = set()

    async def prefetch(self, persons: Any) -> None:
        self.fetched = set(persons)

    def forget(self, person: UUID) -> None:
        self.erased.add(person)

    def open(self, person: UUID, field: str, sealed: Sealed | None) -> str | None:
        assert person in self.fetched, "opened without having been fetched"
        return None if sealed is None or person in self.erased else sealed.removeprefix(f"sealed {field} ")


class Hand:
    """Stands where the services' doors are: notes what was posted, answers what the test says."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, Request]] = []
        self.answer: Receipt | Exception = Exception("nobody said what to answer")

    async def send(self, service: str, request: Request) -> Receipt:
        self.posted.append((service, request))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def send_sheet(self, service: str, rows: Sequence[Request]) -> list[Receipt | Refusal]:
        self.posted += [(service, row) for row in rows]
        assert isinstance(self.answer, Receipt | Refusal)
        return [self.answer for _ in rows]


class Gateway:
    """Facts in, GraphQL answers out."""

    def __init__(self, pool: asyncpg.Pool, reading: asyncpg.Pool, admin_dsn: str) -> None:
        self.pool, self.reading, self.admin_dsn = pool, reading, admin_dsn
        self.keys, self.hand, self.positions = PlainKeys(), Hand(), Positions()
        self.views = tuple(view for reaction in SERVICE.reactions for view in reaction.views)
        self.audit = ReadAudit(pool)
        self.engine = Engine("gateway_views", self.views, self.keys)
        self.schema = build(open_to_readers=True)
        self.sequence, self.statements, self.known = 0, 0, datetime(2026, 1, 1, tzinfo=UTC)
        self.versions: dict[UUID, int] = {}
        self.held: dict[str, str] = {}

    async def prepare(self) -> None:
        async with self.pool.acquire() as connection:
            await ViewTables("gateway").ensure(connection, self.views, at_origin=True)
            await self.engine.learn(connection)

    async def told(self, *facts: Fact) -> None:
        """The facts happen, one hour apart, in one batch."""
        batch = [self._delivered(fact) for fact in facts]
        folded = await self.engine.fold(batch)
        assert folded.poison is None, folded.poison.__cause__
        async with self.pool.acquire() as connection, connection.transaction():
            await self.engine.write(connection, folded)

    def _delivered(self, fact: Any) -> Delivered:
        self.sequence += 1
        self.known += timedelta(hours=1)
        names = (
            "custody",
            "home_service",
            "evaluation",
            "quota",
            "simulation",
            "transfer",
            "request",
            "glass",
            "member",
            "grant",
            "organization",
            "plan",
        )
        aggregate = next(getattr(fact, name) for name in names if hasattr(fact, name))
        self.versions[aggregate] = self.versions.get(aggregate, 0) + 1
        return Delivered(
            service=fact.SERVICE,
            sequence=self.sequence,
            id=uuid4(),
            aggregate=aggregate,
            version=self.versions[aggregate],
            province="79",
            fact=fact,
            meta=Meta(actor="test", command_id=uuid4(), correlation=uuid4(), causation=uuid4()),
            recorded_at=self.known,
        )

    async def asked(self, role: str, at: UUID | None = None, *, subject: str = "", language: str = "vi") -> Asked:
        """A request of somebody who holds this role there, granted on the spot."""
        actor = Actor(subject=subject or f"{role}@{at}", role=role, token="t")
        if at is not None:
            await self.told(grant(actor.subject, role, at))
        clock = StillClock()
        scope = Scope(self.reading, clock)
        roots = tuple(await scope.roots(actor))
        viewer = Viewer(actor=actor, today=TODAY, roots=roots, own=own_record(actor) or await scope.record_of(actor))
        reader = Reader(self.reading, viewer)
        return Asked(
            viewer=viewer,
            now=clock.now(),
            language=Language(language),
            token="t",
            reader=reader,
            cursors=Cursors(KEY, actor.subject),
            loaders=Loaders(reader),
            positions=self.positions,
            sender=self.hand,
            watch=None,
            audit=self.audit,
            letters=LETTERS,
        )

    async def answer(self, asked: Asked, query: str, **variables: Any) -> Any:
        """The answer as it goes out, errors included. Each answer starts with loaders of its own."""
        asked.cost, asked.masked, asked.looks = None, [], Looks()
        asked.reader = Reader(self.reading, asked.viewer, lambda: self.held)
        asked.loaders = Loaders(asked.reader)
        result = await self.schema.execute(query, variable_values=variables, context_value=asked)
        self.statements = asked.reader.statements
        return result

    async def data(self, asked: Asked, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        result = await self.answer(asked, query, **variables)
        assert not result.errors, result.errors
        return result.data


def place(code: str) -> UUID:
    return organization_id(code, BEGIN)


def founded(code: str, name: str, kind: str, above: str | None, **more: Any) -> OrganizationFounded:
    parent = place(above) if above else None
    given = {"effective_on": BEGIN, **more}
    return OrganizationFounded(organization=place(code), code=code, name=name, type=kind, parent=parent, **given)


def grant(subject: str, role: str, at: UUID, **more: Any) -> RoleGranted:
    return RoleGranted(grant=uuid4(), subject=subject, role=role, organization=at, valid_from=BEGIN, **more)


def registered(member: UUID, cell: UUID, name: str, **more: Any) -> MemberRegistered:
    given = {
        "state": "FULL",
        "home_since": BEGIN,
        "file_number": Sealed(f"sealed file_number {str(member)[:6]} SG"),
        **more,
    }
    return MemberRegistered(
        member=member,
        cell=cell,
        full_name=Sealed(f"sealed full_name {name}"),
        personal_id=Sealed("sealed personal_id 079099000001"),
        date_of_birth=Sealed("sealed date_of_birth 1970-01-01"),
        **given,
    )


TREE = (
    founded("00", "Ban Chấp hành Trung ương", "CENTRAL", None),
    founded("79", "Đảng bộ Thành phố Hồ Chí Minh", "PROVINCIAL", "00"),
    founded("82", "Đảng bộ tỉnh Đồng Tháp", "PROVINCIAL", "00"),
    founded("79.26740", "Đảng bộ phường Sài Gòn", "DIRECT_SUPERIOR", "79"),
    founded("79.26743", "Đảng bộ phường Bến Thành", "DIRECT_SUPERIOR", "79"),
    founded("82.29869", "Đảng bộ phường Cao Lãnh", "DIRECT_SUPERIOR", "82"),
    founded("79.26740.001", "Chi bộ Khu phố 1", "CELL", "79.26740", setting="VILLAGE"),
    founded("79.26740.002", "Chi bộ Khu phố 2", "CELL", "79.26740", setting="VILLAGE"),
    founded("82.29869.001", "Chi bộ khóm Mỹ Phú", "CELL", "82.29869", setting="VILLAGE"),
)
ROUTE = ("79.26740.001", "79.26740", "82.29869", "82.29869.001")


def standing(state: str, hop: int, *steps: str, **more: Any) -> Standing:
    route = tuple(place(code) for code in ROUTE)
    return Standing(state=state, holder=route[hop], route=route, hop=hop, allowed_steps=steps, origin_hops=2, **more)


def requested(transfer: UUID, member: UUID, **more: Any) -> TransferRequested:
    return TransferRequested(
        transfer=transfer,
        member=member,
        standing=standing("REQUESTED", 0, "REVIEW", "REFUSE", "WITHDRAW"),
        act=Act(organization=place(ROUTE[0]), acted_on=date(2026, 11, 2), step="REQUEST"),
        kind="OFFICIAL",
        reason="CHANGE_OF_WORK",
        origin=place(ROUTE[0]),
        destination=place(ROUTE[3]),
        effective_on=date(2026, 11, 1),
        start_by=date(2027, 1, 25),
        started_late=False,
        requested_by="cell_secretary@79.26740.001",
        **more,
    )


def introduced(transfer: UUID, member: UUID) -> TransferIntroduced:
    letter = {"letter_number": "12-GTSHĐ", "letter_issuer": place(ROUTE[1]), "introduced_on": date(2026, 11, 5)}
    return TransferIntroduced(
        transfer=transfer,
        member=member,
        standing=standing("INTRODUCED", 2, "RECEIVE", "RETURN", present_by=date(2026, 12, 17), **letter),
        act=Act(
            organization=place(ROUTE[1]),
            acted_on=date(2026, 11, 5),
            step="ENDORSE",
            remark=Sealed("sealed remark Tốt"),
        ),
    )


def admitted(transfer: UUID, member: UUID) -> TransferAdmitted:
    return TransferAdmitted(
        transfer=transfer,
        member=member,
        standing=standing("ADMITTED", 0, admitted_on=date(2026, 11, 15), introduced_on=date(2026, 11, 5)),
        act=Act(organization=place(ROUTE[3]), acted_on=date(2026, 11, 15), step="ADMIT"),
        from_cell=place(ROUTE[0]),
        to_cell=place(ROUTE[3]),
        admitted_on=date(2026, 11, 15),
    )


class Facts:
    """The makers of facts, for tests."""

    place, founded, grant, registered = (
        staticmethod(place),
        staticmethod(founded),
        staticmethod(grant),
        staticmethod(registered),
    )
    standing, requested, introduced, admitted = (
        staticmethod(standing),
        staticmethod(requested),
        staticmethod(introduced),
        staticmethod(admitted),
    )
    tree, begin, today = TREE, BEGIN, TODAY


@pytest.fixture(scope="session")
def facts() -> type[Facts]:
    return Facts


@pytest.fixture(scope="session")
async def gateway_databases() -> AsyncIterator[Databases]:
    with server() as running:
        yield Databases(running)


@pytest.fixture
async def bare(gateway_databases: Databases) -> AsyncIterator[Gateway]:
    """A gateway that has been told nothing."""
    database: Database = await gateway_databases.fresh(
        (), {"gateway": (MIGRATIONS, *map(Path, SERVICE.migrations))}, followers=("gateway",)
    )
    dsn = database.dsn("gateway")
    async with asyncpg.create_pool(dsn, min_size=1, max_size=2) as pool:
        reading = await reading_pool(dsn, 4)
        made = Gateway(pool, reading, database.admin_dsn)
        await made.prepare()
        yield made
        await reading.close()
    await gateway_databases.drop(database)


@pytest.fixture
async def gateway(bare: Gateway) -> Gateway:
    """A gateway that knows a small tree."""
    await bare.told(*TREE)
    return bare
