"""POST /keys: wrapped keys of persons, in pages, to the system's own services only; every page is audited."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post

from shared.http.answers import json
from shared.http.bodies import read
from shared.http.identity import service_of
from shared.http.refusals import OnlyForServices, TooManyPersonsAsked
from shared.http.served import Served

READERS = frozenset({"gateway", "membership", "organization", "evaluation"})
"""The services that may open personal fields."""

LARGEST_PAGE = 1_000


class AskKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose keys are asked for."""

    persons: list[UUID]


class KeysPage(msgspec.Struct, frozen=True, kw_only=True):
    """The wrapped keys that exist; a person without one has been erased or was never here."""

    keys: Mapping[UUID, str]


@post("/keys", status_code=200)
async def keys(request: Request[Any, Any, Any]) -> Response[bytes]:
    """One page of keys, still wrapped by the deployment's key."""
    reader = service_of(request)
    served: Served = request.app.state.served
    if reader not in READERS or served.person_keys is None:
        raise OnlyForServices
    asked = read(await request.body(), AskKeys)
    if len(asked.persons) > LARGEST_PAGE:
        raise TooManyPersonsAsked("persons", limit=LARGEST_PAGE, asked=len(asked.persons))
    return json(KeysPage(keys=await served.person_keys.page(asked.persons, reader)))
