"""Rows as PostgreSQL reads them: arrays of rows in its binary form, put together here.

The driver would encode each field of each row by itself; the shape of a row is known, so it is a few calls of `struct`.
Every row is preceded by its size, every field by its type and size (array_recv and record_recv of PostgreSQL).
"""

from collections.abc import Sequence
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from shared.eventlog.append import Append, Tracking
from shared.eventlog.prepared import FactRow

_BYTEA, _BIGINT, _INTEGER, _TEXT, _UUID = 17, 20, 23, 25, 2950  # PostgreSQL's own numbers of its types
_NULL = -1
_EACH = 8  # what a field takes besides its value
_DIGEST = 32

_array, _no_rows = Struct(">iiIii").pack, Struct(">iiI").pack
_sized, _begins = Struct(">Ii").pack, Struct(">ii").pack
_check = Struct(">iiIi16sIii").pack
_fact_begins = Struct(">iiIi16sIiiIi").pack
_told_begins = Struct(">IiqIi16sIi").pack
_command_begins = Struct(">iiIi16sIi").pack
_command_stands = Struct(">IiqIiqIiqIi").pack
_held_by = Struct(">Ii16s").pack
_bigint = Struct(">Iiq").pack

_CHECK_SIZE = 4 + 2 * _EACH + 16 + 4
_FACT_SIZE = 4 + 12 * _EACH + 16 + 4
_TOLD_SIZE = 8 + 16 + _DIGEST
_COMMAND_SIZE = 4 + 7 * _EACH + 16 + 3 * 8
_CLAIM_SIZE = 4 + 3 * _EACH + 16
_NOTHING_TOLD = b"".join(_sized(kind, _NULL) for kind in (_BIGINT, _UUID, _TEXT, _TEXT, _TEXT, _BYTEA, _BYTEA))


class Rows(NamedTuple):
    """One argument: how many rows, and their bytes."""

    number: int
    parts: Sequence[bytes]

    def array(self, kind: int) -> bytes:
        """The whole argument; `kind` is the number that the database gave to the type of its rows."""
        if not self.number:
            return _no_rows(0, 0, kind)
        return _array(1, 0, kind, self.number, 1) + b"".join(self.parts)


def check(stream: UUID, version: int) -> bytes:
    """One row of `expected_version`."""
    return _check(_CHECK_SIZE, 2, _UUID, 16, stream.bytes, _INTEGER, 4, version)


def fact(row: FactRow, meta: bytes, sequence: int, digest: bytes) -> tuple[bytes, ...]:
    """One row of `new_fact`; sequence and digest are those of what is told of it."""
    topic, state, told = row.topic.encode(), row.state, row.told
    size = _FACT_SIZE + len(topic) + len(state) + len(meta)
    if told is None:
        begins = _fact_begins(size, 12, _UUID, 16, row.stream.bytes, _INTEGER, 4, row.version, _TEXT, len(topic))
        return begins, topic, _sized(_BYTEA, len(state)), state, _sized(_BYTEA, len(meta)), meta, _NOTHING_TOLD
    province, subject, told_topic, body = told.province.encode(), told.subject.encode(), told.topic.encode(), told.body
    size += _TOLD_SIZE + len(province) + len(subject) + len(told_topic) + len(body)
    return (
        _fact_begins(size, 12, _UUID, 16, row.stream.bytes, _INTEGER, 4, row.version, _TEXT, len(topic)),
        topic,
        _sized(_BYTEA, len(state)),
        state,
        _sized(_BYTEA, len(meta)),
        meta,
        _told_begins(_BIGINT, 8, sequence, _UUID, 16, told.id, _TEXT, len(province)),
        province,
        _sized(_TEXT, len(subject)),
        subject,
        _sized(_TEXT, len(told_topic)),
        told_topic,
        _sized(_BYTEA, len(body)),
        body,
        _sized(_BYTEA, _DIGEST),
        digest,
    )


def command(append: Append, first: int, last: int, sequence: int, receipt: bytes) -> tuple[bytes, ...]:
    """One row of `new_command`."""
    actor, digest = append.actor.encode(), append.digest
    size = _COMMAND_SIZE + len(actor) + len(digest) + len(receipt)
    return (
        _command_begins(size, 7, _UUID, 16, append.command_id.bytes, _TEXT, len(actor)),
        actor,
        _sized(_BYTEA, len(digest)),
        digest,
        _command_stands(_BIGINT, 8, first, _BIGINT, 8, last, _BIGINT, 8, sequence, _BYTEA, len(receipt)),
        receipt,
    )


def claim(kind: str, key: bytes, holder: UUID) -> bytes:
    """One row of `new_claim`. Seals cover these bytes: they must stay as they are."""
    text = kind.encode()
    begins = _begins(_CLAIM_SIZE + len(text) + len(key), 3)
    return b"".join(
        (begins, _sized(_TEXT, len(text)), text, _sized(_BYTEA, len(key)), key, _held_by(_UUID, 16, holder.bytes))
    )


def moved(tracking: Tracking) -> bytes:
    """One row of `moved_checkpoint`."""
    follower, epoch, digest = tracking.follower.encode(), tracking.epoch.encode(), tracking.digest
    before = _sized(_BIGINT, _NULL) if tracking.expected is None else _bigint(_BIGINT, 8, tracking.expected)
    fields = (
        *(_sized(_TEXT, len(follower)), follower, _sized(_TEXT, len(epoch)), epoch, before),
        *(_bigint(_BIGINT, 8, tracking.sequence), _sized(_BYTEA, len(digest)), digest),
    )
    return _begins(4 + sum(map(len, fields)), 5) + b"".join(fields)
