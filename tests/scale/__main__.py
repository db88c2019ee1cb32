"""make scale: every measurement of this folder, one after the other, each on a stack of its own.

python -m tests.scale [--only NAME ...]; the figures of reads also stand in build/scale.json.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from shared.testing.stack import running_stack
from tests.benchmarks import bulk
from tests.benchmarks.deployment import lone_postgres
from tests.benchmarks.figures import show, write
from tests.scale import gateway, growth, importing, overdue, steps
from tests.scale.distributing import Distributing

REPORT = Path("build/scale.json")
ROWS, CELLS = 100_000, 100
MEMBERS = 100_000


def imports() -> None:
    """A sheet of members of a province."""
    with running_stack() as running:
        importing.measure(running, ROWS, CELLS)


def reads() -> None:
    """What the gateway answers over a province's members."""
    begun = time.perf_counter()
    figures = gateway.measure()
    write(figures, REPORT)
    show(figures, seconds=time.perf_counter() - begun)


def long_log() -> None:
    """What a command costs when the log is long."""
    begun = time.perf_counter()
    with lone_postgres(growth.settings()) as (small, _), lone_postgres(growth.settings()) as (large, _):
        figures = asyncio.run(growth.measure(small, large))
    show(figures, seconds=time.perf_counter() - begun)


def transfer_steps() -> None:
    """What the steps of transfers cost from door to door."""
    begun = time.perf_counter()
    with running_stack() as running:
        show(steps.measure(running), seconds=time.perf_counter() - begun)


def overdue_list() -> None:
    """What is late in a province."""
    begun = time.perf_counter()
    show(overdue.measure(), seconds=time.perf_counter() - begun)


def distributed() -> None:
    """Dissolved cells whose members are allocated one by one, beside the bulk lane on its own."""
    begun = time.perf_counter()
    with lone_postgres() as (server, _):
        lane = asyncio.run(bulk.measure(server))
    rate = next(iter(lane.values()))
    with running_stack() as running:
        show(asyncio.run(Distributing(running).measure(MEMBERS, rate.value)), seconds=time.perf_counter() - begun)


PARTS = {
    "imports": imports,
    "steps": transfer_steps,
    "overdue": overdue_list,
    "reads": reads,
    "growth": long_log,
    "distributed": distributed,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description="Measures at a province's size.")
    parser.add_argument("--only", nargs="*", default=[], choices=list(PARTS), help="some parts instead of all")
    chosen = parser.parse_args()
    for name, part in PARTS.items():
        if not chosen.only or name in chosen.only:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            part()
