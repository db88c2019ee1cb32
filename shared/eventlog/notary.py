"""The notary of a log: signs its head now and then, into the database and into a file outside it.

The file is there to be copied off the host: what the database's own administrator could rewrite, it contradicts.
"""

import asyncio
import os
from pathlib import Path

import msgspec
import structlog

from shared.eventlog.log import EventLog
from shared.eventlog.opening import read_quiet_end
from shared.eventlog.rows import Head
from shared.eventlog.signing import Signed, Signer, Statement
from shared.runtime.clock import Clock

_log = structlog.get_logger()
_EVERY = 60.0
_TAIL = 64 * 1024
_INSERT = """
    insert into signed_checkpoints (number, statement, signature)
    select coalesce(max(number), 0) + 1, $1, $2 from signed_checkpoints
"""


def checkpoint_file(data: Path, service: str) -> Path:
    """Where a service's signed checkpoints stand outside the database."""
    return data / "log" / f"{service}.checkpoints"


def signed_last(file: Path, signer: Signer) -> Statement | None:
    """The newest statement in the file whose signature holds."""
    for line in reversed(_tail(file).splitlines()):
        try:
            signed = Signed.read(line)
        except msgspec.DecodeError:  # half a line: cut by a power cut, or by where the tail begins
            continue
        if signer.holds(signed):
            return signed.said()
    return None


class Notary:
    """Signs whenever the log has moved, at most every `every` seconds, and once more at the end."""

    def __init__(
        self,
        log: EventLog,
        signer: Signer,
        clock: Clock,
        file: Path,
        *,
        last: Statement | None = None,
        every: float = _EVERY,
    ) -> None:
        """`last`: what was signed last. Of the same head nothing is signed again: a restore could only lose it."""
        self._log = log
        self._signer = signer
        self._clock = clock
        self._file = file
        self._every = every
        self._signed = (last.position, last.quiet) if last is not None and last.epoch == log.epoch else None

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for: nothing can be written then either."""
        while True:
            await self.attempt()
            await asyncio.sleep(self._every)

    async def attempt(self) -> None:
        """Sign if it can be done now; also what is done last before the log closes."""
        try:
            await self.sign()
        except Exception as error:  # noqa: BLE001 - signing goes on whatever one attempt meets
            _log.error("a checkpoint was not signed", service=self._log.service, error=type(error).__name__)

    async def sign(self) -> Signed | None:
        """Sign the head if it has moved: in the database, then outside, so that no crash looks like a deletion."""
        quiet = await read_quiet_end(self._log.pool)
        head: Head = self._log.head
        if (head.position, quiet.number) == self._signed:
            return None
        signed = self._signer.sign(Statement.of(self._log.service, self._log.epoch, head, self._clock.now(), quiet))
        await self._log.pool.execute(_INSERT, signed.statement, signed.signature)
        await asyncio.to_thread(_append, self._file, signed.line())
        self._signed = (head.position, quiet.number)
        return signed


def _tail(file: Path) -> bytes:
    if not file.exists():
        return b""
    with file.open("rb") as lines:
        lines.seek(max(0, lines.seek(0, os.SEEK_END) - _TAIL))
        return lines.read()


def _append(file: Path, line: bytes) -> None:
    """On the disk when it returns."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as out:
        if out.seek(0, os.SEEK_END) and (out.seek(-1, os.SEEK_END), out.read(1))[1] != b"\n":
            out.write(b"\n")  # a power cut left half a line
        out.write(line)
        out.flush()
        os.fsync(out.fileno())
