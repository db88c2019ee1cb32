"""A batch in rows: positions, sequences, chains and receipts for the head it is to follow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from shared.eventlog import binary
from shared.eventlog.append import Append, Committed
from shared.eventlog.binary import Rows
from shared.eventlog.chain import accepted, asked, chained, linked, quiet_content, seal, sealed
from shared.eventlog.placed import Placed
from shared.eventlog.prepared import Prepared
from shared.eventlog.rows import Head
from shared.eventlog.versions import Versions
from shared.vocabulary.position import Positions
from shared.vocabulary.requests import Receipt

_encode = msgspec.json.Encoder().encode


class Batch:
    """What one call of append_at_once is given, and what becomes true when it answers `written`.

    `versions` are those of the head it follows; `looked_up` are the checks that do not follow from them.
    `owned_checks` and `claim_owners` say whose a check or claim is, by its place in the arrays. `quiet` is there if no
    facts are: what the seal of such a batch covers.
    """

    def __init__(
        self, commands: Sequence[Prepared], head: Head, now: datetime, positions: Positions, versions: Versions
    ) -> None:
        self.commands = commands
        self.before = head
        self.looked_up = [
            (command, *check) for command in commands for check in command.checks if not versions.follows(*check)
        ]
        self._versions = versions
        self.placed: list[Placed] = []
        self.answers: list[Committed] = []
        self._positions = positions
        self._sequence, self._digest = head.sequence, head.digest
        self._done: list[bytes] = []
        self._accepted: list[bytes] = []
        self._factless: list[bytes] = []
        for command in commands:
            self._add(command)
        self._claims = [binary.claim(*claim) for command in commands for claim in command.claims]
        self._releases = [binary.claim(*claim) for command in commands for claim in command.releases]
        self.quiet: bytes | None = None
        self.after = self._end(head, now)

    @property
    def is_bulk(self) -> bool:
        """Whether all of it came by the bulk lane and tells facts: then they go by COPY."""
        return bool(self.placed) and all(command.bulk for command in self.commands)

    @property
    def arguments(self) -> list[Any]:
        """The arguments of append_at_once, but for the lock's key."""
        parts: list[bytes] = []
        for placed in self.placed:
            parts += binary.fact(*placed)
        return self._arguments(self.looked_up, Rows(len(self.placed), parts))

    @property
    def checks(self) -> list[Any]:
        """The same without facts: all is checked and the small rows are written; facts and seal are to follow."""
        return self._arguments(self.owned_checks, Rows(0, ()))

    @property
    def owned_checks(self) -> list[tuple[Prepared, UUID, int]]:
        """Whose each check is, and the check: a stream and its version. What begins comes last."""
        return self.looked_up + [(command, *birth) for command in self.commands for birth in command.births]

    @property
    def claim_owners(self) -> list[Prepared]:
        """Whose each claim is."""
        return [command for command in self.commands for _ in command.claims]

    @property
    def tracking_owners(self) -> list[Prepared]:
        """Whose each follower's checkpoint is."""
        return [command for command in self.commands if command.append.tracking is not None]

    def found(self, stream: UUID, version: int) -> None:
        """It was refused: a stream of its checks is at another version."""
        self._versions.found(stream, version)

    def stands(self) -> None:
        """It was written: what it looked up and what it left is certain for those that follow."""
        for _, stream, version in self.looked_up:
            self._versions.found(stream, version)
        for command in self.commands:
            self._versions.wrote(command.append)

    def _arguments(self, checks: Sequence[tuple[Prepared, UUID, int]], facts: Rows) -> list[Any]:
        before, after, commands = self.before, self.after, self.commands
        moved = [binary.moved(command.append.tracking) for command in commands if command.append.tracking is not None]
        return [
            *(before.position, before.sequence, before.seal),
            *(after.sequence, after.seal, after.digest, after.recorded_at, self.quiet),
            Rows(len(checks), [binary.check(stream, version) for _, stream, version in checks]),
            facts,
            Rows(len(commands), self._done),
            Rows(len(self._claims), self._claims),
            Rows(len(self._releases), self._releases),
            Rows(len(moved), moved),
        ]

    def _add(self, command: Prepared) -> None:
        append, meta, placed = command.append, command.meta, self.placed
        before = self.before.position + len(placed)
        for row in command.rows:
            told = row.told
            if told is not None:
                self._sequence += 1
                link = linked(told.id, told.topic.encode(), told.subject.encode(), told.body, meta)
                self._digest = chained(self._digest, link)
            placed.append(Placed(row, meta, self._sequence, self._digest))
        last, sequence = self.before.position + len(placed), self._sequence
        receipt = Receipt(
            thing=append.thing,
            id=append.answer or append.command_id,
            version=version_after(append),
            position=self._positions.at(sequence),
        )
        self.answers.append(Committed(first=before + 1, last=last, sequence=sequence, receipt=receipt))
        answer = _encode(receipt)
        self._done += binary.command(append, before + 1, last, sequence, answer)
        row = accepted(
            command_id=append.command_id, actor=append.actor, digest=append.digest,
            first=before + 1, last=last, sequence=sequence, receipt=answer,
        )  # fmt: skip
        (self._accepted if command.rows else self._factless).append(row)

    def _end(self, head: Head, now: datetime) -> Head:
        asks = asked(self._claims, self._releases)
        self._factless.sort()  # each begins with its id
        if not self.placed:
            self.quiet = quiet_content(self._factless, asks)
            return head
        recorded_at = max(head.recorded_at, now)
        facts = (sealed(row.stream, row.version, row.topic, row.state, meta) for row, meta, _, _ in self.placed)
        new_seal = seal(head.seal, head.position + 1, recorded_at, facts, self._accepted + self._factless, asks=asks)
        return Head(head.position + len(self.placed), self._sequence, new_seal, self._digest, recorded_at)


def version_after(append: Append) -> int:
    """The version of the thing that the receipt names."""
    for write in append.writes:
        if write.stream == append.answer:
            return write.expected_version + len(write.facts)
    return append.answer_version
