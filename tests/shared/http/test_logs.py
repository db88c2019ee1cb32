"""Log lines: JSON, allow-listed fields, no value that a person could be known by."""

import asyncio
import io
import json
import logging
import subprocess
import sys
from contextlib import suppress

import pytest

from shared.http.logs import _Lines

CANARY = "079199000001"

PROGRAM = f"""
import logging, structlog
from shared.http.logs import configure
from shared.http.trace import enter
configure("membership")
log = structlog.get_logger()
log.info("first", position=7, full_name="{CANARY}", reason="two\\nlines")
enter("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
try:
    raise ValueError("value {CANARY} already exists")
except ValueError:
    log.exception("second")
    logging.getLogger("asyncpg").exception("third %s", "{CANARY}")
logging.getLogger("nats").error("fourth %s", "{CANARY}")
log.warning("fifth", error=repr(ValueError("{CANARY}")))
log.warning("sixth", error=KeyError("{CANARY}"))
log.debug("never")
"""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert CANARY not in ran.stderr + ran.stdout
    return [json.loads(line) for line in ran.stderr.splitlines()]


def test_each_event_is_one_line(lines: list[dict[str, object]]):
    assert [line["event"] for line in lines] == ["first", "second", "third %s", "fourth %s", "fifth", "sixth"]


def test_a_field_that_is_not_allowed_leaves_its_name_only(lines: list[dict[str, object]]):
    assert lines[0]["dropped"] == ["full_name"]
    assert lines[0]["position"] == 7


def test_line_ends_in_values_make_no_second_line(lines: list[dict[str, object]]):
    assert lines[0]["reason"] == "two\nlines"


def test_an_error_is_told_by_type_and_place(lines: list[dict[str, object]]):
    assert [line["error"] for line in lines[1:3]] == ["ValueError", "ValueError"]
    assert [line["error"] for line in lines[4:]] == ["ValueError", "KeyError"]
    assert all("<string>" in str(line["places"]) for line in lines[1:3])


def test_every_line_says_who_and_when_and_in_which_trace(lines: list[dict[str, object]]):
    assert all(line["service"] == "membership" and line["time"] and line["level"] for line in lines)
    assert lines[1]["trace"] == "0af7651916cd43dd8448eb211c80319c"


def test_configuring_here_is_left_to_processes():
    assert not any(type(handler).__module__ == "shared.http.logs" for handler in logging.getLogger().handlers)


async def test_lines_of_a_turn_are_written_together_behind_its_answers():
    written, answers = io.StringIO(), []
    lines = _Lines(written)
    lines.info("one")
    lines.info("two")
    asyncio.get_running_loop().call_soon(
        lambda: answers.append(written.getvalue())
    )  # as `joined` sends at a turn's end
    for _ in range(3):
        await asyncio.sleep(0)
    assert answers == [""]
    assert written.getvalue() == "one\ntwo\n"


async def test_what_is_bad_waits_for_nothing_and_stays_in_order():
    written = io.StringIO()
    lines = _Lines(written)
    lines.info("one")
    lines.warning("two")
    assert written.getvalue() == "one\ntwo\n"


def test_a_line_for_which_there_is_no_room_is_lost_and_nothing_else():
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device that answers as a full disk does
        lines = _Lines(full)
        lines.warning("one")
        lines.error("two" * 100_000)
        with suppress(OSError):
            full.close()
