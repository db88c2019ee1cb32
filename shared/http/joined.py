"""A transport that sends what is written in one turn of the loop in one piece.

uvicorn writes an answer's head and its body one after the other: two calls of the system, and two packets that wake the
client twice for one answer.
"""

import asyncio
from typing import Any

_MOST = 16 * 1024  # bytes held; more is no answer's head, and whoever streams must learn that its reader is slow


class Joined:
    """What uvicorn asks of a transport; all but writing goes straight through."""

    __slots__ = (
        "_held", "_loop", "_transport", "abort", "get_extra_info", "is_closing", "pause_reading", "resume_reading",
    )  # fmt: skip

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held = b""
        self.abort, self.is_closing = transport.abort, transport.is_closing
        self.get_extra_info = transport.get_extra_info
        self.pause_reading, self.resume_reading = transport.pause_reading, transport.resume_reading

    def write(self, data: bytes) -> None:
        """Send it at the end of this turn; a lot of it, at once."""
        if self._held:
            self._held += data
        else:
            self._held = data
            self._loop.call_soon(self.flush)
        if len(self._held) > _MOST:
            self.flush()

    def flush(self) -> None:
        """Send now."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)

    def close(self) -> None:
        """Send what is held, then end."""
        self.flush()
        self._transport.close()
