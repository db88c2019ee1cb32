"""What servers that forget have lost of what they acknowledged: the control of the power cut, each judged by itself.

A server that does not come up for another reason than what its disk lacks is no loss but an error of the test.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from shared.runtime import postgres
from shared.runtime.postgres import PostgresDidNotStart
from shared.testing.postgres import PASSWORD
from tests.faults.powered import Lived, a_broker, kept_commands, kept_messages

_SAID = re.compile(r"(?:FATAL|PANIC): +(.+)")
_DAMAGED = re.compile(r"checkpoint record|invalid data in|could not (?:open|read) |incorrect checksum|is truncated")
_ELSE = re.compile(r"Permission denied|in use|Too many open files|No space left")
_CLASSES = ("58", "XX")  # SQLSTATE: the files of a table are not there, or not what they were


@dataclass(frozen=True)
class Kept:
    """What one server still has of what it acknowledged; `damaged`: why PostgreSQL cannot even be asked."""

    acknowledged: int
    kept: int
    damaged: str = ""

    @property
    def loses(self) -> bool:
        """Whether something acknowledged is gone."""
        return bool(self.damaged) or self.kept < self.acknowledged

    def __str__(self) -> str:
        if self.damaged:
            return f"does not come up with its {self.acknowledged} acknowledged ({self.damaged})"
        return f"came up and lost {self.acknowledged - self.kept} of {self.acknowledged} acknowledged"


def damage_in(log: str) -> str:
    """What PostgreSQL says of files that are not what it wrote; "" where it did not start for any other reason."""
    said = (line for line in _SAID.findall(log) if _DAMAGED.search(line) and not _ELSE.search(line))
    return next(said, "")


async def kept_by_postgres(home: Path, lived: Lived) -> Kept:
    """PostgreSQL on the copy of its disk: how many commands it still knows, or what of its files is missing."""
    acknowledged = len(lived.commands)
    lock = home / "postgres" / "data" / "postmaster.pid"
    if lock.exists() and not lock.read_text():
        lock.unlink()  # nobody runs on a copy; emptied by the cut like all else, it alone would hide what is lost
    try:
        server = postgres.start(home / "postgres", password=PASSWORD, settings={"fsync": "off"})
    except PostgresDidNotStart as error:
        found = damage_in(str(error))
        if not found:
            raise
        return Kept(acknowledged, 0, found)
    try:
        return Kept(acknowledged, await _asked(server.dsn("village"), lived))
    except asyncpg.PostgresError as error:
        if not str(error.sqlstate).startswith(_CLASSES):
            raise
        return Kept(acknowledged, 0, str(error))
    finally:
        server.stop()


async def kept_by_nats(home: Path, lived: Lived) -> Kept:
    """NATS on the copy of its disk: it has to come up."""
    with a_broker(home) as nats:
        return Kept(lived.mirrored, min(lived.mirrored, await kept_messages(nats, lived)))


async def _asked(dsn: str, lived: Lived) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return await kept_commands(connection, lived)
    finally:
        await connection.close()
