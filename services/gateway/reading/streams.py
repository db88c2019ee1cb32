"""Luồng tin - a subscription: a question that is asked anew, with the scope of the moment, whenever views have moved.

Nothing is remembered for a client: a stream lives for minutes, and whoever reads on gives the last position as `after`.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

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
"""Points of the account's allowance that each reading of a stream costs."""


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


async def turns(
    asked: "Asked", source: str, *, longest: float = LONGEST_SECONDS, pause: float = PAUSE_SECONDS
) -> AsyncGenerator["Asked", None]:
    """The question anew, at once and each time the views over a service's log have moved.

    Token, scope and allowance are those of the moment: who has lost them is refused, and the stream ends.
    """
    loop, actor = asyncio.get_running_loop(), asked.viewer.actor
    ends = loop.time() + longest
    with asked.streams.opened(actor.subject):
        while True:
            turn = asked.positions.turn(source)
            now = await asked.renewed()
            now.budgets.take(actor.subject, actor.role, COST)
            yield now
            if not await asked.positions.another(source, turn, ends - loop.time()):
                return
            await asyncio.sleep(pause)
