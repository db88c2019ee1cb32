"""Luồng tin - a subscription: a question that is asked anew, with the scope of the moment, whenever views have moved.

Nothing is remembered for a client: a stream lives for minutes, and whoever reads on gives the last position as `after`.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, TypeVar

from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query
from shared.vocabulary.position import Position
from shared.vocabulary.refusals import Refusal

if TYPE_CHECKING:
    from services.gateway.reading.asked import Asked

LONGEST_SECONDS = 300.0
"""A stream ends then, complete; it is taken up again by `after`."""
PAUSE_SECONDS = 0.25
"""However fast views move, a stream reads no more often than this."""
MOST_OF_ONE, MOST = 5, 500
"""How many streams one account, and all together, may have open at this gateway."""
COST = 2
"""Points of the account's allowance that each reading of a stream costs; an event costs what its text does besides."""
STRETCH = 20_000
"""So many facts of a log are looked at in one statement: it takes as little where none of them concerns the viewer."""
Event = TypeVar("Event")


class TooManyStreams(Refusal):
    """Tài khoản, hoặc cả hệ thống, đang mở quá nhiều luồng tin."""

    vi = "Đang mở quá nhiều luồng tin: mỗi tài khoản nhiều nhất {own}, cả hệ thống nhiều nhất {most}."
    en = "Too many streams are open: an account has {own} at most, all together {most}."
    next_vi = "Đóng bớt luồng đang mở rồi thử lại."
    next_en = "Close one that is open, then try again."
    status = 429


class Streams:
    """The streams that are open at this gateway, counted by account."""

    def __init__(self, of_one: int = MOST_OF_ONE, most: int = MOST) -> None:
        self._of_one, self._most = of_one, most
        self._open: Counter[str] = Counter()

    @contextmanager
    def opened(self, subject: str) -> Iterator[None]:
        """One more, as long as it lasts; refused where there are too many."""
        if self._open[subject] >= self._of_one or self._open.total() >= self._most:
            raise TooManyStreams(own=self._of_one, most=self._most)
        self._open[subject] += 1
        try:
            yield
        finally:
            self._open[subject] -= 1
            self._open += Counter()  # whoever has none is forgotten

    def count(self) -> int:
        """How many are open."""
        return self._open.total()


async def events(
    asked: "Asked",
    source: str,
    ask: Callable[["Asked"], Awaitable[Event | None]],
    *,
    longest: float = LONGEST_SECONDS,
    pause: float = PAUSE_SECONDS,
) -> AsyncGenerator[Event, None]:
    """What is found: asked at once, again after each find, and each time the views over a service's log have moved.

    Token, scope and allowance are those of the moment: who has lost them is refused, and the stream ends.
    """
    loop, actor = asyncio.get_running_loop(), asked.viewer.actor
    ends = loop.time() + longest
    with asked.streams.opened(actor.subject):
        while loop.time() < ends:
            turn = asked.positions.turn(source)
            await asked.renew()
            asked.budgets.take(actor.subject, actor.role, COST)
            found = await ask(asked)
            if found is not None:
                asked.budgets.take(actor.subject, actor.role, asked.price)
                yield found
            elif await asked.positions.another(source, turn, ends - loop.time()):
                await asyncio.sleep(pause)


async def news(
    asked: "Asked", source: str, after: str | None, between: Callable[[int, int], Query]
) -> AsyncGenerator[Row, None]:
    """Rows that came with facts behind a position, one after the other: `between` asks for the first in (from, to].

    Without a position it begins now. What the viewer does not reach is passed over, and not looked at again.
    """
    await asked.reach(after)
    now = asked.positions.current().get(source, 0)
    since = Position.decode(after).at.get(source, now)

    async def first(asked: "Asked") -> Row | None:
        nonlocal since
        shown = asked.positions.current().get(source, 0)
        while since < shown:
            until = min(since + STRETCH, shown)
            row = await asked.reader.row(between(since, until))
            since = row["sequence"] if row is not None else until
            if row is not None:
                return row
        return None

    async with aclosing(events(asked, source, first)) as found:
        async for row in found:
            yield row
