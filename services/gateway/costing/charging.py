"""Charging: every operation is priced and paid before it runs, and told its cost under extensions.cost."""

from collections.abc import Iterator
from typing import Any

from graphql import FragmentDefinitionNode, get_operation_ast
from strawberry.extensions import SchemaExtension

from services.gateway.costing.cost import Pricing, returned
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
        pricing = Pricing(schema._schema, fragments, operation, running.variables or {})
        cost = pricing.total()
        actor = asked.viewer.actor
        asked.cost = {"requestedQueryCost": cost, "actualQueryCost": None}
        if cost > MOST:
            asked.budgets.fine(actor.subject, actor.role)
            raise QueryCostsTooMuch(cost=cost, most=MOST)
        asked.budgets.take(actor.subject, actor.role, cost)
        yield
        actual = min(cost, pricing.work + max(returned(getattr(running.result, "data", None)) - 1, 0))
        asked.budgets.give_back(actor.subject, actor.role, cost - actual)
        asked.cost["actualQueryCost"] = actual
