"""Commands beside their facts: every fact belongs to the command that its meta names, every command to its facts.

The rest of a command's row (what was answered, the digest of what was asked) is covered by the seal of its batch.
"""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from shared.eventlog.breach import Breaches
from shared.eventlog.chain import accepted
from shared.eventlog.rows_in_order import RowsInOrder

_COMMANDS = """
    select first, last, command_id, actor, digest, sequence, receipt from commands where last >= first order by first
"""


class _Said(msgspec.Struct):
    """Of a fact's meta, what names its command."""

    command_id: UUID
    actor: str


_read = msgspec.json.Decoder(_Said).decode


class CommandsInOrder:
    """The commands that recorded facts, taken in the order of those facts."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._rows = RowsInOrder(connection, _COMMANDS)
        self._position = 0

    async def check(self, facts: list[Any], breaches: Breaches) -> list[bytes]:
        """The commands of one batch: dense, in order, each with the id and the account that its facts name.

        Returns each as its seal covers it.
        """
        if not facts:
            return []
        by_position = {fact[0]: fact for fact in facts}
        covered = []
        for row in await self._rows.through(facts[-1][0]):
            covered.append(accepted(**row))
            first, last, command_id, actor, *_ = row
            if first != self._position + 1:
                breaches.add("command-gap", "commands", first)
            self._position = last
            for position in range(first, last + 1):
                fact = by_position.get(position)
                if fact is None or not _is_of(fact[5], command_id, actor):
                    breaches.add("command-gap", "commands", position)
        if self._position != facts[-1][0]:
            breaches.add("command-gap", "commands", facts[-1][0])
            self._position = facts[-1][0]
        return covered

    async def end(self, breaches: Breaches) -> None:
        """Nothing may be left when the facts are at their end."""
        for first, *_ in await self._rows.through(2**63 - 1):
            breaches.add("command-gap", "commands", first)


def _is_of(meta: bytes, command_id: Any, actor: str) -> bool:
    try:
        said = _read(meta)
    except msgspec.DecodeError:
        return False
    return said.command_id == command_id and said.actor == actor
