"""Trace ids: W3C traceparent, read from the caller or made here, carried in the context; nothing is decided by them."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import getrandbits

import msgspec

_SHAPE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_current: ContextVar[str] = ContextVar("traceparent", default="")


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of work in a trace: `name` is a route or a policy, times are nanoseconds since 1970, no values."""

    name: str
    trace: str
    span: str
    parent: str
    started: int
    ended: int
    failed: bool


sinks: list[Callable[[Span], None]] = []
"""Who is told of every span; nobody unless an OTLP collector is configured."""


def continued(header: str | None) -> str:
    """The caller's trace with a span of our own; a new trace when the header is absent or malformed.

    What is drawn is never zero, which would be no id; no secret, so the system need not be asked for it.
    """
    if header and _SHAPE.fullmatch(header):
        return f"{header[:36]}{getrandbits(64) or 1:016x}{header[52:]}"
    return f"00-{getrandbits(128) or 1:032x}-{getrandbits(64) or 1:016x}-01"


def enter(header: str | None) -> str:
    """Continue the caller's trace for the rest of this context; returns its id."""
    own = continued(header)
    _current.set(own)
    return own[3:35]


def traceparent() -> str:
    """The current traceparent, never empty.

    Outside of every trace each call is one of its own: what a process does in the background has no common cause.
    """
    return _current.get() or continued(None)


def trace_id() -> str:
    """The 32 hex digits that users and logs see."""
    return id_in(traceparent())


def id_in(header: str) -> str:
    """The trace that a traceparent belongs to; empty if it is none."""
    return header[3:35]


def entered() -> str:
    """The traceparent of the trace that this context belongs to; empty if it belongs to none yet."""
    return _current.get()


@contextmanager
def spanned(name: str, header: str | None) -> Iterator[None]:
    """A piece of work in the trace of whoever caused it, over HTTP or through a fact; its log lines bear that trace."""
    token, started, failed = _current.set(continued(header)), time.time_ns(), True
    try:
        yield
        failed = False
    finally:
        told(name, header, started, failed=failed)
        _current.reset(token)


def told(name: str, header: str | None, started: int, *, failed: bool) -> None:
    """Tell the sinks of the current span, which began in the trace of this header."""
    if not sinks:
        return
    own = traceparent()
    parent = header[36:52] if header and _SHAPE.fullmatch(header) else ""
    span = Span(
        name=name, trace=own[3:35], span=own[36:52], parent=parent, started=started, ended=time.time_ns(), failed=failed
    )
    for tell in sinks:
        tell(span)
