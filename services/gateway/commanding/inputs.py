"""From GraphQL inputs to the services' requests: the same names, ids turned into uuids, a bad id named by its field."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import strawberry

from services.gateway.reading.ids import uuid_of
from shared.vocabulary.requests import Request

R = TypeVar("R", bound=Request)


def request_of(request: type[R], given: Any, ids: Mapping[str, str], **more: Any) -> R:
    """The request with the input's fields; `ids` tells which fields are ids, and of what kind."""
    fields = {name: value for name, value in vars(given).items() if value is not strawberry.UNSET and value is not None}
    for name, kind in ids.items():
        if name in fields:
            fields[name] = uuid_of(fields[name], kind, "input", camel(name))
    return request(**{**fields, **more})


def camel(name: str) -> str:
    """A field's name as GraphQL clients know it."""
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), name)


def input_path(path: list[str]) -> list[str]:
    """Where a refusal's field stands in the mutation: services speak of `acted_on`, clients of `input.actedOn`."""
    return path if path[:1] in (["input"], []) else ["input", *map(camel, path)]
