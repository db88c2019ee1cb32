"""Cold start: `lienthong up` on an empty folder until every service answers, and the second start on the same data."""

import contextlib
from collections.abc import Callable

from shared.testing.stack import Stack
from tests.benchmarks.deployment import deployment, seconds_to_ready
from tests.benchmarks.figures import Figures, at_most, median

COLD_GOAL_SECONDS = 2.0
SECOND_GOAL_SECONDS = 10.0
ROUNDS = 3


def measure(kept: Stack, *, before_second: Callable[[Stack], None]) -> Figures:
    """Empty folders of their own for the cold starts; `kept` is started last, twice, and left running.

    The folders go at the end: on a file system without a journal new files are slow while deleted ones are recent.
    """
    with contextlib.ExitStack() as opened:
        cold = []
        for _ in range(ROUNDS - 1):
            fresh = opened.enter_context(deployment())
            cold.append(seconds_to_ready(fresh))
            fresh.down()
        cold.append(seconds_to_ready(kept))
        before_second(kept)
        kept.down()
        second = seconds_to_ready(kept)
    return {
        "cold start, empty folder to every service ready": at_most(median(cold), "s", COLD_GOAL_SECONDS),
        "second start": at_most(second, "s", SECOND_GOAL_SECONDS),
    }
