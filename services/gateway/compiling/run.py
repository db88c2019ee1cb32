"""Run: one answer, built from the plans: what is there at once is written at once, what must be awaited level by level.

An error goes where the standard sends it: to the nearest place that may be null.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from types import CoroutineType
from typing import Any

from graphql import GraphQLError, located_error
from graphql.pyutils import Path

from services.gateway.compiling.kinds import Kind
from services.gateway.compiling.plan import Asking, Plan, Planner
from services.gateway.compiling.resolving import Spot


@dataclass(slots=True)
class _Place:
    """Where an object or a list stands in the answer, so that an error below can take it out."""

    holder: Any
    key: Any
    nullable: bool
    path: Path | None
    above: "_Place | None"


@dataclass(slots=True)
class _Awaited:
    """A field whose value is still to come."""

    value: Awaitable[Any]
    asking: Asking
    holder: dict[str, Any]
    path: Path
    place: _Place


class Run:
    """Builds the answer of one request."""

    def __init__(self, executor: Any, planner: Planner) -> None:
        self._executor = executor
        self._planner = planner
        self._asked = executor.context_value
        self._awaited: list[_Awaited] = []

    async def answer(self, plan: Plan) -> Any:
        """The data; a GraphQLError where nothing above may be null."""
        top: list[Any] = [None]
        top[0] = self._object(plan, self._executor.root_value, None, _Place(top, 0, True, None, None))
        while self._awaited:
            level, self._awaited = self._awaited, []
            values = await asyncio.gather(*(one.value for one in level), return_exceptions=True)
            for one, value in zip(level, values, strict=True):
                self._arrive(one, value)
        return top[0]

    def _arrive(self, one: _Awaited, value: Any) -> None:
        asking = one.asking
        try:
            if isinstance(value, BaseException):
                raise value
            place = _Place(one.holder, asking.key, asking.kind.nullable, one.path, one.place)
            one.holder[asking.key] = self._finished(asking.kind, asking, value, place)
        except Exception as raw:  # noqa: BLE001 - located, and told by the reporting
            error = located_error(raw, [part.node for part in asking.details], one.path.as_list())
            self._tell(error, asking, one)

    def _tell(self, error: GraphQLError, asking: Asking, one: _Awaited) -> None:
        if asking.kind.nullable:
            self._executor.collected_errors.add(error, one.path)
            return
        place = one.place
        while not place.nullable and place.above is not None:
            place = place.above
        place.holder[place.key] = None
        self._executor.collected_errors.add(error, place.path)

    def _object(self, plan: Plan, source: Any, path: Path | None, place: _Place) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for asking in plan.fields:
            kind, below = asking.kind, Path(path, asking.key, plan.type.name)
            made[asking.key] = None
            try:
                if asking.wrong is not None:
                    raise asking.wrong
                value = asking.call(source, Spot(self._asked, asking.name, below), asking.given)
                if type(value) is CoroutineType or isinstance(value, asyncio.Future):
                    self._awaited.append(_Awaited(value, asking, made, below, place))
                elif kind.leaf is not None and value is not None:
                    made[asking.key] = kind.leaf(value)
                else:
                    here = _Place(made, asking.key, kind.nullable, below, place)
                    made[asking.key] = self._finished(kind, asking, value, here)
            except Exception as raw:  # noqa: BLE001 - raised again where the field may not be null
                self._executor.handle_field_error(raw, kind.type, asking.details, below)
        return made

    def _finished(self, kind: Kind, asking: Asking, value: Any, place: _Place) -> Any:
        if value is None:
            if kind.nullable:
                return None
            raise TypeError(f"Cannot return null for non-nullable field {asking.name}.")
        if kind.leaf is not None:
            return kind.leaf(value)
        if kind.item is not None:
            return self._list(kind.item, asking, value, place)
        type_ = kind.object or self._planner.named(kind, asking, value)
        return self._object(self._planner.below(type_, asking), value, place.path, place)

    def _list(self, kind: Kind, asking: Asking, values: Any, place: _Place) -> list[Any]:
        made: list[Any] = [None] * len(values)
        for number, value in enumerate(values):
            below = Path(place.path, number, None)
            try:
                made[number] = self._finished(kind, asking, value, _Place(made, number, kind.nullable, below, place))
            except Exception as raw:  # noqa: BLE001 - raised again where the item may not be null
                self._executor.handle_field_error(raw, kind.type, asking.details, below)
        return made
