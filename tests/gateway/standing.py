"""A gateway for tests: its real views in a real PostgreSQL, told facts as its followers would tell them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from services.gateway.auditing.looks import Looks
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.reading.asked import Asked
from services.gateway.reading.cursors import Cursors
from services.gateway.reading.loaders import Loaders
from services.gateway.reading.reader import Reader
from services.gateway.reading.viewer import Viewer, own_record
from services.gateway.refusing.language import Language
from services.gateway.schema import served
from services.gateway.service import SERVICE
from shared.authority.scope import Scope
from shared.bus.positions import Positions
from shared.http.tokens import new_key
from shared.readmodel.engine import Engine
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Delivered, Fact, Meta, Sealed
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request
from tests.gateway.told_facts import TODAY, grant

KEY = bytes(range(32))
LETTERS = LetterSeal(new_key())
VIEWS = tuple(view for reaction in SERVICE.reactions for view in reaction.views)
_AGGREGATES = (
    "custody", "home_service", "evaluation", "quota", "simulation", "transfer", "request", "glass", "member", "grant",
    "organization", "plan",
)  # fmt: skip


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

    async def stated(self, member: UUID) -> dict[str, str]:
        return {"personal_id": "079085000001", "of": str(member)}

    async def send_sheet(self, service: str, rows: Sequence[Request]) -> list[Receipt | Refusal]:
        self.posted += [(service, row) for row in rows]
        assert isinstance(self.answer, Receipt | Refusal)
        return [self.answer for _ in rows]


class Gateway:
    """Facts in, GraphQL answers out."""

    def __init__(self, pool: asyncpg.Pool, reading: asyncpg.Pool, admin_dsn: str) -> None:
        self.pool, self.reading, self.admin_dsn = pool, reading, admin_dsn
        self.keys, self.hand, self.positions = PlainKeys(), Hand(), Positions()
        self.views = VIEWS
        self.audit = ReadAudit(pool)
        self.engine = Engine("gateway_views", self.views, self.keys)
        self.schema = served(open_to_readers=True)
        self.sequence, self.statements, self.known = 0, 0, datetime(2026, 1, 1, tzinfo=UTC)
        self.versions: dict[UUID, int] = {}
        self.held: dict[str, str] = {}
        self.behind: dict[str, tuple[str, str]] = {}

    async def prepare(self) -> None:
        async with self.pool.acquire() as connection:
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
        aggregate = next(getattr(fact, name) for name in _AGGREGATES if hasattr(fact, name))
        self.versions[aggregate] = self.versions.get(aggregate, 0) + 1
        return Delivered(
            service=fact.SERVICE,
            sequence=self.sequence,
            told_as=uuid4(),
            aggregate=aggregate,
            version=self.versions[aggregate],
            province="79",
            fact=fact,
            stored_meta=Meta(actor="test", command_id=uuid4(), correlation=uuid4(), causation=uuid4()).stored(),
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
        asked.reader = Reader(self.reading, asked.viewer, lambda: self.held, behind=lambda: self.behind)
        asked.loaders = Loaders(asked.reader)
        result = await self.schema.execute(query, variable_values=variables, context_value=asked)
        self.statements = asked.reader.statements
        return result

    async def data(self, asked: Asked, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        result = await self.answer(asked, query, **variables)
        assert not result.errors, result.errors
        return result.data
