"""Sender: posts requests to the services with the user's own token, so that each service decides for itself."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from shared.http.client import ServiceClient
from shared.http.trace import traceparent
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request


class Sender:
    """The user's hand at the services' doors: token and trace travel with each request."""

    def __init__(self, client: ServiceClient, token: str) -> None:
        self._client = client
        self._token = token

    async def send(self, service: str, request: Request) -> Receipt:
        """The service's receipt; raises its refusal, or ServiceIsAway when it does not answer in time."""
        return await self._client.command(service, request, token=self._token, traceparent=traceparent())

    async def stated(self, member: UUID) -> dict[str, str]:
        """What membership holds of a person under the person's key; asked with the gateway's own token."""
        return msgspec.json.decode(
            await self._client.read("membership", f"/members/{member}/stated"), type=dict[str, str]
        )

    async def send_sheet(self, service: str, rows: Sequence[Request]) -> list[Receipt | Refusal]:
        """The service's answer to each of many commands of one kind."""
        return await self._client.sheet(service, rows, token=self._token, traceparent=traceparent())
