"""POST /keys: wrapped keys of persons, in pages, to the system's own services only; every page is audited."""

from typing import Any

from litestar import Request, Response, post

from shared.http.answers import json
from shared.http.bodies import read
from shared.http.identity import service_of
from shared.http.pages import AskKeys, KeysPage
from shared.http.refusals import OnlyForServices, TooManyPersonsAsked
from shared.http.served import Served

READERS = frozenset({"gateway", "membership", "organization", "evaluation"})
"""The services that may open personal fields."""

LARGEST_PAGE = 1_000


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
    page = await served.person_keys.page(asked.persons, reader)
    return json(KeysPage(keys=page, kek=served.person_keys.kek))
