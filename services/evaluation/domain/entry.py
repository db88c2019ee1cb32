"""Phiếu nhập danh sách - what became of the rows that were entered together; nothing follows from it."""

from datetime import date
from uuid import UUID

import msgspec

from shared.vocabulary.facts import Fact, Stream


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Một dòng không nhận, and why."""

    row: int
    code: str
    vi: str
    en: str


class RowsEntered(Fact, frozen=True, kw_only=True):
    """Đã nhập danh sách - so many rows were taken, these were not."""

    TOPIC = "evaluation.RowsEntered"
    campaign: UUID
    organization: UUID
    entered: int
    refused: tuple[RefusedRow, ...]
    entered_on: date


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A record that nothing follows from."""

    done: bool = False


def evolve(_state: Entry, _fact: RowsEntered) -> Entry:
    """Fact → state."""
    return Entry(done=True)


ENTRIES: Stream[Entry] = Stream("entry", Entry(), evolve, (RowsEntered,))
