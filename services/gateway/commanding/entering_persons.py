"""Commands that enter a person: each answer tells whether he is registered, so each is counted and put on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.gateway.auditing.duplicate_checks import DuplicateChecks
from services.gateway.commanding.sender import Sender
from services.membership.contracts import requests
from shared.http.client import ServiceClient
from shared.http.trace import trace_id
from shared.vocabulary.actor import Actor
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request

ENTER = (requests.RegisterMember, requests.CorrectMember, requests.RegisterIncomingTransfer)
"""Requests with a person's numbers; the dry run of an import is one too (CheckRegistration)."""
_KNOWN = "MEMBER_ALREADY_REGISTERED"


@dataclass(frozen=True)
class Entering:
    """Who enters, when, and where that is written."""

    checks: DuplicateChecks
    actor: Actor
    now: datetime

    async def learned(self, request: Request, answers: Sequence[Receipt | Refusal]) -> None:
        """On record what these answers tell."""
        known = sum(isinstance(answer, Refusal) and answer.wire()["code"] == _KNOWN for answer in answers)
        name = type(request).__name__
        await self.checks.record(self.actor, name, len(answers), known, trace=trace_id(), at=self.now)


class CountingSender(Sender):
    """The sender of every request that comes in over GraphQL."""

    def __init__(self, client: ServiceClient, token: str, entering: Entering) -> None:
        super().__init__(client, token)
        self._entering = entering

    async def send(self, service: str, request: Request) -> Receipt:
        """As the sender does; what it tells about a person is on record first."""
        if not isinstance(request, ENTER):
            return await super().send(service, request)
        await self._entering.checks.refuse_probing(self._entering.actor, self._entering.now)
        try:
            receipt = await super().send(service, request)
        except Refusal as refusal:
            await self._entering.learned(request, [refusal])
            raise
        await self._entering.learned(request, [receipt])
        return receipt

    async def send_sheet(self, service: str, rows: Sequence[Request]) -> list[Receipt | Refusal]:
        """The rows of a sheet count one by one."""
        if not isinstance(rows[0], ENTER):
            return await super().send_sheet(service, rows)
        await self._entering.checks.refuse_probing(self._entering.actor, self._entering.now)
        answers = await super().send_sheet(service, rows)
        await self._entering.learned(rows[0], answers)
        return answers
