"""A served process, just enough for the border: real tokens, rows in memory, an executor that answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.eventlog.rows import Head, OutboxRow
from shared.http.tokens import Tokens, new_key
from shared.runtime.service import Service
from shared.vocabulary.actor import Actor
from shared.vocabulary.finding import Finding
from shared.vocabulary.position import Epochs, Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request


class Greet(Request, frozen=True, kw_only=True):
    """A request with one field of each kind."""

    name: str
    times: int = 1
    on: date | None = None
    near: tuple[UUID, ...] = ()
    more: Any = None


class GreetingIsRude(Refusal):
    """Lời chào không lịch sự."""

    vi = "Lời chào không lịch sự."
    en = "The greeting is rude."


async def _nothing(request: Any, work: Any, look: Any) -> None:
    """The handler is not what is tested here."""


@dataclass
class Executor:
    """Answers every request and remembers what it was asked."""

    asked: list[tuple[Request, Actor, str]] = field(default_factory=list)
    fails: Exception | None = None

    async def run(self, request: Request, actor: Actor, *, traceparent: str = "") -> Receipt:
        self.asked.append((request, actor, traceparent))
        if self.fails:
            raise self.fails
        return Receipt(thing="greeting", id=request.command_id, version=1, position="p")


@dataclass
class Rows:
    """A log of published rows."""

    rows: list[OutboxRow] = field(default_factory=list)
    epoch: str = "e1"
    epochs: Epochs = field(default_factory=lambda: Epochs(current="e1", earlier={"e0": 7}))
    healthy: bool = True

    def finding(self) -> Finding:
        return Finding(name="log", ok=self.healthy, reason="" if self.healthy else "it cannot write")

    @property
    def head(self) -> Head:
        return Head(sequence=len(self.rows))

    async def look(self) -> None:
        """All of it is known."""

    async def read_outbox(self, after: int, limit: int) -> Sequence[OutboxRow]:
        return self.rows[after : after + limit]


@dataclass
class Reached:
    """Positions that stand still."""

    at: dict[str, int] = field(default_factory=lambda: {"organization": 7})

    def vector(self) -> Position:
        return Position(at=self.at, epochs={"organization": "e1"})

    async def wait(self, position: Position, timeout: float = 5.0) -> bool:  # noqa: ASYNC109 - the port's own bound
        return all(self.at.get(service, 0) >= sequence for service, sequence in position.at.items())


@dataclass
class Part:
    """A follower that says what it is told to say."""

    says: Finding

    def finding(self) -> Finding:
        return self.says


@dataclass
class PersonKeysOfTwo:
    """Wrapped keys, and who read them."""

    read: list[str] = field(default_factory=list)
    kek: str = "the newest"

    async def page(self, persons: Sequence[UUID], reader: str) -> dict[UUID, str]:
        self.read.append(reader)
        return dict.fromkeys(persons[:2], "d3JhcHBlZA==")


@dataclass
class Process:
    """What `shared.http.served.Served` asks for."""

    service: Service
    tokens: Tokens
    log: Rows = field(default_factory=Rows)
    commands: Executor = field(default_factory=Executor)
    positions: Reached = field(default_factory=Reached)
    followers: list[Part] = field(default_factory=list)
    mirror: Part | None = None
    person_keys: PersonKeysOfTwo = field(default_factory=PersonKeysOfTwo)


def outbox_row(sequence: int) -> OutboxRow:
    digest = bytes([sequence % 256]) * 32
    return OutboxRow(
        sequence=sequence,
        position=sequence,
        id=uuid4(),
        aggregate=uuid4(),
        version=1,
        province="79",
        subject="evt.79.test.thing.thing-done.v1.3",
        topic="vn.lienthong.test.ThingDone.v1",
        body=b'{"a":"\xc3\xa1"}',
        meta=b"{}",
        recorded_at=datetime(2025, 7, 1, tzinfo=UTC),
        digest=digest,
        previous=digest,
    )


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(new_key(), issuer="lienthong")


@pytest.fixture
def process(tokens: Tokens) -> Process:
    service = Service(name="membership", owns="greetings", handlers={Greet: _nothing}, keeps_person_keys=True)
    return Process(service=service, tokens=tokens, log=Rows([outbox_row(n) for n in range(1, 8)]))


@pytest.fixture
def bearer(tokens: Tokens) -> Callable[..., dict[str, str]]:
    def header(role: str = "cell_secretary", subject: str = "user:an") -> dict[str, str]:
        return {"authorization": f"Bearer {tokens.mint(subject, role)}"}

    return header


@pytest.fixture
def greet() -> type[Greet]:
    return Greet


@pytest.fixture
def rude() -> type[GreetingIsRude]:
    return GreetingIsRude


@pytest.fixture
def part() -> Callable[..., Part]:
    return lambda **says: Part(Finding(**says))
