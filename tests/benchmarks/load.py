"""A closed loop of concurrent callers for a bounded time, and what comes out of it: calls a second and latencies."""

import gc
import time

import msgspec

from tests.benchmarks.figures import percentile


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of one side printed, as its only line on stdout."""

    calls: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        """The rate."""
        return self.calls / self.seconds


def outcome(latencies: list[float], seconds: float) -> Outcome:
    """Sum up the latencies (in seconds) of all callers."""
    return Outcome(
        calls=len(latencies),
        seconds=seconds,
        p50_ms=percentile(latencies, 50) * 1000,
        p99_ms=percentile(latencies, 99) * 1000,
    )


def report(result: Outcome) -> None:
    """Print the outcome for the process that started this one."""
    print(msgspec.json.encode(result).decode(), flush=True)


def settle() -> None:
    """Both sides start the same way: what is loaded stays, the collector looks at new things rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


class Deadline:
    """A loop's end: by the clock, and by a count that keeps the disk bounded."""

    def __init__(self, seconds: float, calls: int) -> None:
        self._end = time.perf_counter() + seconds
        self._left = calls

    def running(self) -> bool:
        """True while there is time and budget; counts one call."""
        self._left -= 1
        return self._left >= 0 and time.perf_counter() < self._end
