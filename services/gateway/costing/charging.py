"""Charging: every operation is priced and paid before it runs, and told its cost under extensions.cost."""

from collections.abc import Iterator
from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, get_operation_ast
from strawberry.extensions import SchemaExtension

from services.gateway.costing.cost import MUTATION, Pricing, returned
from services.gateway.costing.refusals import QueryCostsTooMuch

MOST = 10_000
"""Points that one request may cost."""


class Charging(SchemaExtension):
    """Refuses what costs too much, or more than the client has left, before anything is read."""

    def on_execute(self) -> Iterator[None]:
        """Price, take, run, give back."""
        running, asked = self.execution_context, self.execution_context.context
        document = running.graphql_document
        operation = get_operation_ast(document, running.operation_name) if document else None
        if document is None or operation is None:
            yield
            return
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        schema: Any = running.schema
        cost = Pricing(schema._schema, fragments, operation, running.variables or {}).total()
        actor = asked.viewer.actor
        asked.cost = {"requestedQueryCost": cost, "actualQueryCost": None}
        if cost > MOST:
            raise QueryCostsTooMuch(cost=cost, most=MOST)
        asked.budgets.take(actor.subject, actor.role, cost)
        yield
        actual = min(cost, _actual(operation, getattr(running.result, "data", None)))
        asked.budgets.give_back(actor.subject, actor.role, cost - actual)
        asked.cost["actualQueryCost"] = actual


def _actual(operation: OperationDefinitionNode, data: Any) -> int:
    """The objects that came back; a mutation costs its work whatever comes back."""
    mutations = len(operation.selection_set.selections) if operation.operation.value == "mutation" else 0
    return mutations * MUTATION + max(returned(data) - 1, 0)
