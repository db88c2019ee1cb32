"""GET /facts: the published log by pages, for followers when the broker is away or its stream starts later."""

from typing import Any

from litestar import Request, Response, get

from shared.eventlog.rows import LARGEST_PAGE
from shared.http.answers import json
from shared.http.identity import service_of
from shared.http.pages import FactsPage
from shared.http.refusals import AddressIsUnknown, ParameterIsNotReadable
from shared.http.served import Served

_USUAL_PAGE = 500
_NEWEST = 2**63 - 1


@get("/facts")
async def facts(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Published facts after a sequence, in order."""
    service_of(request)
    served: Served = request.app.state.served
    if served.log is None:
        raise AddressIsUnknown
    after = _number(request, "after", 0, 0, _NEWEST)
    limit = _number(request, "limit", _USUAL_PAGE, 1, LARGEST_PAGE)
    rows = list(await served.log.read_outbox(after, limit))
    return json(FactsPage(epoch=served.log.epoch, head=served.log.head.sequence, rows=rows))


def _number(request: Request[Any, Any, Any], name: str, usual: int, least: int, most: int) -> int:
    text = request.query_params.get(name, str(usual))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1
    if not least <= number <= most:
        raise ParameterIsNotReadable(name, name=name, least=least, most=most)
    return number
