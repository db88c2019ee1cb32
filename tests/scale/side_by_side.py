"""Durable commands into several logs by turns of a quarter of a second, so that what else the machine does meets all.

Started as a process of its own: python -m tests.scale.side_by_side CONCURRENT SECONDS DSN ...; prints a line of JSON.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from uuid import UUID

import msgspec
import uvloop

from shared.eventlog.log import EventLog
from shared.runtime.clock import SystemClock
from tests.benchmarks.figures import median
from tests.benchmarks.load import Deadline, settle
from tests.benchmarks.log_commands import CELLS, MOST_CALLS, SERVICE, an_id, call, command

TURN = 0.25


class Turns(msgspec.Struct):
    """What one log took: `seconds` and `processor` (of this process) a command, turn by turn, of so many commands."""

    commands: int = 0
    seconds: list[float] = []
    processor: list[float] = []

    @property
    def micros(self) -> tuple[float, float]:
        """Both in the median turn, in µs."""
        return median(self.seconds) * 1e6, median(self.processor) * 1e6


async def main(concurrent: int, seconds: float, dsns: Sequence[str]) -> None:
    """Open all, then a turn each until the time is up."""
    logs = [await EventLog.open(dsn, service=SERVICE, clock=SystemClock(), secret=b"b" * 32) for dsn in dsns]
    cells = [an_id() for _ in range(CELLS)]
    for log in logs:
        await asyncio.gather(*(log.append(command(cell, ())) for cell in cells))
    settle()
    taken = [Turns() for _ in logs]
    for _ in range(round(seconds / TURN)):
        for log, turns in zip(logs, taken, strict=True):
            await _turn(log, cells, concurrent, turns)
    print(msgspec.json.encode(taken).decode(), flush=True)
    for log in logs:
        await log.close()


async def _turn(log: EventLog, cells: list[UUID], concurrent: int, turns: Turns) -> None:
    latencies: list[float] = []
    started, busy = time.perf_counter(), time.process_time()
    deadline = Deadline(TURN, MOST_CALLS)
    await asyncio.gather(*(call(log, cells, deadline, latencies) for _ in range(concurrent)))
    turns.commands += len(latencies)
    turns.seconds.append((time.perf_counter() - started) / len(latencies))
    turns.processor.append((time.process_time() - busy) / len(latencies))


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
