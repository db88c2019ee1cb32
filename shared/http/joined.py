"""A transport that sends what is written in one turn of the loop in one piece.

uvicorn writes an answer's head and its body one after the other: two calls of the system, and two packets that wake the
client twice for one answer.
"""

import asyncio
from typing import Any

_MOST = 16 * 1024  # bytes held; more is no answer's head, and whoever streams must learn that its reader is slow


class Turn:
    """Whose bytes wait for the end of this turn: one call then for all of them."""

    __slots__ = ("_loop", "_waiting")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: list[Joined] = []

    def ends(self, joined: "Joined") -> None:
        """It has something to send then."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(joined)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for joined in waiting:
            joined.flush()


class Joined:
    """What uvicorn asks of a transport; all but writing goes straight through."""

    __slots__ = (
        "_held", "_transport", "_turn", "abort", "get_extra_info", "is_closing", "pause_reading", "resume_reading",
    )  # fmt: skip

    def __init__(self, transport: Any, turn: Turn) -> None:
        self._transport, self._turn = transport, turn
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
            self._turn.ends(self)
        if len(self._held) > _MOST:
            self.flush()

    def flush(self) -> None:
        """Send now, unless the client has gone meanwhile."""
        held, self._held = self._held, b""
        if held and not self.is_closing():
            self._transport.write(held)

    def close(self) -> None:
        """Send what is held, then end."""
        self.flush()
        self._transport.close()
