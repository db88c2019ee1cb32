"""Loaders: one batch per kind of look-up and request, so that a list costs as many statements as a single thing."""

from collections.abc import Callable, Hashable
from typing import Any
from uuid import UUID

from strawberry.dataloader import DataLoader

from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query
from services.gateway.reading.reader import Reader


class Loaders:
    """Made anew for each request; `one` and `many` remember a loader under the name of the look-up and its settings."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: dict[Hashable, DataLoader[Any, Any]] = {}

    def one(self, name: Hashable, query: Callable[[list[UUID]], Query], key: str) -> DataLoader[UUID, Row | None]:
        """The row whose column `key` is the key."""

        async def load(keys: list[UUID]) -> list[Row | None]:
            found = {row[key]: row for row in await self._reader.rows(query(keys))}
            return [found.get(wanted) for wanted in keys]

        return self._keep(name, load)

    def many(self, name: Hashable, query: Callable[[list[UUID]], Query], key: str) -> DataLoader[UUID, list[Row]]:
        """All rows whose column `key` is the key, in the query's order."""

        async def load(keys: list[UUID]) -> list[list[Row]]:
            found: dict[Any, list[Row]] = {}
            for row in await self._reader.rows(query(keys)):
                found.setdefault(row[key], []).append(row)
            return [found.get(wanted, []) for wanted in keys]

        return self._keep(name, load)

    def _keep(self, name: Hashable, load: Callable[[list[Any]], Any]) -> DataLoader[Any, Any]:
        if name not in self._kept:
            self._kept[name] = DataLoader(load_fn=load)
        return self._kept[name]
