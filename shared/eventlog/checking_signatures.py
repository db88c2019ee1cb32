"""Signed checkpoints against the log: each must hold, and the log must be at that position what it says.

A restore that the service has noticed takes back what was written after it, and what was signed of that. Its new epoch
signs the log that it continues before it writes anything: up to there everything signed earlier must still hold. What
is kept outside the database and was signed of places behind it is not compared any more; it is named (`Restore`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

import asyncpg
import msgspec

from shared.eventlog.breach import Breaches
from shared.eventlog.signing import Signed, Signer, Statement

_ALL = "select number, statement, signature from signed_checkpoints order by number"


class Restore(msgspec.Struct, frozen=True, kw_only=True):
    """An epoch that continues behind less than had been signed: `lost` checkpoints say the log reached `until`."""

    epoch: str
    continues: int
    until: int
    lost: int


class End(NamedTuple):
    """How far what an epoch signed still counts, also of quiet batches, and the epoch that took it back to there."""

    position: int
    epoch: str
    quiet: float


class Openings:
    """Where each epoch began: the first place it signed, in the order in which the epochs signed for the first time."""

    def __init__(self, said: Iterable[Statement]) -> None:
        first: dict[str, End] = {}
        for one in said:
            place = End(one.position, one.epoch, inf if one.quiet is None else one.quiet)
            first[one.epoch] = _earlier(place, first.get(one.epoch, place))
        self._ends: dict[str, End] = {}
        end: End | None = None
        for epoch, place in reversed(first.items()):
            if end is not None:
                self._ends[epoch] = end
            end = place if end is None else _earlier(end, place)

    def end_of(self, epoch: str) -> End | None:
        """None if no later epoch took it back."""
        return self._ends.get(epoch)


class Checkpoints:
    """All signed checkpoints of one log, from the database and from outside it, each compared once."""

    def __init__(self, signer: Signer, service: str, *, restored: bool = False) -> None:
        self._signer = signer
        self._service = service
        self._restored = restored
        self._epoch: str | None = None
        self._waiting: dict[int, list[Statement]] = defaultdict(list)
        self._waiting_quiet: dict[int, list[Statement]] = defaultdict(list)
        self._checked: dict[Signed, Statement | None] = {}
        self._lost: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.count = 0

    @property
    def restores(self) -> tuple[Restore, ...]:
        """What restores have taken back of what had been signed."""
        return tuple(
            Restore(epoch=epoch, continues=behind, until=max(lost), lost=len(lost))
            for (epoch, behind), lost in self._lost.items()
        )

    async def read(self, connection: asyncpg.Connection, outside: Sequence[Signed], breaches: Breaches) -> None:
        """Read and check the signatures of what the database holds and of what is kept outside."""
        self._epoch = await connection.fetchval("select epoch from epoch order by opened desc limit 1")
        rows = [(row[0], Signed(row[1], row[2])) for row in await connection.fetch(_ALL)]
        for expected, (number, signed) in enumerate(rows, start=1):
            if number != expected:
                breaches.add("checkpoint-lost", "signed_checkpoints", expected)
            self._take(signed, number, breaches)
        kept = {signed.statement for _, signed in rows}
        named = {signed.statement for signed in outside}
        told = [*outside, *(signed for _, signed in rows if signed.statement not in named)]
        openings = Openings(said for signed in told if (said := self._said(signed)) is not None)
        for number, signed in enumerate(outside, start=1):
            if signed.statement not in kept:
                self._take_outside(signed, number, openings, breaches)

    def compare(self, position: int, seal: bytes, sequence: int, digest: bytes, breaches: Breaches) -> None:
        """The log as it stands at the end of a batch, against what was signed of that place."""
        for said in self._waiting.pop(position, ()):
            if (said.seal, said.sequence, said.digest) != (seal.hex(), sequence, digest.hex()):
                self._differs(said, "checkpoint", breaches)

    def compare_quiet(self, number: int, seal: bytes, breaches: Breaches) -> None:
        """A quiet batch's seal against what was signed of it."""
        for said in self._waiting_quiet.pop(number, ()):
            if said.quiet_seal != seal.hex():
                self._differs(said, "checkpoint", breaches, number)

    def end(self, position: int, breaches: Breaches) -> None:
        """What was signed of places that the log does not have."""
        for signed_at, statements in sorted(self._waiting.items()):
            for said in statements:
                self._differs(said, "tail-cut" if signed_at > position else "checkpoint", breaches)

    def end_quiet(self, breaches: Breaches) -> None:
        """What was signed of quiet batches that are not there."""
        for number, statements in sorted(self._waiting_quiet.items()):
            for said in statements:
                self._differs(said, "tail-cut", breaches, number)

    def _take_outside(self, signed: Signed, number: int, openings: Openings, breaches: Breaches) -> None:
        """One that the database does not hold: taken away, unless a restore took the log back behind its place."""
        said = self._said(signed)
        end = openings.end_of(said.epoch) if said is not None else None
        if said is not None and end is not None and said.position > end.position:
            self.count += 1
            self._lost[end.epoch, end.position].append(said.position)
            return
        at_the_end = said is not None and end is not None and said.position == end.position  # of what a restore took
        if not self._restored and not at_the_end:
            breaches.add("checkpoint-lost", "signed_checkpoints", number)
        self._take(signed, number, breaches, inf if end is None else end.quiet)

    def _said(self, signed: Signed) -> Statement | None:
        """What is signed of this log, under this key."""
        if signed not in self._checked:
            said = _statement(signed)
            holds = said is not None and said.service == self._service and self._signer.holds(signed)
            self._checked[signed] = said if holds else None
        return self._checked[signed]

    def _take(self, signed: Signed, number: int, breaches: Breaches, quiet_until: float = inf) -> None:
        self.count += 1
        said = self._said(signed)
        if said is None:
            breaches.add("signature", "signed_checkpoints", number)
        else:
            self._waiting[said.position].append(said)
            if said.quiet is not None and said.quiet <= quiet_until:
                self._waiting_quiet[said.quiet].append(said)

    def _differs(self, said: Statement, kind: str, breaches: Breaches, quiet: int | None = None) -> None:
        """What an earlier epoch signed may have been lost in a restore, if whoever verifies knows of one."""
        if self._restored and said.epoch != self._epoch:
            return
        if quiet is None:
            breaches.add(kind, "facts", said.position)
        else:
            breaches.add(kind, "quiet_seals", quiet)


def _earlier(one: End, other: End) -> End:
    first = min(one, other)
    return End(first.position, first.epoch, min(one.quiet, other.quiet))


def _statement(signed: Signed) -> Statement | None:
    try:
        return signed.said()
    except msgspec.DecodeError:
        return None
