"""GET /facts: the published log by pages, for followers when the broker is away or its stream starts later.

A page ends where it was asked to, or where it holds some megabytes: a reader goes on after its last row.
"""

from typing import Any

from litestar import Request, Response, get

from shared.eventlog.rows import LARGEST_PAGE, OutboxRow
from shared.http.answers import json
from shared.http.identity import service_of
from shared.http.pages import FactsPage
from shared.http.refusals import AddressIsUnknown, ParameterIsNotReadable
from shared.http.served import PublishesFacts, Served

_USUAL_PAGE = 500
_NEWEST = 2**63 - 1
_AT_ONCE = 250
MOST_BYTES = 4 * 1024 * 1024


@get("/facts")
async def facts(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Published facts after a sequence, in order."""
    service_of(request)
    served: Served = request.app.state.served
    if served.log is None:
        raise AddressIsUnknown
    after = _number(request, "after", 0, 0, _NEWEST)
    limit = _number(request, "limit", _USUAL_PAGE, 1, LARGEST_PAGE)
    return json(await page_of(served.log, after, limit))


async def page_of(log: PublishesFacts, after: int, limit: int) -> FactsPage:
    """The page behind a sequence. Nobody is told that the log ends before it unless the database says so too.

    Another process of the service may have committed, and mirrored, what this one has not heard of yet.
    """
    if after > log.head.sequence:
        await log.look()
    rows = await _rows(log, after, limit)
    return FactsPage(epoch=log.epoch, head=log.head.sequence, rows=rows)


async def _rows(log: PublishesFacts, after: int, limit: int) -> list[OutboxRow]:
    rows: list[OutboxRow] = []
    size = 0
    while len(rows) < limit:
        some = await log.read_outbox(after, min(_AT_ONCE, limit - len(rows)))
        for row in some:
            rows.append(row)
            size += len(row.body) + len(row.meta)
            if size >= MOST_BYTES:
                return rows
        if not some or some[-1].sequence >= log.head.sequence:
            break
        after = some[-1].sequence
    return rows


def _number(request: Request[Any, Any, Any], name: str, usual: int, least: int, most: int) -> int:
    text = request.query_params.get(name, str(usual))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1
    if not least <= number <= most:
        raise ParameterIsNotReadable(name, name=name, least=least, most=most)
    return number
