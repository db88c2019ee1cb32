"""The GraphQL endpoint: Strawberry's controller with UTF-8 JSON, typed refusals and GraphQL over HTTP's media type."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

import msgspec
import structlog
from cross_web import HTTPException
from litestar import MediaType, Request, Response, get, post
from litestar.exceptions import HTTPException as LitestarHTTPException
from litestar.response import Stream
from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.litestar.controller import GraphQLController
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from services.gateway.api.asking import Desk
from services.gateway.api.door import Door, Refused, decoded
from services.gateway.documents.trusted import document_of
from services.gateway.ide.page import page
from services.gateway.refusing.language import preferred
from services.gateway.refusing.refusals import BodyCameTooSlowly, DocumentIsNotReadable, QueryTookTooLong
from services.gateway.refusing.reporting import LATER, TOO_MANY, as_graphql, errors_of, typed
from services.gateway.schema import GatewaySchema
from shared.http.outages import is_outage
from shared.http.problems import BODY_LIMIT
from shared.http.refusals import AddressIsUnknown, BodyIsTooLarge, DatabaseIsAway, InternalError, MethodIsNotAllowed
from shared.http.trace import trace_id
from shared.vocabulary.refusals import Refusal

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
TIMEOUT_SECONDS = 30
BODY_SECONDS = 10
"""Within which the whole body must have come; it has 256 KiB at most."""
CLOSED = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"
"""The page may load from this host only, whatever its scripts would like."""
_log = structlog.get_logger()
_Asked = Request[Any, Any, Any]


def graphql_controller(made: GatewaySchema, desk: Desk, ide: bool) -> type[GraphQLController]:
    """The controller of one running gateway."""
    door = Door(made.documents, desk.budgets)

    class Endpoint(GraphQLController):
        """POST /graphql, GET for trusted documents, and the IDE page in demonstrations."""

        path = "/graphql"
        schema = made
        dependencies: ClassVar[dict[str, Any]] = {}  # pyright: ignore[reportIncompatibleVariableOverride]
        graphql_ide = None
        allow_queries_via_get = False
        websocket_endpoint = None  # pyright: ignore[reportAssignmentType] - subscriptions come over SSE, by POST
        protocols = (GRAPHQL_SSE_PROTOCOL,)

        @get(name="ide")
        async def handle_http_get(self, request: _Asked) -> Response[Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
            """A trusted document by its id, or the IDE page; queries as text come by POST only."""
            if "documentId" in request.query_params:
                return await _guarded(request, lambda: self._trusted(request))
            if ide and "text/html" in request.headers.get("accept", ""):
                return Response(page(), media_type=MediaType.HTML, headers={"content-security-policy": CLOSED})
            return _refused(request, MethodIsNotAllowed() if ide else AddressIsUnknown())

        @post(status_code=200)
        async def handle_http_post(self, request: _Asked) -> Response[Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
            """One operation."""
            return await _guarded(request, lambda: self.execute(request))

        async def execute(self, request: _Asked) -> Response[Any]:
            """The door first, then Strawberry's own way from a request to an answer."""
            view: Any = self
            actor, body = desk.actor(request), await _arrived(request)
            await door.admit(actor)
            try:
                await door.read(actor, body)
            except Refused as refused:
                return _finished(request, self._told(request, refused), later=False)
            asked = await desk.asked(request)
            answer = await view.run(request, context=asked, root_value=None)
            return answer if isinstance(answer, Stream) else _finished(request, answer, later=asked.retry_later)

        def _told(self, request: _Asked, refused: Refused) -> Response[Any]:
            """A document that is not run, answered as an operation would be."""
            language = preferred(request.headers.get("accept-language"))
            errors = typed(errors_of(refused.errors), language, suggesting=ide)
            return self.create_response(process_result(ExecutionResult(data=None, errors=errors)), Response(b""))

        async def _trusted(self, request: _Asked) -> Response[Any]:
            await door.admit(desk.actor(request))
            asked, given = await desk.asked(request), request.query_params
            try:
                result = await self.schema.execute(
                    document_of(given["documentId"]),
                    variable_values=_variables(given.get("variables")),
                    context_value=asked,
                    operation_name=given.get("operationName"),
                    allowed_operation_types=(OperationType.QUERY,),
                )
            except InvalidOperationTypeError:
                return _refused(request, MethodIsNotAllowed())
            answer = self.create_response(process_result(result), Response(b""))
            return _finished(request, answer, later=asked.retry_later)

        async def get_sub_response(self, request: _Asked) -> Response[Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
            """A response of this request's own: Strawberry keeps one on the controller, for all requests at once."""
            del request
            return Response({})

        def decode_json(self, data: str | bytes) -> object:
            """JSON as the standard has it: well-formed UTF-8, an object; a trusted document's id becomes its text."""
            body = decoded(data)
            return {**body, "query": document_of(body["documentId"])} if "documentId" in body else body

        def encode_json(self, data: object) -> bytes:
            """Vietnamese text as it is, not escaped."""
            return msgspec.json.encode(data)

        def create_response(
            self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response[bytes]
        ) -> Response[bytes]:
            """The bytes; status and media type are decided where the request is known."""
            del sub_response
            answer = _without_data(response_data) if isinstance(response_data, dict) else response_data
            begun = "data" in answer
            return Response(self.encode_json(answer), status_code=200 if begun else 400, media_type=JSON)

    return Endpoint


async def _guarded(request: _Asked, work: Callable[[], Awaitable[Response[Any]]]) -> Response[Any]:
    """The answer in time, or a typed refusal; nothing else ever leaves."""
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return await work()
    except Refusal as refusal:
        return _refused(request, refusal)
    except TimeoutError:
        return _refused(request, QueryTookTooLong(seconds=TIMEOUT_SECONDS))
    except HTTPException:
        return _refused(request, DocumentIsNotReadable())
    except LitestarHTTPException as error:
        too_large = error.status_code == BodyIsTooLarge.status
        return _refused(request, BodyIsTooLarge(limit=BODY_LIMIT) if too_large else DocumentIsNotReadable())
    except Exception as error:  # noqa: BLE001 - whatever it is, the client learns the trace id only
        return _refused(request, _unforeseen(error))


async def _arrived(request: _Asked) -> bytes:
    """The body is read once, within its time; a client that is too slow holds nothing any longer."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise BodyCameTooSlowly(seconds=BODY_SECONDS) from None


def _unforeseen(error: Exception) -> Refusal:
    """The database that is away while the viewer is looked up, or what nobody expected."""
    if is_outage(error):
        return DatabaseIsAway()
    _log.error("query failed", exc_info=error)
    return InternalError(trace_id=trace_id())


def _variables(text: str | None) -> dict[str, Any]:
    return decoded(text) if text else {}


def _without_data(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An operation that never began has no data, not data that is null."""
    never_begun = answer.get("data") is None and not any("path" in error for error in answer.get("errors") or ())
    return {name: value for name, value in answer.items() if not (name == "data" and never_begun)}


def _finished(request: _Asked, response: Response[Any], *, later: bool) -> Response[Any]:
    """The media type that the client prefers; in plain JSON a well-formed request is 200 whatever became of it."""
    modern = GRAPHQL_JSON in request.headers.get("accept", "")
    if not modern:
        response.status_code = 200
    response.media_type = f"{GRAPHQL_JSON if modern else JSON}; charset=utf-8"
    if later:
        response.headers["retry-after"] = "1"
    return response


def _refused(request: _Asked, refusal: Refusal) -> Response[Any]:
    """A request that never came to be an operation."""
    language = preferred(request.headers.get("accept-language"))
    body = msgspec.json.encode({"errors": [as_graphql(refusal, language)]})
    headers = {"retry-after": _seconds(refusal)} if refusal.status in LATER else {}
    if refusal.status == BodyCameTooSlowly.status:
        headers["connection"] = "close"
    if refusal.status == 401:
        headers["www-authenticate"] = "Bearer"
    modern = GRAPHQL_JSON in request.headers.get("accept", "")
    media = f"{GRAPHQL_JSON if modern else JSON}; charset=utf-8"
    return Response(body, status_code=int(refusal.status), media_type=media, headers=headers)


def _seconds(refusal: Refusal) -> str:
    """When to come back: what a budget needs to fill is known, how long an outage lasts is not."""
    return str(refusal.params.get("seconds", 1)) if refusal.status == TOO_MANY else "1"
