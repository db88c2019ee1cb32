"""kill -9 of the gateway while it answers: whatever was delivered stands in the book."""

import asyncio
import secrets
import threading
from datetime import date
from uuid import uuid4

import asyncpg
import httpx

from services.organization.contracts.identity import TWO_TIER_SINCE, organization_id
from services.organization.contracts.requests import FoundOrganization
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from shared.testing.stack import Stack

CELL = "79.26740.901"
REGISTER = """mutation($input: RegisterMemberInput!) { registerMember(input: $input) {
  member { id } errors { ... on UserError { code message } } } }"""
LOOK = "query($id: ID!) { member(id: $id) { fullName fileNumber } }"
KILLS, SECONDS = 3, 1.0


async def found_cell(stack: Stack) -> None:
    settings = Settings.load(stack.data)
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    client = ServiceClient({"organization": stack.url("organization")}, lambda: tokens.service("test"))
    request = FoundOrganization(
        command_id=uuid4(),
        parent_id=organization_id("79.26740", TWO_TIER_SINCE),
        name="Chi bộ thử",
        type="GRASSROOTS_CELL",
        effective_on=date(2026, 6, 1),
        code=CELL,
        synthetic=True,
    )
    await client.command("organization", request, token=tokens.service("test"))
    await client.close()


def ask(stack, token, query, trace="", **variables):
    headers = {"authorization": f"Bearer {token}"}
    if trace:
        headers["traceparent"] = f"00-{trace}-00000000000000ab-01"
    body = {"query": query, "variables": variables}
    return httpx.post(f"{stack.url('gateway')}/graphql", json=body, headers=headers, timeout=10).json()


def look_on(stack, token, member, delivered, stop):
    """Look at one record again and again; note the trace ids whose answers arrived with the name in them."""
    while not stop.is_set():
        trace = secrets.token_hex(16)
        try:
            answer = ask(stack, token, LOOK, trace, id=member)
        except (httpx.HTTPError, ValueError, LookupError):
            continue
        if ((answer.get("data") or {}).get("member") or {}).get("fullName"):
            delivered.append(trace)


def test_no_answer_was_delivered_without_its_row(stack):
    stack.token("committee_officer", at="79")  # returns once every service has caught up
    asyncio.run(found_cell(stack))
    token = stack.token("cell_secretary", at=CELL)
    place = ask(stack, token, f'{{ organization(code: "{CELL}") {{ id }} }}')["data"]["organization"]["id"]
    person = {"fullName": "Nguyễn Văn An", "personalId": "079070000001", "dateOfBirth": "1970-01-01"}
    given = {"commandId": str(uuid4()), "organizationId": place, "state": "FULL", "fileNumber": "79.000001", **person}
    payload = ask(stack, token, REGISTER, input=given)["data"]["registerMember"]
    assert payload["errors"] == []
    delivered: list[str] = []
    stop = threading.Event()
    arguments = (stack, token, payload["member"]["id"], delivered, stop)
    lookers = [threading.Thread(target=look_on, args=arguments) for _ in range(3)]
    for looker in lookers:
        looker.start()
    for _ in range(KILLS):
        stop.wait(SECONDS)
        stack.kill("gateway")
        stack.wait_ready("gateway")
    stop.wait(SECONDS)
    stop.set()
    for looker in lookers:
        looker.join()
    assert len(delivered) > 10
    assert set(delivered) - asyncio.run(written(stack)) == set()


async def written(stack: Stack) -> set[str]:
    connection = await asyncpg.connect(Settings.load(stack.data).dsn("gateway"))
    try:
        return {row[0] for row in await connection.fetch("select trace from read_audit")}
    finally:
        await connection.close()
