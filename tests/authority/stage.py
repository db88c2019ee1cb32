"""A stage for the table of acts: accounts on the running stack, and mutations as the requests that the gateway posts.

What a viewer may do is asked of the real handlers with an `expected_version` that no thing has: whoever is allowed
gets as far as that, or to a refusal of the domain, and nothing is ever written; whoever is not hears so before.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import msgspec

from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.reading.asked import Asked
from services.gateway.reading.cursors import Cursors
from services.gateway.reading.loaders import Loaders
from services.gateway.reading.reader import Reader, reading_pool
from services.gateway.reading.viewer import Viewer
from services.gateway.refusing.language import Language
from services.gateway.schema import build
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import GrantRole
from shared.authority.scope import Scope
from shared.bus.positions import Positions
from shared.eventlog.refusals import VersionIsStale
from shared.http.client import ServiceClient
from shared.http.refusals import RemoteRefusal
from shared.http.tokens import Tokens, new_key
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request
from tests.gateway.standing import Hand

SINCE = date(2025, 7, 1)
TODAY = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
NO_VERSION = 999_999
AT_ONCE = 12
_FOLLOWERS = ("membership", "evaluation", "gateway")


def account(role: str, place: str) -> str:
    """Who holds a role at a place of the stage, and nowhere else."""
    return f"matrix.{role}.{place}"


class Stage:
    """The running stack, as whoever is asked for."""

    def __init__(self, stack: Stack) -> None:
        self.settings = Settings.load(stack.data)
        self.tokens = Tokens(self.settings.secrets.token_key, issuer=self.settings.issuer)
        self.client = ServiceClient(self.settings.urls(), lambda: self.tokens.service("matrix"))
        self.http = httpx.AsyncClient(base_url=stack.url("gateway"), timeout=30)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._minted: dict[tuple[str, str], str] = {}
        self._schema = build(open_to_readers=True)

    async def close(self) -> None:
        """Give the connections back."""
        await self.client.close()
        await self.http.aclose()

    def token(self, subject: str, role: str) -> str:
        """A token of an account in a role."""
        key = (subject, role)
        if key not in self._minted:
            self._minted[key] = self.tokens.mint(subject, role)
        return self._minted[key]

    async def granted(self, grants: Iterable[tuple[str, str, UUID]]) -> None:
        """Subjects hold roles at organisations, and every service knows it."""
        asked = [
            GrantRole(command_id=uuid4(), user=subject, role=Role(role), organization_id=place, from_date=SINCE)
            for subject, role, place in grants
        ]
        receipts = await asyncio.gather(*(self._as_service(one) for one in asked))
        newest = max(Position.decode(one.position).at["organization"] for one in receipts)
        await asyncio.gather(*(self._reached(service, newest) for service in _FOLLOWERS))

    async def _reached(self, service: str, newest: int) -> None:
        for _ in range(1_000):
            if (await self.client.positions(service)).at.get("organization", 0) >= newest:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{service} does not hear of the grants")

    async def _as_service(self, request: Request) -> Receipt:
        async with self._gate:
            return await self.client.command("organization", request, token=self.tokens.service("matrix"))

    async def did(self, subject: str, role: str, mutation: str, thing: str, **given: Any) -> str:
        """A mutation through the gateway that must succeed; the id of what it made."""
        kind = self._schema._schema.mutation_type.fields[mutation].args["input"].type.of_type.name
        query = f"""mutation($input: {kind}!) {{ {mutation}(input: $input) {{
          {thing} {{ id }} errors {{ ... on UserError {{ code message path }} }} }} }}"""
        body = {"query": query, "variables": {"input": {"commandId": str(uuid4()), **given}}}
        headers = {"authorization": f"Bearer {self.token(subject, role)}"}
        answer = (await self.http.post("/graphql", json=body, headers=headers)).json()
        payload = (answer.get("data") or {}).get(mutation)
        assert payload and not payload["errors"], (mutation, given, answer)
        return payload[thing]["id"]

    async def asked(self, subject: str, role: str, query: str, **variables: Any) -> Any:
        """The data of a query."""
        headers = {"authorization": f"Bearer {self.token(subject, role)}"}
        body = {"query": query, "variables": variables}
        answer = (await self.http.post("/graphql", json=body, headers=headers)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def tried(self, subject: str, role: str, service: str, request: Request) -> dict[str, Any]:
        """What a service tells somebody who asks for this; it never comes to be done."""
        asked = msgspec.structs.replace(request, command_id=uuid4(), expected_version=NO_VERSION)
        async with self._gate:
            for _ in range(5):
                try:
                    receipt = await self.client.command(service, asked, token=self.token(subject, role))
                except Refusal as refusal:
                    told = refusal.wire()
                else:
                    break
                if told["code"] != "SERVICE_IS_AWAY":  # a busy machine says nothing about authority
                    return told
            else:
                return told
        raise AssertionError(f"{subject} did {request}: {receipt}")


class Translator:
    """Mutations as the requests that the gateway's own resolvers make of them."""

    def __init__(self, stage: Stage, subject: str, role: str) -> None:
        self._stage, self._actor = stage, Actor(subject=subject, role=role, token="t")

    async def requests(self, mutation: str, given: dict[str, Any], *, role: str = "") -> Sequence[tuple[str, Request]]:
        """What the gateway posts for a mutation, each with the name of the service."""
        schema, clock = self._stage._schema, SystemClock()
        kind = schema._schema.mutation_type.fields[mutation].args["input"].type.of_type
        body = {"commandId": str(uuid4())} if "commandId" in kind.fields else {}
        hand = Hand()
        hand.answer = RemoteRefusal(409, VersionIsStale(expected=1, actual=2).wire())
        pool = await reading_pool(self._stage.settings.dsn("gateway"), 1)
        try:
            viewer = Viewer(
                actor=self._actor, today=clock.today(), roots=tuple(await Scope(pool, clock).roots(self._actor))
            )
            reader = Reader(pool, viewer)
            asked = Asked(
                viewer=viewer, now=clock.now(), language=Language.EN, token="t", reader=reader,
                cursors=Cursors(bytes(32), self._actor.subject), loaders=Loaders(reader), positions=Positions(),
                sender=hand, watch=None, audit=ReadAudit(pool), letters=LetterSeal(new_key()),
            )  # fmt: skip
            payload = schema._schema.mutation_type.fields[mutation].type.of_type.fields
            shown = " ".join(f"{name} {{ __typename }}" for name in payload if name == "errors")
            query = f"""mutation($input: {kind.name}!) {{
              {mutation}(input: $input) {{ {shown} }} }}"""
            result = await schema.execute(query, variable_values={"input": {**body, **given}}, context_value=asked)
        finally:
            await pool.close()
        assert not result.errors and hand.posted, (mutation, result)
        return hand.posted
