"""Logs: one JSON object a line, allow-listed fields only, no personal data.

An event is constant text. What varies goes into fields; a field that is not in ALLOWED is dropped (its name is told).
An exception is told by its type and places, never by its message: messages of databases and decoders quote values.
"""

import asyncio
import atexit
import logging
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import msgspec
import structlog

from shared.http import trace

ALLOWED = frozenset({
    "event", "level", "time", "service", "trace", "logger", "dropped",
    "request", "route", "method", "status", "milliseconds", "code", "role", "replayed",
    "broker", "channel", "follower", "policy", "timer", "source", "stream", "topic", "view",
    "name", "reason", "kind", "state",
    "position", "sequence", "expected", "actual", "lag", "count", "batch", "attempt", "seconds", "version", "epoch",
    "host", "port", "pid", "url", "signal", "exit",
    "error", "places",
})  # fmt: skip
"""Every field that may stand in a log line; none can hold a person's value. `url` is one of our own addresses."""

_TYPE_NAME = re.compile(r"[\w.]*")
_PLACES = 12
_LONGEST = 300
_SIMPLE = (str, int, float, bool, type(None))
_encode = msgspec.json.Encoder(enc_hook=lambda value: type(value).__name__).encode


def configure(service: str, level: str = "info") -> None:
    """Set up this process's logs, also those of libraries, as JSON lines on stderr. Call once."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[_line(service)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _Lines(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Foreign(service))
    logging.basicConfig(handlers=[handler], level=max(number, logging.WARNING), force=True)


def places(error: BaseException) -> list[str]:
    """Where an error came from: file:line function, innermost last, without values."""
    return _places(error.__traceback__)


def _places(tb: TracebackType | None) -> list[str]:
    frames: Iterable[traceback.FrameSummary] = traceback.extract_tb(tb)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames][-_PLACES:]


def _short(filename: str) -> str:
    return "/".join(Path(filename).parts[-3:])


class _Lines:
    """Where lines go. Those that report nothing bad wait for the loop's next turn, to be written together."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: list[str] = []
        atexit.register(self._write)

    def info(self, line: str) -> None:
        """A line that may wait until the answers of this turn are on their way."""
        self._waiting.append(line)
        if len(self._waiting) > 1:
            return
        try:
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self._write)
        except RuntimeError:  # no loop runs
            self._write()

    def warning(self, line: str) -> None:
        """A line that stands there before anything else happens, behind those that waited."""
        self._waiting.append(line)
        self._write()

    debug = info
    error = critical = warning

    def _write(self) -> None:
        lines, self._waiting = self._waiting, []
        if lines:
            with suppress(OSError):  # a full disk: what could not be told must not end what it tells of
                self._stream.write("\n".join(lines) + "\n")
                self._stream.flush()


def _line(service: str) -> structlog.typing.Processor:
    """All that becomes of a line in one step: each step of its own would take as long as half of what is done in it."""

    def line(_logger: Any, method: str, fields: MutableMapping[str, Any]) -> str:
        if "exc_info" in fields or "error" in fields:
            _tell_error(fields)
        kept = _allowed(fields)
        kept["level"], kept["service"] = method, service
        if traced := trace.entered():
            kept["trace"] = traced[3:35]
        kept["time"] = datetime.now(UTC)
        return _encode(kept).decode()

    return line


def _now() -> str:
    return datetime.now(UTC).isoformat()[: -len("+00:00")] + "Z"


def _tell_error(fields: MutableMapping[str, Any]) -> None:
    info = fields.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        fields["error"], fields["places"] = type(error).__name__, places(error)
    elif isinstance(told := fields.get("error"), BaseException):
        fields["error"] = type(told).__name__


def _allowed(fields: MutableMapping[str, Any]) -> dict[str, Any]:
    kept = {
        name: value if type(value) is int or (type(value) is str and len(value) <= _LONGEST) else _bounded(value)
        for name, value in fields.items()
        if name in ALLOWED
    }
    if isinstance(kept.get("error"), str):
        kept["error"] = _TYPE_NAME.match(kept["error"]).group()  # type: ignore[union-attr] - it matches any text
    if len(kept) < len(fields):
        kept["dropped"] = sorted(set(fields) - ALLOWED)
    return kept


def _bounded(value: Any) -> Any:
    if isinstance(value, str):
        return value[:_LONGEST]
    if isinstance(value, list):
        return [str(item)[:_LONGEST] for item in value[:_PLACES]]
    return value if isinstance(value, _SIMPLE) else str(value)[:_LONGEST]


class _Foreign(logging.Formatter):
    """Records of libraries: their constant text without the arguments, for those may quote values."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "event": str(record.msg)[:_LONGEST],
            "level": record.levelname.lower(),
            "time": _now(),
            "service": self._service,
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[1]:
            fields["error"] = type(record.exc_info[1]).__name__
            fields["places"] = places(record.exc_info[1])
        return _encode(fields).decode()
