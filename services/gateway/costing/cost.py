"""Giá của truy vấn - the most that a document may cost: every object it can return is a point, some fields cost more.

Known before execution from the arguments alone. A fragment is priced once, however often it is spread.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from services.gateway.reading.pages import MOST

LIST = 10
"""How many things a list without a page size is taken to have."""
WEIGHTS: Mapping[str, int] = {
    "Query.census": 200,
    "Query.serviceStatus": 20,
    "Query.workCounts": 100,
    "Organization.headcount": 20,
    "Organization.belowThreshold": 20,
    "totalCount": 20,
}
"""What costs more than the objects it returns; a name without a type stands for every type."""
SEARCH = 50
"""What a list costs more that is searched by words."""
MUTATION = 10
_ITEMS = frozenset({"nodes", "edges", "changes"})
_PAGE, _WORDS = "first", "search"


class Pricing:
    """One document with its variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._operation = operation
        self._variables = variables
        self._priced: dict[tuple[str, int], int] = {}
        self.work = 0
        """What is to be paid whatever comes back: each weighty field of the text once. Known with the total."""

    def total(self) -> int:
        """The most that the operation may cost."""
        root = self._schema.get_root_type(self._operation.operation)
        return self._selection(self._operation.selection_set, root, 1) if root else 0

    def _selection(self, chosen: SelectionSetNode | None, on: GraphQLNamedType | None, page: int) -> int:
        total = 0
        for node in chosen.selections if chosen else ():
            if isinstance(node, FieldNode):
                total += self._field(node, on, page)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                narrowed = self._schema.get_type(condition.name.value) if condition else on
                total += self._selection(node.selection_set, narrowed, page)
            elif isinstance(node, FragmentSpreadNode):
                total += self._fragment(node.name.value, page)
        return total

    def _fragment(self, name: str, page: int) -> int:
        if (name, page) not in self._priced:
            fragment = self._fragments[name]
            on = self._schema.get_type(fragment.type_condition.name.value)
            self._priced[name, page] = self._selection(fragment.selection_set, on, page)
        return self._priced[name, page]

    def _field(self, node: FieldNode, on: GraphQLNamedType | None, page: int) -> int:
        known = on.fields.get(node.name.value) if isinstance(on, GraphQLObjectType | GraphQLInterfaceType) else None
        if on is None or known is None:
            return 0
        weight, named = self._weight(on, node), get_named_type(known.type)
        self.work += weight
        if is_leaf_type(named):
            return weight
        if _PAGE in known.args:
            return weight + 1 + self._selection(node.selection_set, named, self._page(node, known.args[_PAGE]))
        many = is_list_type(get_nullable_type(known.type))
        count = page if many and node.name.value in _ITEMS else LIST if many else 1
        return weight + count * (1 + self._selection(node.selection_set, named, 1))

    def _weight(self, on: GraphQLNamedType, node: FieldNode) -> int:
        if on is self._schema.mutation_type:
            return MUTATION
        name, searched = node.name.value, any(each.name.value == _WORDS for each in node.arguments or ())
        return WEIGHTS.get(f"{on.name}.{name}", WEIGHTS.get(name, 0)) + searched * SEARCH

    def _page(self, node: FieldNode, argument: Any) -> int:
        given = next((each.value for each in node.arguments or () if each.name.value == _PAGE), None)
        asked = self._value(given) if given is not None else argument.default_value
        return min(max(asked, 0), MOST) if isinstance(asked, int) else MOST

    def _value(self, given: ValueNode | None) -> Any:
        if isinstance(given, VariableNode):
            name = given.name.value
            return self._variables[name] if name in self._variables else self._value(self._fallback(name))
        return int(given.value) if isinstance(given, IntValueNode) else None

    def _fallback(self, name: str) -> ValueNode | None:
        defined = self._operation.variable_definitions or ()
        return next((each.default_value for each in defined if each.variable.name.value == name), None)


def returned(data: Any) -> int:
    """How many objects an answer holds."""
    if isinstance(data, dict):
        return 1 + sum(map(returned, data.values()))
    return sum(map(returned, data)) if isinstance(data, list) else 0
