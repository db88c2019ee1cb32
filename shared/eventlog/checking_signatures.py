"""Signed checkpoints against the log: each must hold, and the log must be at that position what it says."""

from collections import defaultdict
from collections.abc import Sequence

import asyncpg
import msgspec

from shared.eventlog.breach import Breaches
from shared.eventlog.signing import Signed, Signer, Statement

_ALL = "select number, statement, signature from signed_checkpoints order by number"


class Checkpoints:
    """All signed checkpoints of one log, from the database and from outside it, each compared once."""

    def __init__(self, signer: Signer, service: str, *, restored: bool = False) -> None:
        self._signer = signer
        self._service = service
        self._restored = restored
        self._epoch: str | None = None
        self._waiting: dict[int, list[Statement]] = defaultdict(list)
        self.count = 0

    async def read(self, connection: asyncpg.Connection, outside: Sequence[Signed], breaches: Breaches) -> None:
        """Read and check the signatures of what the database holds and of what is kept outside."""
        self._epoch = await connection.fetchval("select epoch from epoch order by opened desc limit 1")
        rows = [(row[0], Signed(row[1], row[2])) for row in await connection.fetch(_ALL)]
        for expected, (number, signed) in enumerate(rows, start=1):
            if number != expected:
                breaches.add("checkpoint-lost", "signed_checkpoints", expected)
            self._take(signed, number, breaches)
        kept = {signed.statement for _, signed in rows}
        for number, signed in enumerate(outside, start=1):
            if signed.statement not in kept:
                if not self._restored:
                    breaches.add("checkpoint-lost", "signed_checkpoints", number)
                self._take(signed, number, breaches)

    def compare(self, position: int, seal: bytes, sequence: int, digest: bytes, breaches: Breaches) -> None:
        """The log as it stands at the end of a batch, against what was signed of that place."""
        for said in self._waiting.pop(position, ()):
            if (said.seal, said.sequence, said.digest) != (seal.hex(), sequence, digest.hex()):
                self._differs(said, "checkpoint", breaches)

    def end(self, position: int, breaches: Breaches) -> None:
        """What was signed of places that the log does not have."""
        for signed_at, statements in sorted(self._waiting.items()):
            for said in statements:
                self._differs(said, "tail-cut" if signed_at > position else "checkpoint", breaches)

    def _take(self, signed: Signed, number: int, breaches: Breaches) -> None:
        self.count += 1
        said = _statement(signed)
        if said is None or not self._signer.holds(signed) or said.service != self._service:
            breaches.add("signature", "signed_checkpoints", number)
        else:
            self._waiting[said.position].append(said)

    def _differs(self, said: Statement, kind: str, breaches: Breaches) -> None:
        """What an earlier epoch signed may have been lost in a restore, if whoever verifies knows of one."""
        if not (self._restored and said.epoch != self._epoch):
            breaches.add(kind, "facts", said.position)


def _statement(signed: Signed) -> Statement | None:
    try:
        return signed.said()
    except msgspec.DecodeError:
        return None
