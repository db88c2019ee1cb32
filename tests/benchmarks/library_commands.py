"""The peer: an application of the eventsourcing library that loads an aggregate of 20 events, decides and saves one.

From threads, in its default mode; a lost race is tried again, as ours are. Started as a process of its own:
python -m tests.benchmarks.library_commands DSN CONCURRENT SECONDS
"""

import random
import sys
import threading
import time
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError

from tests.benchmarks.load import Deadline, outcome, report, settle

HOUSES = 2_000
LONG = 20
MOST_CALLS = 200_000


class House(Aggregate):
    """The same house."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.colours: list[str] = []

    @event("Painted")
    def paint(self, colour: str) -> None:
        """One more fact."""
        self.colours.append(colour)


def main(dsn: str, concurrent: int, seconds: float) -> None:
    """Paint from `concurrent` threads until the time is up."""
    app: Application[UUID] = Application(env=_env(dsn, concurrent))
    houses = [_old(app) for _ in range(HOUSES)]
    settle()
    latencies: list[list[float]] = [[] for _ in range(concurrent)]
    started = time.perf_counter()
    threads = [threading.Thread(target=_call, args=(app, houses, seconds, mine)) for mine in latencies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report(outcome([one for mine in latencies for one in mine], time.perf_counter() - started))
    app.close()


def _call(app: Application[UUID], houses: list[UUID], seconds: float, latencies: list[float]) -> None:
    deadline = Deadline(seconds, MOST_CALLS)
    while deadline.running():
        before, house = time.perf_counter(), random.choice(houses)
        while not _painted(app, house, str(before)):
            continue
        latencies.append(time.perf_counter() - before)


def _painted(app: Application[UUID], id: UUID, colour: str) -> bool:
    house: House = app.repository.get(id)
    if house.colours[-1:] == [colour]:
        return True
    house.paint(colour)
    try:
        app.save(house)
    except IntegrityError:
        return False
    return True


def _old(app: Application[UUID]) -> UUID:
    house = House("Nhà số một")
    for number in range(LONG - 1):
        house.paint(str(number))
    app.save(house)
    return house.id


def _env(dsn: str, concurrent: int) -> dict[str, Any]:
    parts = urlsplit(dsn)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.strip("/"),
        "POSTGRES_HOST": parts.hostname or "127.0.0.1",
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": parts.username or "postgres",
        "POSTGRES_PASSWORD": unquote(parts.password or ""),
        "POSTGRES_POOL_SIZE": str(concurrent),
        "POSTGRES_MAX_OVERFLOW": "0",
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
