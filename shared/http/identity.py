"""Identity: the actor behind a request, for controllers."""

from typing import Any

from litestar import Request

from shared.http.refusals import OnlyForServices
from shared.http.tokens import SERVICE, Tokens
from shared.vocabulary.actor import Actor


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """Who asks, by the token in the header; a typed 401 otherwise."""
    tokens: Tokens = request.app.state.tokens
    return tokens.actor(request.headers.get("authorization"))


def service_of(request: Request[Any, Any, Any]) -> str:
    """The name of the service that asks; anybody else is refused."""
    actor = actor_of(request)
    if actor.role != SERVICE:
        raise OnlyForServices
    return actor.subject.removeprefix("service:")
