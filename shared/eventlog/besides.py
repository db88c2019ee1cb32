"""What batches wrote besides facts, batch by batch: commands that recorded none, and what was asked of claims."""

from typing import Any

import asyncpg

from shared.eventlog import binary
from shared.eventlog.breach import Breaches
from shared.eventlog.chain import accepted, asked
from shared.eventlog.rows_in_order import RowsInOrder

_COMMANDS = """
    select {number} as number, command_id, actor, digest, first, last, sequence, receipt
    from commands where {which} order by 1, command_id
"""
_CLAIMS = """
    select {number} as number, released, place, kind, key, stream from (
        select batch, false as released, place, kind, key, stream from claims
        union all select batch, released, place, kind, key, stream from claim_moves
    ) as moves where {which} order by 1, 2, 3
"""
_SEALED = {"number": "batch", "which": "batch >= 0"}
_QUIET = {"number": "-batch", "which": "batch < 0"}
_EVER = 2**63 - 1


async def are_kept(connection: asyncpg.Connection) -> bool:
    """Whether this log tells them by batches: one that an older version left does not."""
    return bool(await connection.fetchval("select to_regclass('quiet_seals') is not null"))


class Besides:
    """The same of batches with facts, by their first positions, or of quiet ones, by their numbers; taken in order."""

    def __init__(self, connection: asyncpg.Connection, *, quiet: bool) -> None:
        of = _QUIET if quiet else _SEALED
        self._commands = RowsInOrder(connection, _COMMANDS.format(**of))
        self._claims = RowsInOrder(connection, _CLAIMS.format(**of))

    async def of(self, number: int, breaches: Breaches) -> tuple[list[bytes], bytes]:
        """What the seal of this batch covers of them. No row may stand between two batches."""
        covered, claims, releases = list[bytes](), list[bytes](), list[bytes]()
        for row in await self._commands.through(number):
            if row[0] == number:
                covered.append(_accepted(row))
            else:
                breaches.add("unknown-batch", "commands", row[0])
        for found, released, place, kind, key, stream in await self._claims.through(number):
            if found != number:
                breaches.add("unknown-batch", "claims", found)
                continue
            which = releases if released else claims
            which.append(binary.claim(kind, bytes(key), stream))
            if place != len(which):
                breaches.add("claims", "claims", number)
        return covered, asked(claims, releases)

    async def end(self, breaches: Breaches) -> None:
        """Nothing may be left when the batches are at their end."""
        for table, rows in (("commands", self._commands), ("claims", self._claims)):
            for number, *_ in await rows.through(_EVER):
                breaches.add("unknown-batch", table, number)


def _accepted(row: Any) -> bytes:
    _, command_id, actor, digest, first, last, sequence, receipt = row
    return accepted(
        command_id=command_id, actor=actor, digest=digest, first=first, last=last, sequence=sequence, receipt=receipt
    )
