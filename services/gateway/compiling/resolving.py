"""Resolving: a Strawberry field as a plain call, without the layers that Strawberry builds around it for each value."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from graphql import GraphQLField
from graphql.pyutils import Path
from strawberry.types.field import StrawberryField

from services.gateway.reading.asked import Asked


@dataclass(slots=True)
class Spot:
    """Vị trí - what resolvers use of Strawberry's Info: the request, the field's name, its place in the answer."""

    context: Asked
    field_name: str
    path: Path


Call = Callable[[Any, Spot, dict[str, Any]], Any]
"""(source, spot, arguments as the resolver takes them) → the value, or what is to be awaited for it."""


class FieldIsNotCompiled(LookupError):  # noqa: N818 - named as a sentence
    """The field needs the library's own executor, e.g. introspection."""


def field_behind(definition: GraphQLField) -> StrawberryField:
    """Strawberry's field; those of introspection have none."""
    field = definition.extensions.get("strawberry-definition")
    if not isinstance(field, StrawberryField):
        raise FieldIsNotCompiled
    return field


def call_of(field: StrawberryField) -> Call:
    """How the field's value is had: an attribute, or a method with or without info."""
    resolver = field.base_resolver
    if resolver is None:
        read = attrgetter(field.python_name)
        return lambda source, _spot, _given: read(source)
    if field.extensions or field.permission_classes or resolver.root_parameter or resolver.parent_parameter:
        raise FieldIsNotCompiled(field.python_name)
    function: Any = resolver.wrapped_func
    info = resolver.info_parameter
    if info is None:
        return lambda source, _spot, given: function(source, **given)
    name = info.name
    return lambda source, spot, given: function(source, **{name: spot}, **given)
