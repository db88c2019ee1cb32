"""A service as a value: what it owns, accepts, publishes and listens to, on one screen (`<service>/service.py`)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shared.readmodel.view import View
from shared.runtime.due import Unasked
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Delivered, Fact, PublishedFact, Publishing, Stream
from shared.vocabulary.requests import Request

if TYPE_CHECKING:
    from shared.eventlog.work import Work
    from shared.runtime.running import Running
    from shared.runtime.settings import Settings

Handler = Callable[[Any, "Work", Any], Awaitable[None]]
"""`async def request_transfer(request, work, look) -> None`: load, decide, record; look-ups are the service's own."""

React = Callable[[Delivered, Any], Awaitable[Iterable[Request]]]
"""A fact in, requests out. Their command_id is uuid5(policy, fact id, step), see `shared.bus.policy.command_id`."""

SheetLook = Callable[[Sequence[Any], Actor, Any], Awaitable[Any]]
"""For the rows of a sheet: the service's look with all that they have in common looked up already."""

Gather = Callable[[Sequence[Delivered]], Iterable[Request]]
"""Several facts in a row in, requests out. Their ids follow from the facts that happened to come together, so such a
request must be one that does nothing the second time, whatever its command_id."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """`<do>_on_<fact>.py`: reacts to facts with commands of its own service. `name` is a literal that never changes."""

    name: str
    on: tuple[type[Fact], ...]
    react: React
    gather: Gather | None = None  # instead of `react`, for facts of which there are hundreds of thousands
    at_once: int = 1  # so many requests of one reaction side by side, where none rests on another; the last by itself
    since: str = "origin"  # "origin": from the first fact there is; "now": only facts after the policy was installed


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """One follower: it reads one source in order and moves its checkpoint with what it writes.

    `source` is another service (its published facts, through JetStream) or the service itself (its own log).
    `name` is a literal that never changes. A fact that cannot be taken is parked, and everything later of its key:
    `key` is the field that names it ("" = the fact's aggregate). `halt` stops the follower instead (the tree does).
    `gathers` are seconds for which facts may wait for others, unless somebody waits for them: for views in which nobody
    looks for what he has just done elsewhere.
    """

    name: str
    source: str
    views: tuple[View, ...] = ()
    policies: tuple[Policy, ...] = ()
    key: str = ""
    halt: bool = False
    gathers: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Timer:
    """Fires commands for deadlines that have passed; they are computed when read, so a new swap day shifts them.

    Where a row needs more than to be read to tell what is due, `shared.runtime.due.of_each` keeps rows apart.
    """

    name: str
    every_seconds: float
    due: Callable[[Any, Any], Awaitable[Iterable[Request | Unasked]]]  # (look, clock) -> requests


@dataclass(frozen=True, kw_only=True)
class Service:
    """The table of contents of a service, as data."""

    name: str
    owns: str
    streams: tuple[Stream[Any], ...] = ()
    sheet_looks: Mapping[type[Request], SheetLook] = field(default_factory=dict)
    handlers: Mapping[type[Request], Handler] = field(default_factory=dict)
    publishes: tuple[type[PublishedFact], ...] = ()
    publishing: Publishing = field(default_factory=dict)
    reactions: tuple[Reaction, ...] = ()
    timers: tuple[Timer, ...] = ()
    look: Callable[["Running"], Any] = lambda running: None
    controllers: Callable[["Running"], Sequence[Any]] = lambda running: ()
    founding: Callable[["Running"], Awaitable[None]] | None = None  # idempotent, runs once the log is open
    migrations: tuple[str, ...] = ()  # folders of .sql files beside the kernel's own
    keeps_person_keys: bool = False
    tells_keys_to: tuple[str, ...] = ()  # services that open nearly every new person: told keys as they are made
    keeps_log: bool = True  # False: the gateway, which only follows the others
    warming: Callable[["Settings"], None] | None = None  # worth doing once, before the process is forked
    cooling: Callable[[], None] | None = None  # forgets of it what no other process needs
    closing: Callable[["Running"], Awaitable[None]] | None = None  # releases what `founding` opened

    def routes(self) -> tuple[str, ...]:
        """Where each request is posted, for the generated README."""
        return tuple(
            sorted(
                [f"POST /commands/{request.__name__}" for request in self.handlers]
                + [f"POST /sheets/{request.__name__}" for request in self.sheet_looks]
            )
        )
