"""A view as a value: its table, its fold and, beside them in the same file, its queries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, final
from uuid import UUID

import msgspec

from shared.vocabulary.facts import Delivered, Fact, Sealed

Open = Callable[[UUID, str, Sealed | None], str | None]
"""(person, field, sealed) -> the clear value, None once erased. The engine has fetched the keys of the batch before."""


class Put(msgspec.Struct, frozen=True):
    """Insert or replace the row with this key; every column not named becomes its default."""

    table: str
    key: Mapping[str, Any]
    columns: Mapping[str, Any]


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


@dataclass(frozen=True, kw_only=True)
class View:
    """`name` is the view's table (further tables start with `name_`); a new `version` is rebuilt beside the old one.

    `ddl` creates the tables and indexes, unqualified names, run with the views' schema first in search_path.
    `fold` is pure: the same facts give the same rows. `personal` are the columns that hold clear personal values:
    `person` names the column with the person's id, so that an erasure blanks them.
    `settle` is a statement run once after each batch: what rows by key cannot say, such as paths in a tree.
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
