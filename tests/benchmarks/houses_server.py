"""The houses over HTTP, by the same border and executor as every service's. TOKEN_KEY: the JWK of its tokens.

python -m tests.benchmarks.houses_server DSN PORT
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import uvloop

from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.http import logs
from shared.http.app import build
from shared.http.serve import serve_app
from shared.http.tokens import Tokens
from shared.runtime.clock import SystemClock
from shared.runtime.service import Service
from tests.benchmarks.houses import NAME, SERVICE

ISSUER = "benchmark"


@dataclass(frozen=True, kw_only=True)
class Serving:
    """What the border needs of a process that only takes commands."""

    log: EventLog
    commands: Commands
    tokens: Tokens
    positions: Positions
    service: Service = SERVICE
    followers: Sequence[Any] = ()
    mirror: None = None
    person_keys: None = None


async def main(dsn: str, port: int) -> None:
    """Serve until SIGTERM."""
    logs.configure(NAME)
    register_topics([SERVICE])
    stop, clock = asyncio.Event(), SystemClock()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    log = await EventLog.open(dsn, service=NAME, clock=clock, secret=b"b" * 32)
    tokens = Tokens(os.environ["TOKEN_KEY"], issuer=ISSUER)
    serving = Serving(
        log=log, commands=Commands(SERVICE, log, clock, None), tokens=tokens, positions=Positions(NAME, log)
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # as `shared.runtime.serve` sets it
    await serve_app(build(serving), "127.0.0.1", port, stop)
    await log.close()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2])))
