"""POST /sheets/{name}: the rows of a sheet, each the body of the command of that name, each with its own answer."""

from typing import Any

import msgspec
import structlog
from litestar import Request as HttpRequest
from litestar import Response, post
from litestar.params import FromPath

from shared.http.answers import json
from shared.http.bodies import read
from shared.http.identity import actor_of
from shared.http.pages import MOST_ROWS, RowAnswer, Sheet, SheetAnswer
from shared.http.positions import reach
from shared.http.refusals import RequestIsUnknown, SheetHasNoRows
from shared.http.room import refuse_without_room
from shared.http.served import Served
from shared.http.trace import traceparent
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request

_log = structlog.get_logger()


@post("/sheets/{name:str}", status_code=200)
async def sheet(name: FromPath[str], request: HttpRequest[Any, Any, Any]) -> Response[bytes]:
    """Up to 500 commands of one kind; what one row is refused for does not touch the others."""
    served: Served = request.app.state.served
    actor = actor_of(request)
    kind = request.app.state.requests.get(name)
    if served.commands is None or kind is None or not served.commands.takes_sheets_of(kind):
        raise RequestIsUnknown(service=served.service.name)
    refuse_without_room(served)
    given = read(await request.body(), Sheet).rows
    if not 1 <= len(given) <= MOST_ROWS:
        raise SheetHasNoRows("rows", limit=MOST_ROWS)
    answers = [_read(row, kind) for row in given]
    rows = [answer for answer in answers if isinstance(answer, Request)]
    for position in {row.min_position for row in rows}:
        await reach(served, position)
    done = iter(await served.commands.run_all(rows, actor, traceparent=traceparent()) if rows else ())
    _log.info("sheet done", request=name, role=actor.role, count=len(given))
    return json(SheetAnswer(rows=[_told(next(done) if isinstance(answer, Request) else answer) for answer in answers]))


def _read(row: msgspec.Raw, kind: type[Request]) -> Request | Refusal:
    """A row that is not readable is refused for itself."""
    try:
        return read(bytes(row), kind)
    except Refusal as refusal:
        return refusal


def _told(answer: Receipt | Refusal) -> RowAnswer:
    if isinstance(answer, Refusal):
        return RowAnswer(status=int(answer.status), refusal=answer.wire())
    return RowAnswer(receipt=answer)
