"""Limits: how much one document may ask. The rules are made once, so that validated documents can be kept."""

from typing import Any

from graphql import DirectiveNode, GraphQLError, NoSchemaIntrospectionCustomRule, ValidationContext, ValidationRule
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, ValidationCache
from strawberry.extensions.max_aliases import create_validator as at_most_aliases
from strawberry.extensions.query_depth_limiter import create_validator as at_most_deep

from services.gateway.costing.charging import Charging
from services.gateway.costing.spreading import Spreading
from services.gateway.documents.naming import Naming

DEPTH, ALIASES, TOKENS, DIRECTIVES = 12, 15, 2_000, 10


class _AtMostDirectives(ValidationRule):
    """Refuses a document with too many directives: each costs time before anything is asked."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._found = 0

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        """Counts one."""
        self._found += 1
        if self._found == DIRECTIVES + 1:
            self.report_error(GraphQLError(f"more than {DIRECTIVES} directives", [node]))


_LIMITS: list[Any] = [at_most_deep(DEPTH, None), at_most_aliases(ALIASES), _AtMostDirectives]


def limits(open_to_readers: bool) -> list[Any]:
    """Extension factories; introspection stands only where the schema is open to readers (demonstration)."""
    rules: list[Any] = [*_LIMITS] if open_to_readers else [*_LIMITS, NoSchemaIntrospectionCustomRule]
    return [
        lambda: MaxTokensLimiter(max_token_count=TOKENS),
        lambda: AddValidationRules(rules),
        ParserCache,
        Naming,
        Spreading,
        ValidationCache,
        Charging,
    ]
