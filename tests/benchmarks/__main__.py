"""make bench: every figure of this folder in one run, as a table and as build/bench.json.

python -m tests.benchmarks [--only NAME ...] [--strict]
"""

import argparse
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uvloop

from shared.runtime import postgres
from tests.benchmarks import cold_start, durable_commands, memory, scene, visibility
from tests.benchmarks.deployment import deployment, pids
from tests.benchmarks.figures import Figures, missed, show, write

VISIBLE_RATE = 100


def commands() -> Figures:
    """Durable commands a second, on a PostgreSQL of its own with the settings of the embedded one."""
    home = Path(tempfile.mkdtemp(prefix="lienthong-bench-"))
    home.chmod(0o755)
    server = postgres.start(home / "postgres", password=secrets.token_urlsafe(16))
    try:
        return uvloop.run(durable_commands.measure(server))
    finally:
        server.stop()
        for folder in {home, server.home}:
            shutil.rmtree(folder, ignore_errors=True)


def stack() -> Figures:
    """Cold start, idle memory and visibility, on one deployment."""
    with deployment() as kept:
        figures = cold_start.measure(kept, before_second=scene.keep_commit_times)
        figures |= memory.measure(pids(kept))
        place = uvloop.run(scene.prepare(kept))
        return figures | uvloop.run(visibility.measure(place, rate=VISIBLE_RATE))


PARTS: dict[str, Callable[[], Figures]] = {"commands": commands, "stack": stack}


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
