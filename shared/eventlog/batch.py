"""A batch in rows: positions, sequences, chains and receipts for the head it is to follow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from shared.eventlog.append import Append, Committed
from shared.eventlog.chain import chained, seal
from shared.eventlog.prepared import FactRow, Prepared
from shared.eventlog.rows import Head, OutboxRow, StoredFact
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

_encode = msgspec.json.Encoder().encode
_NOTHING_TOLD = (None, None, None, None, None, None, None)


class Batch:
    """What one call of append_batch is given, and what becomes true when it answers `written`.

    `check_owners` and `claim_owners` say whose a check or claim is, by its place in the arrays.
    """

    def __init__(self, commands: Sequence[Prepared], head: Head, now: datetime, service: str, epoch: str) -> None:
        self.commands = commands
        self.before = head
        self._at = (service, epoch)
        self._facts: list[tuple[Any, ...]] = []
        self._done: list[tuple[Any, ...]] = []
        self.answers: list[Committed] = []
        self.check_owners: list[Prepared] = []
        self.claim_owners: list[Prepared] = []
        self.tracking_owners: list[Prepared] = []
        self._sequence, self._digest = head.sequence, head.digest
        for command in commands:
            self._add(command)
        self.after = self._end(head, now)

    @property
    def is_bulk(self) -> bool:
        """Whether all of it came by the bulk lane and tells facts: then they go by COPY."""
        return bool(self._facts) and all(command.bulk for command in self.commands)

    @property
    def arguments(self) -> list[Any]:
        """The arguments of append_batch, but for the lock's key."""
        return self._arguments(self._facts, self._done)

    @property
    def checks(self) -> list[Any]:
        """The same without facts: all is checked and the small rows are written; facts and seal are to follow."""
        return self._arguments([], self._done)

    @property
    def copied(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], tuple[Any, ...]]:
        """The rows that follow: facts, outbox and the seal."""
        first, after, facts, told = self.before.position + 1, self.after, [], []
        for position, row in enumerate(self._facts, start=first):
            stream, version, topic, state, meta, sequence, id, province, subject, told_topic, body, digest = row
            facts.append((position, stream, version, topic, state, meta, after.recorded_at))
            if sequence is not None:
                of = (sequence, position, id, stream, version, province, subject, told_topic, body, meta)
                told.append((*of, after.recorded_at, digest))
        return facts, told, (first, after.position, after.seal, after.sequence, after.digest, after.recorded_at)

    @property
    def facts(self) -> list[StoredFact]:
        """What it adds to the facts."""
        rows, recorded_at = [], self.after.recorded_at
        for position, row in enumerate(self._facts, start=self.before.position + 1):
            stream, version, topic, state, meta, *_ = row
            rows.append(StoredFact(position, stream, version, topic, state, meta, recorded_at))
        return rows

    @property
    def told(self) -> list[OutboxRow]:
        """What it adds to the outbox."""
        previous, recorded_at, rows = self.before.digest, self.after.recorded_at, []
        for position, row in enumerate(self._facts, start=self.before.position + 1):
            stream, version, _, _, meta, sequence, id, province, subject, topic, body, digest = row
            if sequence is None:
                continue
            rows.append(
                OutboxRow(
                    sequence=sequence,
                    position=position,
                    id=id,
                    aggregate=stream,
                    version=version,
                    province=province,
                    subject=subject,
                    topic=topic,
                    body=body,
                    meta=meta,
                    recorded_at=recorded_at,
                    digest=digest,
                    previous=previous,
                )
            )
            previous = digest
        return rows

    def _arguments(self, facts: list[Any], done: list[Any]) -> list[Any]:
        before, after = self.before, self.after
        return [
            *(before.position, before.sequence, before.seal),
            *(after.sequence, after.seal, after.digest, after.recorded_at),
            [check for command in self.commands for check in command.checks],
            facts,
            done,
            [claim for command in self.commands for claim in command.claims],
            [release for command in self.commands for release in command.releases],
            [_tracked(owner.append) for owner in self.tracking_owners],
        ]

    def _add(self, command: Prepared) -> None:
        append = command.append
        first = self.before.position + len(self._facts) + 1
        for row in command.rows:
            self._facts.append((*row[:4], command.meta, *self._tell(row)))
        last = self.before.position + len(self._facts)
        self._answer(append, first, last)
        self.check_owners += [command] * len(command.checks)
        self.claim_owners += [command] * len(command.claims)
        if append.tracking is not None:
            self.tracking_owners.append(command)

    def _tell(self, row: FactRow) -> tuple[Any, ...]:
        told = row.told
        if told is None:
            return _NOTHING_TOLD
        self._sequence += 1
        self._digest = chained(self._digest, told.link)
        return self._sequence, told.id, told.province, told.subject, told.topic, told.body, self._digest

    def _answer(self, append: Append, first: int, last: int) -> None:
        service, epoch = self._at
        position = Position({service: self._sequence}, {service: epoch}).encode()
        receipt = Receipt(
            thing=append.thing, id=append.answer or append.command_id, version=version_after(append), position=position
        )
        self.answers.append(Committed(first=first, last=last, sequence=self._sequence, receipt=receipt))
        self._done.append(
            (append.command_id, append.actor, append.digest, first, last, self._sequence, _encode(receipt))
        )

    def _end(self, head: Head, now: datetime) -> Head:
        if not self._facts:
            return head
        recorded_at = max(head.recorded_at, now)
        rows = (row.sealed for command in self.commands for row in command.rows)
        sealed = seal(head.seal, head.position + 1, recorded_at, rows)
        return Head(head.position + len(self._facts), self._sequence, sealed, self._digest, recorded_at)


def version_after(append: Append) -> int:
    """The version of the thing that the receipt names."""
    for write in append.writes:
        if write.stream == append.answer:
            return write.expected_version + len(write.facts)
    return append.answer_version


def _tracked(append: Append) -> tuple[str, str, int | None, int, bytes]:
    tracking = append.tracking
    assert tracking is not None
    return tracking.follower, tracking.epoch, tracking.expected, tracking.sequence, tracking.digest


def streams_after(append: Append) -> list[tuple[UUID, int]]:
    """The streams an append writes, with their versions after it."""
    return [(write.stream, write.expected_version + len(write.facts)) for write in append.writes]
