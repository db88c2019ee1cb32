"""The peer: eventsourcing's own PostgreSQL application recorder, one new stream of one event a call, from threads.

Its default, safe mode (a table lock for each insert; the function mode lets readers miss events). The event's state is
encoded before the clock starts, so that only the recorder is timed: its best case. Started as a process of its own:
python -m tests.benchmarks.recorder_peer DSN CONCURRENT SECONDS
"""

import json
import sys
import threading
import time
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from tests.benchmarks.load import Deadline, outcome, report, settle

MOST_CALLS = 200_000


def main(dsn: str, concurrent: int, seconds: float) -> None:
    """Insert from `concurrent` threads until the time is up."""
    recorder, datastore = _recorder(dsn, concurrent)
    state = json.dumps(BODY, ensure_ascii=False).encode()
    latencies: list[list[float]] = [[] for _ in range(concurrent)]
    _insert(recorder, state)
    settle()
    started = time.perf_counter()
    threads = [threading.Thread(target=_call, args=(recorder, state, seconds, mine)) for mine in latencies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report(outcome([one for mine in latencies for one in mine], time.perf_counter() - started))
    datastore.close()


BODY = {
    "member": "0198d8f2-0000-7000-8000-000000012345",
    "origin": "0198d8f2-0000-7000-8000-000000000123",
    "destination": "0198d8f2-0000-7000-8000-000000000456",
    "reason": "CHANGE_OF_WORK",
    "decision_number": "123-QĐ/ĐU",
    "effective_on": "2026-11-21",
    "requested_by": "officer@79.26740",
}


def _recorder(dsn: str, concurrent: int):
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

    parts = urlsplit(dsn)
    datastore = PostgresDatastore(
        dbname=parts.path.strip("/"),
        host=parts.hostname or "127.0.0.1",
        port=str(parts.port),
        user=parts.username or "postgres",
        password=unquote(parts.password or ""),
        pool_size=concurrent,
        max_overflow=0,
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="peer_events")
    recorder.create_table()
    return recorder, datastore


def _insert(recorder, state: bytes) -> None:
    from eventsourcing.persistence import StoredEvent

    recorder.insert_events([StoredEvent(uuid4(), 1, "membership.TransferRequested", state)])


def _call(recorder, state: bytes, seconds: float, latencies: list[float]) -> None:
    deadline = Deadline(seconds, MOST_CALLS)
    while deadline.running():
        before = time.perf_counter()
        _insert(recorder, state)
        latencies.append(time.perf_counter() - before)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
