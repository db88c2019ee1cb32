"""A read as a value: which columns of which table under which conditions. Only the emitter turns it into SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.gateway.reading.tables import Table


@dataclass(frozen=True)
class Where:
    """A condition: constant SQL text with `{}` for each argument, never a value from outside."""

    text: str
    arguments: tuple[Any, ...] = ()


def where(text: str, *arguments: Any) -> Where:
    """Short for a condition with its arguments."""
    return Where(text, arguments)


@dataclass(frozen=True, kw_only=True)
class Query:
    """One statement. `walked`: its order is an index's, so that a page may be read along that (see pages.Order)."""

    table: Table
    columns: "tuple[str | Where | LookedUp, ...]"
    where: "tuple[Where | Within, ...]" = ()
    order_by: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
    limit: int | None = None
    each: "Each | None" = None
    walked: bool = False


@dataclass(frozen=True)
class LookedUp:
    """A column: `text` with `{}` for the one value that another query returns for this row, itself scoped."""

    text: str
    query: Query


@dataclass(frozen=True)
class Within:
    """`column` is (an array: holds) one of the values that another query returns, itself scoped like any other.

    `also`: a select of arguments alone, whose values count too. `roots`: below which organisations, if known.
    `few`: the values are found first and looked up by an index, however many rows PostgreSQL expects of each.
    """

    column: str
    query: Query
    array: bool = False
    also: Where | None = None
    roots: tuple[UUID, ...] = ()
    few: bool = False


@dataclass(frozen=True)
class Each:
    """The query once for each key, in one statement: `limit` and order then hold per key, the row gains `each_key`.

    Without a column the conditions themselves speak of `keys.each_key`.
    """

    column: str
    keys: Sequence[Any]
    kind: str = "uuid"
