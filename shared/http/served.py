"""What the border needs of a running process; `shared.runtime.running.Running` has it all, a test has just enough."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from shared.http.tokens import Tokens
from shared.runtime.service import Service
from shared.vocabulary.actor import Actor
from shared.vocabulary.finding import Finding
from shared.vocabulary.position import Epochs, Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request


class RunsCommands(Protocol):
    """The command executor (`shared.eventlog.commands`)."""

    async def run(self, request: Request, actor: Actor, *, traceparent: str = "") -> Receipt:
        """Decide, commit, answer; the same command_id always gets the same receipt."""
        ...

    async def run_all(
        self, requests: Sequence[Request], actor: Actor, *, traceparent: str = ""
    ) -> list[Receipt | Refusal]:
        """The rows of a sheet, each with its own answer."""
        ...

    def takes_sheets_of(self, request: type[Request]) -> bool:
        """Whether this command may come in sheets."""
        ...


class HasHead(Protocol):
    """The end of a log."""

    @property
    def sequence(self) -> int:
        """The newest outbox sequence."""
        ...


class PublishesFacts(Protocol):
    """The event log, as far as the border reads it."""

    @property
    def epoch(self) -> str:
        """The log's epoch, renewed by a restore."""
        ...

    @property
    def epochs(self) -> Epochs:
        """That epoch and the ones before it."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether the writer runs and the database answers."""
        ...

    def finding(self) -> Finding:
        """The same with what holds it up."""
        ...

    @property
    def head(self) -> HasHead:
        """Where the log ends now."""
        ...

    async def look(self) -> None:
        """Ask the database where the log ends now."""
        ...

    async def read_outbox(self, after: int, limit: int) -> Sequence[Any]:
        """Published rows after a sequence, in order."""
        ...


class KnowsPositions(Protocol):
    """The checkpoints of this process's followers (`shared.bus.positions`)."""

    def vector(self) -> Position:
        """What has been applied here."""
        ...

    async def wait(self, position: Position, timeout: float = ...) -> bool:  # noqa: ASYNC109 - the port's own bound
        """Whether the position was reached in time."""
        ...


class FindsItself(Protocol):
    """A part that can say whether it is well: a follower, the mirror."""

    def finding(self) -> Finding:
        """The part's own answer."""
        ...


class KeepsPersonKeys(Protocol):
    """Membership's keys of persons, still wrapped (`shared.people.keys`)."""

    @property
    def kek(self) -> str:
        """The name of the key that wraps them."""
        ...

    async def page(self, persons: Sequence[UUID], reader: str) -> Mapping[UUID, str]:
        """The wrapped keys that exist; the reading is audited under the reader's name."""
        ...


class Served(Protocol):
    """A running process, as its HTTP border sees it."""

    @property
    def service(self) -> Service:
        """The service that is served."""
        ...

    @property
    def tokens(self) -> Tokens:
        """Who checks tokens."""
        ...

    @property
    def log(self) -> PublishesFacts | None:
        """The event log; None in the gateway."""
        ...

    @property
    def commands(self) -> RunsCommands | None:
        """The executor; None in the gateway."""
        ...

    @property
    def positions(self) -> KnowsPositions:
        """The followers' checkpoints."""
        ...

    @property
    def followers(self) -> Sequence[FindsItself]:
        """The followers of this process."""
        ...

    @property
    def mirror(self) -> FindsItself | None:
        """The relay to the broker; None in the gateway."""
        ...

    @property
    def person_keys(self) -> KeepsPersonKeys | None:
        """Only membership has them."""
        ...
