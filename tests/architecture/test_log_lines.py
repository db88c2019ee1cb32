"""Log lines: an event is constant text, and every field of every call is one that may pass."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.http.logs import ALLOWED

ROOT = Path(__file__).parents[2]
FILES = sorted(path for package in ("services", "shared") for path in (ROOT / package).rglob("*.py"))
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
LOGGERS = {"log", "_log", "logger"}


def calls(code: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=level)) if (
                name in LOGGERS and level in LEVELS
            ):
                yield node


def faults(code: str) -> list[str]:
    found = []
    for call in calls(code):
        if len(call.args) != 1 or not isinstance(call.args[0], ast.Constant):
            found.append(f"line {call.lineno}: the event is not constant text")
        unknown = {keyword.arg or "**" for keyword in call.keywords} - ALLOWED - {"exc_info"}
        found += [f"line {call.lineno}: {name} is not an allowed field" for name in sorted(unknown)]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_log_call_says_nothing_that_is_dropped(path: Path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        'log.info(f"moved {name}")',
        'log.info("moved %s", name)',
        '_log.error("x", full_name=name)',
        'log.info("x", **more)',
    ],
)
def test_a_talkative_call_is_found(code: str):
    assert len(faults(code)) == 1
