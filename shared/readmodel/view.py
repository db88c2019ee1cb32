"""A view as a value: its table, its fold and, beside them in the same file, its queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple, final
from uuid import UUID

import msgspec

from shared.vocabulary.excerpts import Excerpt
from shared.vocabulary.facts import Delivered, Fact, Sealed

Open = Callable[[UUID, str, Sealed | None], str | None]
"""(person, field, sealed) -> the clear value, None once erased. The engine has fetched the keys of the batch before."""


class Put(msgspec.Struct, frozen=True):
    """Insert or replace the row with this key; every column not named becomes its default.

    `new` says that there is no such row yet, as of the first fact about something: it is inserted without a look
    whether it replaces another, and only where it does after all is it put like any other.
    """

    table: str
    key: Mapping[str, Any]
    columns: Mapping[str, Any]
    new: bool = False


class Patch(msgspec.Struct, frozen=True):
    """Set columns of the row with this key; a missing row is left missing."""

    table: str
    key: Mapping[str, Any]
    columns: Mapping[str, Any]


class Remove(msgspec.Struct, frozen=True):
    """Delete the row with this key."""

    table: str
    key: Mapping[str, Any]


@final
class Run(msgspec.Struct, frozen=True):
    """A statement for what rows by key cannot say (a subtree moved). Ends the set-based batch before it.

    `each` says whose rows it concerns, where it concerns nobody else's: neighbours of the same statement for different
    ones are run as one, and it takes an array in the place of every argument.
    """

    sql: str
    arguments: tuple[Any, ...] = ()
    each: UUID | None = None


Op = Put | Patch | Remove | Run


class Either(NamedTuple):
    """The first of two fields, or the second where that is null."""

    first: str
    second: str

    def of(self, facts: Sequence[Any]) -> list[Any]:
        """What it says in each of many facts."""
        first, second = attrgetter(self.first), attrgetter(self.second)
        return [second(fact) if found is None else found for found, fact in zip(map(first, facts), facts, strict=True)]


Filled = Mapping[str, str | Either]
"""Column -> the field that fills it."""


class Row:
    """A row that a fact puts, said as data: no fold is called, and a whole history is copied from the facts' fields."""

    def __init__(self, table: str, *, key: Filled, columns: Filled) -> None:
        self.table = table
        self.key = tuple(key)
        self.columns = tuple(columns)
        self.fields = _fields(key) + _fields(columns)
        self._read = _reading((*key.values(), *columns.values()))

    def puts(self, facts: Sequence[Any]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """Key as it is compared -> row, the key's columns first; of two facts about one row the later counts."""
        rows, size = self._read(facts), len(self.key)
        if facts and isinstance(facts[0], Fact):
            return {compared(row[:size]): row for row in rows}
        return {row[:size]: row for row in rows} if self.columns else {row: row for row in rows}

    def put(self, row: tuple[Any, ...]) -> Put:
        """A row as an op like any other."""
        size = len(self.key)
        key = dict(zip(self.key, row[:size], strict=True))
        return Put(self.table, key, dict(zip(self.columns, row[size:], strict=True)))

    def op(self, fact: Fact) -> Put:
        """What one fact asks."""
        (row,) = self._read([fact])
        return self.put(row)


class NotesAreNotTaken(ValueError):  # noqa: N818 - named as a sentence
    """The statement by which a view settles does not take its notes as it has to."""


@dataclass(frozen=True, kw_only=True)
class View:
    """`name` is the view's table (further tables start with `name_`); a new `version` is rebuilt beside the old one.

    `ddl` creates the tables and indexes, unqualified names, run with the views' schema first in search_path.
    `fold` is pure: the same facts give the same rows. `personal` are the columns that hold clear personal values:
    `person` names the column with the person's id, so that an erasure blanks them.
    `rows` are the facts of `on` that put rows and nothing else, each row into a table of its own; `fold` is not asked
    about them.
    `settle` is a statement run once after each batch: what rows by key cannot say, such as paths in a tree.
    `notes` is a table in which facts leave rows for it alone: it begins with `takes_notes`, and reads no other table
    that a fact's rows change.
    """

    name: str
    version: int
    ddl: str
    on: tuple[type[Fact], ...]
    fold: Callable[[Delivered, Open], Iterable[Op]]
    people: Callable[[Delivered], Iterable[UUID]] = lambda delivered: ()  # whose keys the fold needs
    person: str = ""
    personal: tuple[str, ...] = ()
    settle: str = ""
    notes: str = ""
    rows: Mapping[type[Fact], tuple[Row, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.notes and self.settle.count(self.takes_notes) != 1:
            raise NotesAreNotTaken(self.name)

    @property
    def takes_notes(self) -> str:
        """How `settle` takes what is noted."""
        return f"(delete from {self.notes} returning *)"  # noqa: S608 - a name of our own

    def excerpts(self) -> list[Excerpt]:
        """What its rows need of the facts that put them."""
        return [Excerpt(kind, tuple(name for row in rows for name in row.fields)) for kind, rows in self.rows.items()]

    def asked(self, delivered: Delivered, opened: Open) -> Iterable[Op]:
        """The ops of one fact."""
        rows = self.rows.get(type(delivered.fact))
        return self.fold(delivered, opened) if rows is None else [row.op(delivered.fact) for row in rows]


def _fields(filled: Filled) -> tuple[str, ...]:
    return tuple(name for one in filled.values() for name in ((one,) if isinstance(one, str) else one))


def compared(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """A key as rows that are copied are known by: an id as its text, as excerpts have it."""
    return tuple(str(value) if type(value) is UUID else value for value in key)


def _reading(filled: Sequence[str | Either]) -> Callable[[Sequence[Any]], Iterable[tuple[Any, ...]]]:
    """Facts -> rows."""
    names = [one for one in filled if isinstance(one, str)]
    if len(names) == len(filled) > 1:
        return partial(map, attrgetter(*names))
    each = [partial(map, attrgetter(one)) if isinstance(one, str) else one.of for one in filled]
    return lambda facts: zip(*(read(facts) for read in each), strict=True)
