"""Việc khác cùng lúc - one caller who asks and one who commands something else while the plan takes effect."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

_PAUSE = 0.02
Work = Callable[[int], Awaitable[object]]


class Meanwhile:
    """Works until it is left; `took` has the milliseconds of each call, by name."""

    def __init__(self, **works: Work) -> None:
        self._works = works
        self._left = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.took: dict[str, list[float]] = {name: [] for name in works}

    async def __aenter__(self) -> "Meanwhile":
        """Each work begins, one call after the other."""
        self._tasks = [asyncio.create_task(self._again(name, work)) for name, work in self._works.items()]
        return self

    async def __aexit__(self, *raised: object) -> None:
        """The calls under way are waited for: the slowest ones count."""
        self._left.set()
        await asyncio.gather(*self._tasks)

    async def _again(self, name: str, work: Work) -> None:
        while not self._left.is_set():
            self.took[name].append(await milliseconds(work, len(self.took[name])))
            await asyncio.sleep(_PAUSE)


async def milliseconds(work: Work, number: int) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    await work(number)
    return (time.perf_counter() - began) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed; 0 of none."""
    ranked = sorted(values)
    return round(ranked[min(len(ranked) - 1, int(len(ranked) * share))], 1) if ranked else 0.0
