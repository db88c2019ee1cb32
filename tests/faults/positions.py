"""What a client is answered that kept a position: its query, and its mutation that waits for it."""

from uuid import uuid4

import httpx

from services.gateway.reading.ids import global_id
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from shared.vocabulary.position import Position

_CENSUS = "query($at: Position) { census(minPosition: $at) { members } }"
_REVIEW = """mutation($input: TransferStepInput!) {
  reviewTransfer(input: $input) { errors { ... on UserError { code nextStep } } } }"""


async def position_now(stack: Stack, service: str) -> str:
    """Where a service's log ends, as a client is told that has just written there."""
    settings = Settings.load(stack.data)
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    client = ServiceClient(settings.urls(), lambda: tokens.service("journeys"), patience=30)
    try:
        now = await client.positions(service)
    finally:
        await client.close()
    return Position(at={service: now.at[service]}, epochs={service: now.epochs[service]}).encode()


async def answered(stack: Stack, position: str) -> tuple[str, str]:
    """The codes that a query and a mutation with this minPosition get; "" is an answer."""
    token = stack.token("committee_officer", at="79")
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {token}"}, timeout=30) as client:

        async def ask(query: str, **variables: object) -> dict:
            body = {"query": query, "variables": variables}
            return (await client.post(f"{stack.url('gateway')}/graphql", json=body)).json()

        query = await ask(_CENSUS, at=position)
        step = {"commandId": str(uuid4()), "transferId": global_id("Transfer", uuid4()), "minPosition": position}
        mutation = await ask(_REVIEW, input=step)
    codes = [error["extensions"]["code"] for error in query.get("errors", ())]
    return (codes or [""])[0], mutation["data"]["reviewTransfer"]["errors"][0]["code"]
