"""make bench: every figure of this folder in one run, as a table and as build/bench.json.

python -m tests.benchmarks [--only NAME ...] [--strict]
"""

import argparse
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import uvloop

from shared.runtime.postgres import PostgresServer
from tests.benchmarks import (
    bulk,
    cold_start,
    decided_commands,
    durable_commands,
    http_commands,
    memory,
    node_peers,
    rebuilding,
    scene,
    sheets,
    visibility,
)
from tests.benchmarks.deployment import deployment, lone_postgres, pids, running_postgres
from tests.benchmarks.figures import Figures, missed, show, write

VISIBLE_RATE = 100


def commands() -> Figures:
    """Durable commands a second against other event stores."""
    return _on_postgres(durable_commands.measure)


def decided() -> Figures:
    """Load, decide, append; and imports."""
    return _on_postgres(lambda server, _home: decided_commands.measure(server)) | _on_postgres(
        lambda server, _home: bulk.measure(server)
    )


def rebuilt() -> Figures:
    """Views told their whole history."""
    return _on_postgres(lambda server, _home: rebuilding.measure(server))


def http() -> Figures:
    """Commands over HTTP."""
    return _on_postgres(lambda server, _home: http_commands.measure(server), running_postgres)


def _on_postgres(
    measure: Callable[[PostgresServer, Path], Coroutine[Any, Any, Figures]],
    postgres: Callable[[], AbstractContextManager[tuple[PostgresServer, Path]]] = lone_postgres,
) -> Figures:
    node_peers.installed()
    with postgres() as (server, home):
        return uvloop.run(measure(server, home))


def stack() -> Figures:
    """Cold start, idle memory and visibility, on one deployment."""
    with deployment() as kept:
        figures = cold_start.measure(kept, before_second=scene.keep_commit_times)
        figures |= memory.measure(pids(kept))
        place = uvloop.run(scene.prepare(kept))
        figures |= uvloop.run(visibility.measure(place, rate=VISIBLE_RATE))
        return figures | uvloop.run(sheets.measure(place))


PARTS: dict[str, Callable[[], Figures]] = {
    "stack": stack,
    "commands": commands,
    "decided": decided,
    "rebuilt": rebuilt,
    "http": http,
}


def main(only: list[str], *, strict: bool) -> int:
    """Run the parts one after the other: they would disturb each other."""
    begun, figures = time.perf_counter(), {}
    for name, part in PARTS.items():
        if not only or name in only:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            figures |= part()
            write(figures)  # what is measured stays, whatever the next part does
    show(figures, seconds=time.perf_counter() - begun)
    for name in missed(figures):
        print(f"goal not met: {name}", file=sys.stderr)
    return 1 if strict and missed(figures) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measures lienthong here and now.")
    parser.add_argument("--only", nargs="*", default=[], choices=list(PARTS), help="some parts instead of all")
    parser.add_argument("--strict", action="store_true", help="end with 1 when a goal was not met")
    chosen = parser.parse_args()
    sys.exit(main(chosen.only, strict=chosen.strict))
