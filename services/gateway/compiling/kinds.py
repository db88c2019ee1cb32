"""Kinds: the schema's types taken apart once: may it be null, is it a list, how does a leaf become JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLID,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.executor import Executor

_TEXT = frozenset({GraphQLString, GraphQLID})


@dataclass(frozen=True, slots=True)
class Kind:
    """One of `leaf`, `item`, `object` or `abstract` is set."""

    type: Any
    nullable: bool
    leaf: Callable[[Any], Any] | None = None
    item: "Kind | None" = None
    object: GraphQLObjectType | None = None
    abstract: Any = None


class Kinds:
    """The kinds of one schema, remembered: its types live as long as it does."""

    def __init__(self) -> None:
        self._known: dict[int, Kind] = {}

    def of(self, type_: Any) -> Kind:
        """The type taken apart."""
        if (kind := self._known.get(id(type_))) is None:
            kind = self._known[id(type_)] = self._taken_apart(type_)
        return kind

    def _taken_apart(self, type_: Any) -> Kind:
        nullable = not isinstance(type_, GraphQLNonNull)
        inner = type_ if nullable else type_.of_type
        if isinstance(inner, GraphQLList):
            return Kind(type_, nullable, item=self.of(inner.of_type))
        if is_leaf_type(inner):
            return Kind(type_, nullable, leaf=_text if inner in _TEXT else _coercing(inner))
        if is_abstract_type(inner):
            return Kind(type_, nullable, abstract=inner)
        return Kind(type_, nullable, object=inner)


def _coercing(type_: GraphQLLeafType) -> Callable[[Any], Any]:
    return lambda value: Executor.complete_leaf_value(type_, value)


def _text(value: Any) -> Any:
    return value if type(value) is str else Executor.complete_leaf_value(GraphQLString, value)
