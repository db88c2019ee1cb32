"""Plan: what an object of one type is asked for, each field with its call, its arguments and its kind.

Made once for each type and selection of a request; a list of a hundred things shares it.
"""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails, collect_fields
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments

from services.gateway.compiling.kinds import Kind, Kinds
from services.gateway.compiling.resolving import Call, FieldIsNotCompiled, call_of, field_behind

TYPENAME = "__typename"


@dataclass(slots=True)
class Asking:
    """One field of a selection; `given` are its arguments, or why they cannot be had."""

    key: str
    name: str
    details: list[FieldDetails]
    kind: Kind
    call: Call
    given: dict[str, Any]
    wrong: Exception | None = None


@dataclass(slots=True)
class Plan:
    """The fields of one selection on one type."""

    type: GraphQLObjectType
    fields: list[Asking]


class Planner:
    """Makes the plans of one request, with the executor's variables and fragments."""

    def __init__(self, executor: Any, kinds: Kinds) -> None:
        self._executor = executor
        self._kinds = kinds
        self._made: dict[tuple[int, int], Plan] = {}

    def root(self, type_: GraphQLObjectType) -> Plan:
        """The operation's own selection."""
        executor = self._executor
        grouped, deferred, _ = collect_fields(
            executor.schema, executor.fragments, executor.variable_values, type_, executor.operation
        )
        return self._plan(type_, grouped, deferred)

    def below(self, type_: GraphQLObjectType, asking: Asking) -> Plan:
        """What is asked of an object of this type below a field."""
        key = (id(type_), id(asking.details))
        if (plan := self._made.get(key)) is None:
            grouped, deferred, _ = self._executor.collect_subfields(type_, asking.details)
            plan = self._made[key] = self._plan(type_, grouped, deferred)
        return plan

    def named(self, kind: Kind, asking: Asking, value: Any) -> GraphQLObjectType:
        """Which type an object behind an interface or a union is of."""
        name = type(value).__strawberry_definition__.name
        found = self._executor.schema.get_type(name)
        if found is None or not self._executor.schema.is_sub_type(kind.abstract, found):
            raise TypeError(f"{asking.name} holds a {name}")
        return found

    def _plan(self, type_: GraphQLObjectType, grouped: dict[str, list[FieldDetails]], deferred: Any) -> Plan:
        if deferred:
            raise FieldIsNotCompiled("@defer")
        return Plan(type_, [self._asking(key, details, type_) for key, details in grouped.items()])

    def _asking(self, key: str, details: list[FieldDetails], parent: GraphQLObjectType) -> Asking:
        name = details[0].node.name.value
        definition = self._executor.schema.get_field(parent, name)
        kind = self._kinds.of(definition.type)
        if name == TYPENAME:
            return Asking(key, name, details, kind, lambda *_: parent.name, {})
        field = field_behind(definition)
        asking = Asking(key, name, details, kind, call_of(field), {})
        if definition.args:
            try:
                asking.given = self._given(definition, field, details[0])
            except Exception as error:  # noqa: BLE001 - told at every place of the field, as the standard has it
                asking.wrong = error
        return asking

    def _given(self, definition: Any, field: Any, asked: FieldDetails) -> dict[str, Any]:
        executor = self._executor
        values = get_argument_values(
            definition, asked.node, executor.variable_values, asked.fragment_variable_values, executor.hide_suggestions
        )
        ours = executor.schema._strawberry_schema
        registry = ours.schema_converter.scalar_registry
        return convert_arguments(values, field.arguments, scalar_registry=registry, config=ours.config)
