"""A clock that runs backwards is named once for each time, with the seconds and what to do; a moment is not."""

from datetime import UTC, datetime, timedelta

import structlog

from shared.eventlog.held_clock import HeldClock
from tests.shared.eventlog.test_order import MovableClock

NEWEST = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_each_time_is_told_once_with_its_difference():
    clock = MovableClock()
    held = HeldClock(clock, "village")
    with structlog.testing.capture_logs() as told:
        for seconds in (0, 1, 3600, 3599, 0, 0, 60, -5):
            clock.instant = NEWEST - timedelta(seconds=seconds)
            assert held.now(NEWEST) == clock.instant
    events = [(line["event"], line.get("seconds")) for line in told]
    up = ("the clock has caught up", None)
    assert events == [("the clock is behind", 3600), up, ("the clock is behind", 60), up]


def test_readiness_names_the_difference_and_the_next_step_while_it_lasts():
    clock = MovableClock()
    held = HeldClock(clock, "village")
    clock.instant = NEWEST - timedelta(seconds=90)
    found = held.finding(NEWEST)
    assert (found.ok, found.kind) == (True, "CLOCK_BEHIND")
    assert found.reason.startswith("90 s behind the newest fact; ")
    assert "timedatectl" in found.reason
    clock.instant = NEWEST
    assert held.finding(NEWEST).kind == ""
