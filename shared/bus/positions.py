"""Vị trí - how far this process has come in each log it follows; whoever needs a later state waits here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from shared.eventlog.log import EventLog
from shared.vocabulary.position import Epochs, Position, PositionIsOfAnotherEpoch

AskEpochs = Callable[[str], Awaitable[Epochs]]


@dataclass(slots=True)
class _Place:
    source: str
    epoch: str
    applied: int
    showing: int


class Positions:
    """The places of all followers of a process. `own` and its `log` are absent in a process without a log.

    `ask_epochs` asks another service which epochs its log has had (`ServiceClient.epochs`).
    """

    def __init__(self, own: str = "", log: EventLog | None = None, ask_epochs: AskEpochs | None = None) -> None:
        self._own = own
        self._log = log
        self._ask_epochs = ask_epochs
        self._places: dict[str, _Place] = {}
        self._turns: dict[str, int] = {}
        self._wanted: dict[object, Mapping[str, int]] = {}
        self._asked = asyncio.Event()
        self._moved = asyncio.Event()

    def current(self) -> dict[str, int]:
        """Foreign source -> the outbox sequence that every follower here has applied."""
        return self._foreign(lambda place: place.applied, min)

    def seen(self) -> dict[str, int]:
        """Foreign source -> the highest sequence that a decision made now may have seen: the basis of its facts."""
        return self._foreign(lambda place: place.showing, max)

    def vector(self) -> Position:
        """`current` as clients get it, with epochs and with this process's own log."""
        at = self.current()
        epochs = {place.source: place.epoch for place in self._places.values() if place.source != self._own}
        if self._log is not None:
            at[self._own] = self._log.head.sequence
            epochs[self._own] = self._log.epoch
        return Position(at=at, epochs={source: epoch for source, epoch in epochs.items() if epoch})

    async def wait(self, position: Position, timeout: float = 5.0) -> bool:  # noqa: ASYNC109 - the answer is False, not an error
        """Whether the views here reach a position in time. Sources that nobody here follows do not count.

        Refuses a position that no time makes true: see `standing`.
        """
        try:
            async with asyncio.timeout(timeout):
                return await self._reach(position.at, await self.standing(position))
        except TimeoutError:
            return False

    async def standing(self, position: Position) -> dict[str, str]:
        """The epochs of a position that followers here have not come to yet.

        Of an epoch before the one its owner lives in now, what the owner still has counts as any other; what it has
        lost is refused for good, and so is every other epoch where nobody can be asked.
        """
        ahead: dict[str, str] = {}
        for source, epoch in position.epochs.items():
            if self._is_in(source, epoch):
                continue
            epochs = await self._epochs_of(source)
            if epochs is None or not epochs.holds(epoch, position.at.get(source, 0)):
                raise PositionIsOfAnotherEpoch("minPosition")
            if epoch == epochs.current:
                ahead[source] = epoch
        return ahead

    async def wait_for(self, basis: Mapping[str, int], timeout: float) -> bool:  # noqa: ASYNC109 - as above
        """Whether the followers of other sources get as far as a fact's basis."""
        return await self.wait(Position(at=dict(basis)), timeout)

    def covers(self, basis: Mapping[str, int]) -> bool:
        """Whether everything that a fact rests on has been applied here."""
        return not basis or all(self._applied(source) >= wanted for source, wanted in basis.items())

    def place(self, follower: str, source: str, epoch: str, sequence: int, *, shown: bool = True) -> None:
        """A follower's checkpoint as it was read or committed. Until views show it (`shown`) nobody is there."""
        self._places[follower] = _Place(source, epoch, sequence if shown else 0, sequence)
        self._turns[source] = self.turn(source) + 1
        self._wake()

    def passed(self, follower: str, sequence: int) -> None:
        """A follower has gone past facts of which it is asked nothing: its views say what they said."""
        place = self._places[follower]
        place.applied = place.showing = sequence
        self._wake()

    def turn(self, source: str) -> int:
        """Another number whenever the views over a source may have changed here."""
        return self._turns.get(source, 0)

    async def another(self, source: str, turn: int, timeout: float) -> bool:  # noqa: ASYNC109 - the answer is False
        """Whether the views over a source have moved on from a turn in time."""
        try:
            async with asyncio.timeout(timeout):
                while self.turn(source) == turn:
                    await self._moved.wait()
            return True
        except TimeoutError:
            return False

    async def wanted(self, source: str, beyond: int, timeout: float) -> bool:  # noqa: ASYNC109 - as above
        """Whether, in time, somebody waits here until a source has got beyond a sequence."""
        try:
            async with asyncio.timeout(timeout):
                while not any(at.get(source, 0) > beyond for at in self._wanted.values()):
                    self._asked.clear()
                    await self._asked.wait()
            return True
        except TimeoutError:
            return False

    def place_of(self, follower: str) -> int:
        """How far one follower has come: the outbox sequence, or the position in the own log."""
        return self._places[follower].applied

    def showing(self, follower: str, sequence: int) -> None:
        """A follower is about to commit: from some moment on, decisions may see facts up to here."""
        self._places[follower].showing = sequence

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def _reach(self, at: Mapping[str, int], ahead: Mapping[str, str]) -> bool:
        own = at.get(self._own, 0) if self._log is not None else 0
        if self._log is not None and own > self._log.head.sequence:
            await self._log.wait_beyond(sequence=own - 1, timeout=60.0)
        until = self._log.head.position if self._log is not None and own else 0
        foreign = {source: wanted for source, wanted in at.items() if source != self._own}
        self._wanted[ticket := object()] = foreign
        self._asked.set()
        try:
            while not (self._have_come(ahead) and self.covers(foreign) and self._applied(self._own) >= until):
                await self._moved.wait()
        finally:
            del self._wanted[ticket]
        return True

    def _is_in(self, source: str, epoch: str) -> bool:
        """Whether all that is here of a source is of this epoch; of what nobody follows, nothing is asked."""
        if self._log is not None and source == self._own:
            return epoch == self._log.epoch
        unknown = "" if self._ask_epochs is None else epoch  # at the origin a follower has not heard of any
        return all(place.epoch in (epoch, unknown) for place in self._places.values() if place.source == source)

    def _have_come(self, ahead: Mapping[str, str]) -> bool:
        return all(self._is_in(source, epoch) for source, epoch in ahead.items())

    async def _epochs_of(self, source: str) -> Epochs | None:
        if self._log is not None and source == self._own:
            return self._log.epochs
        return None if self._ask_epochs is None else await self._ask_epochs(source)

    def _applied(self, source: str) -> int:
        applied = [place.applied for place in self._places.values() if place.source == source]
        return min(applied, default=_NOBODY_FOLLOWS)

    def _foreign(self, read: Callable[[_Place], int], pick: Callable[[list[int]], int]) -> dict[str, int]:
        found: dict[str, list[int]] = {}
        for place in self._places.values():
            if place.source != self._own:
                found.setdefault(place.source, []).append(read(place))
        return {source: pick(values) for source, values in found.items()}


_NOBODY_FOLLOWS = 2**63 - 1
