"""Trace ids: W3C traceparent, read from the caller or made here, carried in the context; nothing is decided by them."""

import re
import secrets
from contextvars import ContextVar

_SHAPE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_current: ContextVar[str] = ContextVar("traceparent", default="")


def continued(header: str | None) -> str:
    """The caller's trace with a span of our own; a new trace when the header is absent or malformed."""
    if header and _SHAPE.fullmatch(header):
        return f"{header[:36]}{secrets.token_hex(8)}{header[52:]}"
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def enter(header: str | None) -> str:
    """Continue the caller's trace for the rest of this context; returns its id."""
    _current.set(continued(header))
    return trace_id()


def traceparent() -> str:
    """The current traceparent; a context without one starts its own, so that it is never empty."""
    if not _current.get():
        _current.set(continued(None))
    return _current.get()


def trace_id() -> str:
    """The 32 hex digits that users and logs see."""
    return traceparent()[3:35]


def is_entered() -> bool:
    """Whether this context belongs to a trace already."""
    return bool(_current.get())
