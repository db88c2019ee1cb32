"""The IDE's assets: ours as they are, GraphiQL and React compressed in this folder and sent compressed."""

import gzip
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from services.gateway.ide.page import ASSETS, FOLDER
from shared.http.refusals import AddressIsUnknown

TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
PACKED = frozenset({"react.js", "react-dom.js", "graphiql.js", "graphiql.css"})
OWN = "start.js"
_HEADERS = {"cache-control": "public, max-age=3600", "vary": "accept-encoding"}


@get("/graphql/assets/{name:str}")
async def asset(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """One asset by name; nothing else of the disk can be asked for."""
    kind = TYPES.get(name.rpartition(".")[2], "")
    if name == OWN:
        return Response((FOLDER / OWN).read_bytes(), media_type=kind, headers=_HEADERS)
    if name not in PACKED:
        raise AddressIsUnknown
    packed = (ASSETS / f"{name}.gz").read_bytes()
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=kind, headers={**_HEADERS, "content-encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type=kind, headers=_HEADERS)
