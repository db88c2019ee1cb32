"""The executor of queries: plans instead of layers, one gathering of awaited values per level instead of a task each.

It answers as the library's executor does (a test compares them); mutations and introspection stay with that one.
"""

from typing import Any

from graphql import ExecutionResult, GraphQLError, OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from services.gateway.compiling.kinds import Kinds
from services.gateway.compiling.plan import Plan, Planner
from services.gateway.compiling.resolving import FieldIsNotCompiled
from services.gateway.compiling.run import Run

_KINDS: dict[int, tuple[Any, Kinds]] = {}


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor with a shorter way for queries."""

    def execute_operation(self, serially: bool | None = None) -> Any:
        """The operation's answer, or what is to be awaited for it."""
        if self.operation.operation is not OperationType.QUERY:
            return super().execute_operation(serially)
        try:
            planner = Planner(self, _kinds_of(self.schema))
            plan = planner.root(self.schema.query_type)  # pyright: ignore[reportArgumentType]
        except (FieldIsNotCompiled, RecursionError):
            return super().execute_operation(serially)
        return self._answer(planner, plan)

    async def _answer(self, planner: Planner, plan: Plan) -> ExecutionResult:
        run = Run(self, planner)
        try:
            data = await run.answer(plan)
        except GraphQLError as error:
            self.collected_errors.add(error, None)
            data = None
        return self.build_response(data)  # pyright: ignore[reportReturnType]


def _kinds_of(schema: Any) -> Kinds:
    """The kinds of a schema, for as long as it lives."""
    kept = _KINDS.get(id(schema))
    if kept is None or kept[0] is not schema:
        _KINDS.clear()
        kept = _KINDS[id(schema)] = (schema, Kinds())
    return kept[1]
