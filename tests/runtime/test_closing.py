import asyncio

import pytest
import structlog

from shared.runtime import opening


async def test_what_does_not_end_in_time_is_one_line_of_the_log_and_holds_up_no_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "GOODBYE", 0.05)
    never = asyncio.Event()
    with structlog.testing.capture_logs() as said:
        async with opening.AsyncExitStack() as parts:
            parts.push_async_callback(opening._soon, never.wait)
    [line] = said
    assert (line["event"], line["name"]) == ("a part did not end in time", "Event.wait")
