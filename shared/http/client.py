"""The client of the other services: one pool of connections, bounded retries, refusals passed on as refusals."""

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
import stamina
import structlog
from prometheus_client import Counter
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from shared.http.lean import httpx
from shared.http.pages import AskKeys, FactsPage, KeysPage, RowAnswer, SheetAnswer
from shared.http.refusals import PositionNotReachedYet, RemoteRefusal, ServiceIsAway
from shared.http.trace import traceparent as current_traceparent
from shared.vocabulary.position import Epochs, Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request

_AWAY = 503
_ANSWER_SECONDS = 10.0
_GRACE = 0.5  # seconds beyond the patience: what a service itself waits for is told by the service
_LIMITS = httpx.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=15)
_log = structlog.get_logger()
_retries = Counter("lienthong_client_retries", "Calls to another service that were tried again")


class Relayed(msgspec.Struct, frozen=True):
    """A service's answer, passed on as it is."""

    status: int
    headers: dict[str, str]
    content: bytes


class ServiceClient:
    """Calls by service name. Commands are idempotent by their command_id, so that a retry is never a second act."""

    def __init__(self, urls: Mapping[str, str], own_token: Callable[[], str], patience: float = 5.0) -> None:
        set_on_retry_hooks([_count_retry])  # stamina's own hooks would log the arguments of the call
        self._urls = urls
        self._own_token = own_token
        plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # services speak plain HTTP: no authority is trusted or loaded
        self._http = httpx.AsyncClient(
            verify=plain,
            timeout=httpx.Timeout(max(_ANSWER_SECONDS, patience), connect=1),
            limits=_LIMITS,
            trust_env=False,
            follow_redirects=False,
        )
        self._patience = patience
        self._patient = stamina.AsyncRetryingCaller(
            attempts=None, timeout=patience, wait_initial=0.05, wait_max=0.8, wait_jitter=0.1
        )

    async def command(self, service: str, request: Request, *, token: str, traceparent: str = "") -> Receipt:
        """Ask a service to do something in the name of the token's subject."""
        path = f"/commands/{type(request).__name__}"
        answer = await self._call(
            service, "POST", path, msgspec.json.encode(request), token=token, traceparent=traceparent
        )
        return msgspec.json.decode(answer, type=Receipt)

    async def sheet(
        self, service: str, rows: Sequence[Request], *, token: str, traceparent: str = ""
    ) -> list[Receipt | Refusal]:
        """Many commands of one kind at once, each with its own answer."""
        path = f"/sheets/{type(rows[0]).__name__}"
        body = msgspec.json.encode({"rows": rows})
        answer = await self._call(service, "POST", path, body, token=token, traceparent=traceparent)
        return [_of_row(row) for row in msgspec.json.decode(answer, type=SheetAnswer).rows]

    async def facts(self, service: str, after: int, limit: int = 500) -> FactsPage:
        """A page of what a service has published."""
        answer = await self._call(service, "GET", f"/facts?after={after:d}&limit={limit:d}")
        return msgspec.json.decode(answer, type=FactsPage)

    async def keys(self, persons: Sequence[UUID]) -> KeysPage:
        """Wrapped keys of persons, from membership."""
        body = msgspec.json.encode(AskKeys(persons=list(persons)))
        return msgspec.json.decode(await self._call("membership", "POST", "/keys", body), type=KeysPage)

    async def positions(self, service: str) -> Position:
        """What a service has applied, and the head of its log."""
        return msgspec.json.decode(await self._call(service, "GET", "/positions"), type=Position)

    async def epochs(self, service: str) -> Epochs:
        """The epoch that a service's log lives in, and how far each earlier one still stands."""
        return msgspec.json.decode(await self._call(service, "GET", "/epochs"), type=Epochs)

    async def read(self, service: str, path: str) -> bytes:
        """GET a path that a service's own controllers answer."""
        return await self._call(service, "GET", path)

    async def relay(
        self, service: str, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Relayed:
        """One call as it came, the caller's own token in its headers; it is not tried again."""
        try:
            call = self._http.build_request(method, self._urls[service] + path, content=body, headers=dict(headers))
            answer = await self._http.send(call)
        except httpx.TransportError as error:
            raise ServiceIsAway(service=service) from error
        return Relayed(answer.status_code, dict(answer.headers), answer.content)

    async def send(self, service: str, path: str, body: msgspec.Struct) -> bytes:
        """POST what an operator asks of a service."""
        return await self._call(service, "POST", path, msgspec.json.encode(body))

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def _call(
        self, service: str, method: str, path: str, body: bytes = b"", *, token: str = "", traceparent: str = ""
    ) -> bytes:
        headers = {
            "authorization": f"Bearer {token or self._own_token()}",
            "content-type": "application/json",
            "traceparent": traceparent or current_traceparent(),
        }
        call = self._http.build_request(method, self._urls[service] + path, content=body, headers=headers)
        try:
            async with asyncio.timeout(self._patience + _GRACE):
                return await self._patient(_heals, self._once, service, call)
        except (httpx.TransportError, TimeoutError) as error:
            raise ServiceIsAway(service=service) from error

    async def _once(self, service: str, call: Any) -> bytes:
        answer = await self._http.send(call)
        if answer.is_success:
            return answer.content
        raise _refusal(service, answer.status_code, answer.content)


def _refusal(service: str, status: int, content: bytes) -> Refusal:
    try:
        wire = msgspec.json.decode(content, type=dict[str, dict[str, Any]])["refusal"]
    except (msgspec.MsgspecError, KeyError):
        return ServiceIsAway(service=service)
    return RemoteRefusal(status, wire)


def _of_row(row: RowAnswer) -> Receipt | Refusal:
    return row.receipt if row.receipt is not None else RemoteRefusal(row.status, row.refusal)


def _heals(error: Exception) -> bool:
    """Whether trying again may help: the service is away, starting or busy. For a position it has waited itself."""
    if isinstance(error, Refusal):
        return error.status == _AWAY and error.code != PositionNotReachedYet.code
    return isinstance(error, httpx.TransportError)


def _count_retry(details: RetryDetails) -> None:
    _retries.inc()
    _log.info("call tried again", attempt=details.retry_num)
