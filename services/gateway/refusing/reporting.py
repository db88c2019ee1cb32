"""Reporting: every error of an answer as a whole, typed and told in the client's language; the unexpected is masked."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import structlog
from graphql import FieldNode, GraphQLError, GraphQLSyntaxError
from strawberry.types import ExecutionResult

from services.gateway.reading.asked import Asked
from services.gateway.reading.ids import global_id
from services.gateway.refusing.language import Language, said
from services.gateway.refusing.refusals import QueryIsNotReadable, QueryIsNotValid, ValueIsNotReadable
from shared.http.outages import is_outage
from shared.http.refusals import DatabaseIsAway, InternalError
from shared.http.trace import trace_id
from shared.vocabulary.refusals import Refusal

_log = structlog.get_logger()
_SUGGESTION = re.compile(r"\s*Did you mean .*?\?(?=\s|$)", re.DOTALL)
AWAY, TOO_MANY = 503, 429
LATER = frozenset({AWAY, TOO_MANY})


def report(result: ExecutionResult, asked: Asked, *, suggesting: bool) -> ExecutionResult:
    """The last word on an answer: its errors typed, what was hidden or is not up to date under its extensions."""
    if result.errors:
        asked.retry_later = asked.retry_later or _heals(result.errors)
        result.errors = typed(result.errors, asked.language, suggesting=suggesting)
    if asked.masked:
        result.extensions = {**(result.extensions or {}), "masked": asked.masked}
    stale = [{"id": global_id(_named(kind), UUID(key))} for key, kind in asked.reader.stale.items()]
    stale += [{"service": service, "kind": kind} for service, kind in asked.reader.standing_still.items()]
    if stale:
        result.extensions = {**(result.extensions or {}), "stale": stale}
    if asked.cost is not None:
        actor = asked.viewer.actor
        cost = {**asked.cost, "throttleStatus": asked.budgets.status(actor.subject, actor.role)}
        result.extensions = {**(result.extensions or {}), "cost": cost}
    return result


def errors_of(refused: Iterable[Refusal | GraphQLError]) -> list[GraphQLError]:
    """Refusals as errors of an answer."""
    return [one if isinstance(one, GraphQLError) else GraphQLError("", original_error=one) for one in refused]


def _named(kind: str) -> str:
    """The type of a thing whose facts are parked: `rule-set` is a RuleSet."""
    return "".join(part.capitalize() for part in kind.split("-"))


def _unsuggesting(error: GraphQLError) -> GraphQLError:
    """Names near to the client's own are no stranger's business: of arguments, types and values too."""
    error.message = _SUGGESTION.sub("", error.message)
    return error


def typed(errors: Iterable[GraphQLError], language: Language, *, suggesting: bool) -> list[GraphQLError]:
    """Errors as they go out: with code, text and next step in the client's language."""
    return [_told(error if suggesting else _unsuggesting(error), language) for error in errors]


def _heals(errors: Iterable[GraphQLError]) -> bool:
    """Whether the same request may succeed in a while."""
    return any(refusal is not None and refusal.status in LATER for refusal in map(_refusal_behind, errors))


def _told(error: GraphQLError, language: Language) -> GraphQLError:
    refusal = _refusal_behind(error)
    if refusal is None:
        _log.error("query failed", exc_info=error.original_error, name=_field(error))
        refusal = InternalError(trace_id=trace_id())
    told = as_graphql(refusal, language)
    return GraphQLError(
        told["message"],
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=told["extensions"],
    )


def _field(error: GraphQLError) -> str:
    """The schema's name of the field, never the alias: that is the client's own text."""
    node = next(iter(error.nodes or ()), None)
    return node.name.value if isinstance(node, FieldNode) else "-"


def as_graphql(refusal: Refusal, language: Language) -> dict[str, Any]:
    """A refusal as an entry of `errors`."""
    wire = refusal.wire()
    message, next_step = said(wire, language)
    extensions = {"code": wire["code"], "nextStep": next_step, "legalBasis": wire["legalBasis"] or None}
    if wire["path"]:
        extensions["argument"] = wire["path"]
    if refusal.status == TOO_MANY and "seconds" in refusal.params:
        extensions["retryAfter"] = refusal.params["seconds"]
    if "traceId" in wire:
        extensions["traceId"] = wire["traceId"]
    return {"message": message, "extensions": extensions}


def _refusal_behind(error: GraphQLError) -> Refusal | None:
    """The typed refusal that an error stands for, None when nobody expected it."""
    original = error.original_error
    if isinstance(original, Refusal):
        return original
    if is_outage(original):
        return DatabaseIsAway()
    if isinstance(error, GraphQLSyntaxError):
        return QueryIsNotReadable(detail=error.message)
    if error.path is None and (original is None or isinstance(original, GraphQLError)):
        invalid = error.message.startswith("Variable ")
        return ValueIsNotReadable(detail=error.message) if invalid else QueryIsNotValid(detail=error.message)
    if isinstance(original, GraphQLError):
        return ValueIsNotReadable(detail=error.message)
    return None
