"""Limits: the rules that a document is validated by; what a scan can tell, documents/scanning.py asks first."""

from typing import Any

from graphql import NoSchemaIntrospectionCustomRule
from graphql.validation import specified_rules
from strawberry.extensions.query_depth_limiter import create_validator as at_most_deep
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

DEPTH = 12
_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule, at_most_deep(DEPTH, None))


def rules(open_to_readers: bool) -> tuple[Any, ...]:
    """The standard's rules, Strawberry's and ours; introspection stands only in demonstrations."""
    return _RULES if open_to_readers else (*_RULES, NoSchemaIntrospectionCustomRule)
