"""Bộ nhớ của từng tiến trình - the largest memory of each process of a stack, looked at again and again."""

import asyncio
from contextlib import suppress
from pathlib import Path

import psutil

from shared.runtime.state_file import running_stack

_EVERY = 0.5
_MB = 2**20


class Weight:
    """`peak_mb` by process. Of PostgreSQL each connection is a process: its own memory, not the buffers all share."""

    def __init__(self, data: Path) -> None:
        state = running_stack(data)
        self._processes = {one.name: psutil.Process(one.pid) for one in state.processes} if state else {}
        self._watching: asyncio.Task[None] | None = None
        self.peak_mb: dict[str, float] = {}

    async def __aenter__(self) -> "Weight":
        """Watch."""
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Look once more."""
        if self._watching:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        self._look()

    async def _watch(self) -> None:
        while True:
            self._look()
            await asyncio.sleep(_EVERY)

    def _look(self) -> None:
        for name, process in self._processes.items():
            with suppress(psutil.Error):
                weights = [_own(one) for one in (process, *process.children(recursive=True))]
                self.peak_mb[name] = max(self.peak_mb.get(name, 0.0), *weights)


def _own(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        memory = process.memory_info()
        return round((memory.rss - getattr(memory, "shared", 0)) / _MB, 1)
    return 0.0
