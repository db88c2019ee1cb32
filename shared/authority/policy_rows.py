"""Policy rows as a service keeps those it rests on: a view folded from the fact that sets one, and reading them all."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from shared.readmodel.remembered import Reads
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered, Fact
from shared.vocabulary.policy import PolicyRow

_DDL = """
create table rules (
    key text not null,
    organization uuid not null,
    valid_from date not null,
    valid_to date,
    organization_code text not null,
    value text not null,  -- JSON
    source text not null,
    confirmed boolean not null,
    primary key (key, organization, valid_from)
);
"""
_ALL = "select key, organization_code, valid_from, valid_to, value, source, confirmed from rules"
_KEPT = ("valid_to", "organization_code", "source", "confirmed")


def policy_rows_view(is_set: type[Fact], wanted: Callable[[str], bool], *, version: int = 1) -> View:
    """The rows whose key is wanted; a later row of the same key, place and start replaces the one before."""

    def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
        fact: Any = delivered.fact
        if not wanted(fact.key):
            return
        key = {name: getattr(fact, name) for name in ("key", "organization", "valid_from")}
        kept = {name: getattr(fact, name) for name in _KEPT}
        yield Put("rules", key, {**kept, "value": msgspec.json.encode(fact.value).decode()})

    return View(name="rules", version=version, ddl=_DDL, on=(is_set,), fold=fold)


class PolicyRows:
    """The look-up over the view."""

    def __init__(self, pool: Reads) -> None:
        self._pool = pool

    async def rows(self) -> list[PolicyRow]:
        """All of them; which one is in force is decided by place and date (`resolve`)."""
        return [
            PolicyRow(**{**dict(row), "value": msgspec.json.decode(row["value"])})  # columns bear the fields' names
            for row in await self._pool.fetch(_ALL)
        ]
