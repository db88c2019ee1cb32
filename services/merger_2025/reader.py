"""Người đọc độc lập - counts by the public API, from the gateway's own views: not by what the plan says of itself."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from strawberry.relay import GlobalID

from shared.http.lean import httpx

_CENSUS = "query($on: Date) { census(asOf: $on) { members provinces communes cells } }"
_PROOF = "query($id: ID!) { restructuring(id: $id) { proof { holds membersBefore membersAfter } } }"
_ORGANIZATION = """query($code: String!, $on: Date) { organization(code: $code, asOf: $on) {
  name path { name } children(first: 20) { nodes { code name } } } }"""
_PLACE = "query($code: String!, $on: Date) { census(code: $code, asOf: $on) { members cells } }"
_LINEAGE = (
    "query($code: String!, $on: Date) { organization(code: $code, asOf: $on) { name predecessors { effectiveOn } } }"
)


_TRIES = 30


class ReaderIsRefused(RuntimeError):  # noqa: N818 - named as a sentence
    """The API answered with an error."""


class Reader:
    """Asks the gateway."""

    def __init__(self, url: str, token: str) -> None:
        self._url = f"{url}/graphql"
        self._client = httpx.AsyncClient(
            timeout=60,
            trust_env=False,
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def census(self, on: date) -> dict[str, int]:
        """The figures of one date; asked again while the tables that were just written have no statistics yet."""
        for _ in range(_TRIES):
            try:
                return (await self._ask(_CENSUS, on=on.isoformat()))["census"]
            except ReaderIsRefused as refused:
                if "QUERY_TOOK_TOO_LONG" not in str(refused):
                    raise
            await asyncio.sleep(2)
        raise ReaderIsRefused("the census took too long, again and again")

    async def proof(self, plan: UUID) -> list[bool]:
        """Whether the stored proof holds; empty while there is none."""
        identity = str(GlobalID(type_name="Restructuring", node_id=str(plan)))
        found = (await self._ask(_PROOF, id=identity))["restructuring"]
        return [found["proof"]["holds"]] if found and found["proof"] else []

    async def organization(self, code: str, on: date) -> dict[str, Any] | None:
        """An organisation as of a date: its name, what stood over it and what stood right below."""
        return (await self._ask(_ORGANIZATION, code=code, on=on.isoformat()))["organization"]

    async def census_of(self, code: str, on: date) -> dict[str, int]:
        """The figures of one organisation and all below it as of a date."""
        return (await self._ask(_PLACE, code=code, on=on.isoformat()))["census"]

    async def predecessors(self, code: str, on: date) -> int:
        """How many organisations the bearer of a code came from."""
        found = (await self._ask(_LINEAGE, code=code, on=on.isoformat()))["organization"]
        return len(found["predecessors"]) if found else 0

    async def _ask(self, query: str, **variables: Any) -> dict[str, Any]:
        answer = await self._client.post(self._url, json={"query": query, "variables": variables})
        found = msgspec.json.decode(answer.content)
        if found.get("errors"):
            raise ReaderIsRefused(str(found["errors"])[:500])
        return found["data"]
