"""A patient GraphQL client: it repeats a call, word for word, until the system has answered it."""

import asyncio
import random
import time
from collections.abc import Mapping
from typing import Any

import httpx

Token = str
TRANSIENT = frozenset(
    {
        "SERVICE_IS_AWAY",
        "LOG_IS_BUSY",
        "POSITION_NOT_REACHED_YET",
        "INTERNAL_ERROR",
        "DATABASE_IS_AWAY",
        "READ_IS_NOT_ON_RECORD",
    }
)

AT_ONCE = 64


class WasRefused(AssertionError):  # noqa: N818 - named as a sentence
    """A rule said no to something that the journey holds to be allowed."""


class GaveUp(AssertionError):  # noqa: N818 - named as a sentence
    """The system did not come back within the patience of the test."""


class GatewayClient:
    """POST /graphql with retries; counts how often it had to ask again, and times the slowest answer.

    Whoever finds all connections in use waits at the gate: not for an answer, so not timed out nor counted. In the
    pool of the HTTP client each waiting call is looked at whenever one ends: 2,000 cost a minute of processor time.
    """

    def __init__(self, url: str, *, patience: float = 60.0, transport: httpx.AsyncBaseTransport | None = None) -> None:
        limits = httpx.Limits(max_connections=AT_ONCE)
        self._http = httpx.AsyncClient(base_url=url, timeout=15, limits=limits, transport=transport)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._patience = patience
        self.repeated = 0
        self.slowest = 0.0

    async def mutate(self, field: str, selection: str, given: Mapping[str, Any], token: Token) -> dict[str, Any]:
        """One mutation with an `input`; answers its payload, refusals raise."""
        type_name = f"{field[0].upper()}{field[1:]}Input" if field not in _INPUTS else _INPUTS[field]
        document = (
            f"mutation($input: {type_name}!) {{ {field}(input: $input) "
            f"{{ {selection} position errors {{ __typename ... on UserError {{ code message path }} }} }} }}"
        )
        return await self.ask(document, {"input": dict(given)}, token, field)

    async def ask(self, document: str, variables: Mapping[str, Any], token: Token, field: str) -> dict[str, Any]:
        """The value of one top-level field; repeated while nobody, or nobody able to, answers."""
        deadline, last = time.monotonic() + self._patience, "nothing was asked"
        while time.monotonic() < deadline:
            try:
                answer = await self._once(document, variables, token)
            except (httpx.TransportError, ValueError) as error:
                last = f"{type(error).__name__}: {error}"
            else:
                last = _transient(answer, field)
                if not last:
                    return _unrefused(answer, field)
            self.repeated += 1
            await asyncio.sleep(random.uniform(0.05, 0.3))
        raise GaveUp(f"{field}: {last}")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _once(self, document: str, variables: Mapping[str, Any], token: Token) -> dict[str, Any]:
        async with self._gate:
            asked = time.monotonic()
            answer = await self._http.post(
                "/graphql",
                json={"query": document, "variables": dict(variables)},
                headers={"authorization": f"Bearer {token}"},
            )
            self.slowest = max(self.slowest, time.monotonic() - asked)
        if answer.status_code >= 500:
            raise ValueError(f"{answer.status_code} {answer.text[:200]}")
        return answer.json()


_STEP = "TransferStepInput"
_INPUTS = dict.fromkeys(
    ("reviewTransfer", "endorseTransfer", "receiveTransfer", "presentTransfer", "admitTransfer", "confirmTransfer"),
    _STEP,
)


def _transient(answer: Mapping[str, Any], field: str) -> str:
    data = answer.get("data") or {}
    if answer.get("errors") and data.get(field) is None:
        codes = {str((error.get("extensions") or {}).get("code", "INTERNAL_ERROR")) for error in answer["errors"]}
        return str(answer["errors"])[:300] if codes & TRANSIENT else ""
    errors = data[field].get("errors") or [] if isinstance(data.get(field), dict) else []
    waiting = [error["code"] for error in errors if error["code"] in TRANSIENT]
    return ", ".join(waiting)


def _unrefused(answer: Mapping[str, Any], field: str) -> dict[str, Any]:
    if answer.get("errors"):
        raise WasRefused(f"{field}: {answer['errors']}")
    payload = answer["data"][field]
    if isinstance(payload, dict) and payload.get("errors"):
        raise WasRefused(f"{field}: {payload['errors']}")
    return payload
