"""Cửa nhận minh chứng - the devices' way in for pictures: tus calls are passed on to membership, which decides."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, head, patch, post, route
from litestar.params import PathParameter

from services.gateway.auditing.looks import Look
from services.gateway.auditing.read_audit import ReadAudit
from shared.http.client import Relayed
from shared.http.identity import actor_of
from shared.http.problems import HEADERS
from shared.http.trace import trace_id, traceparent
from shared.runtime.running import Running

PATH = "/proofs"
LARGEST = 5 * 1024 * 1024
"""Bytes of one piece, and of a whole picture."""
_IN = ("authorization", "accept-language", "content-type", "tus-resumable", "upload-length", "upload-metadata",
       "upload-offset")  # fmt: skip
_OUT = ("content-type", "location", "tus-resumable", "tus-version", "tus-extension", "tus-max-size", "upload-length",
        "upload-offset", "trace-id", "retry-after")  # fmt: skip
_FOUND, _NOTHING = 200, 204
_Asked = Request[Any, Any, Any]
_Id = Annotated[UUID, PathParameter()]


def proof_routes(running: Running) -> list[Any]:
    """The addresses of tus, each handed on with the caller's own token."""

    audit = ReadAudit(running.pool)

    async def told(request: _Asked, path: str, body: bytes = b"") -> Relayed:
        headers = {name: request.headers[name] for name in _IN if name in request.headers}
        headers["traceparent"] = traceparent()
        return await running.client.relay("membership", str(request.method), path, headers, body)

    async def passed(request: _Asked, path: str, body: bytes = b"") -> Response[bytes | None]:
        return _answer(await told(request, path, body))

    @route(PATH, http_method=["OPTIONS"], status_code=200)
    async def offered(request: _Asked) -> Response[bytes | None]:
        return await passed(request, PATH)

    @post(PATH, status_code=201)
    async def begin(request: _Asked) -> Response[bytes | None]:
        return await passed(request, PATH)

    @head(PATH + "/{proof:uuid}")
    async def stands(request: _Asked, proof: _Id) -> Response[None]:
        answer = await passed(request, f"{PATH}/{proof}")
        return Response(None, status_code=answer.status_code, headers=answer.headers)

    @patch(PATH + "/{proof:uuid}", request_max_body_size=LARGEST)
    async def grow(request: _Asked, proof: _Id) -> Response[bytes | None]:
        return await passed(request, f"{PATH}/{proof}", await request.body())

    @get(PATH + "/{proof:uuid}")
    async def shown(request: _Asked, proof: _Id) -> Response[bytes | None]:
        """A picture leaves only after the look at it is on record."""
        picture = await told(request, f"{PATH}/{proof}")
        if picture.status == _FOUND:
            look = Look(member=UUID(picture.headers["member"]), purpose="", fields=("homeProof",))
            await audit.record(actor_of(request), [look], trace=trace_id(), at=running.clock.now())
        return _answer(picture)

    @delete(PATH + "/{proof:uuid}", status_code=200)
    async def end(request: _Asked, proof: _Id) -> Response[bytes | None]:
        return await passed(request, f"{PATH}/{proof}")

    return [offered, begin, stands, grow, shown, end]


def _answer(told: Relayed) -> Response[bytes | None]:
    headers = {**HEADERS, **{name: told.headers[name] for name in _OUT if name in told.headers}}
    content = None if told.status == _NOTHING else told.content
    return Response(content, status_code=told.status, headers=headers)
