"""The peer: UmaDB's own server from its wheel, one event a call on condition that its tag is new, from threads.

The condition is what a command needs at least: nothing was written to this stream before. Started as a process of its
own, which starts the server: python -m tests.benchmarks.umadb_peer FOLDER CONCURRENT SECONDS
"""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

import umadb

from shared.runtime.ports import free_port
from tests.benchmarks.load import Deadline, outcome, report, settle
from tests.benchmarks.recorder_peer import BODY

MOST_CALLS = 400_000
START_SECONDS = 10


def main(folder: str, concurrent: int, seconds: float) -> None:
    """Append from `concurrent` threads until the time is up."""
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [str(Path(sys.executable).with_name("umadb")), "--listen", address, "--db-path", folder],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(address)
        _measure(address, concurrent, seconds)
    finally:
        server.terminate()
        server.wait()


def _measure(address: str, concurrent: int, seconds: float) -> None:
    state = json.dumps(BODY, ensure_ascii=False).encode()
    latencies: list[list[float]] = [[] for _ in range(concurrent)]
    settle()
    started = time.perf_counter()
    threads = [threading.Thread(target=_call, args=(address, state, seconds, mine)) for mine in latencies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report(outcome([one for mine in latencies for one in mine], time.perf_counter() - started))


def _call(address: str, state: bytes, seconds: float, latencies: list[float]) -> None:
    client = umadb.Client(f"http://{address}")
    deadline = Deadline(seconds, MOST_CALLS)
    while deadline.running():
        before = time.perf_counter()
        tag = f"transfer-{uuid4()}"
        event = umadb.Event("TransferAsked", state, [tag])
        client.append([event], umadb.AppendCondition(umadb.Query([umadb.QueryItem(tags=[tag])])))
        latencies.append(time.perf_counter() - before)


def _await(address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            umadb.Client(f"http://{address}").head()
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
