"""GET /organizations/{code}: every signed-in caller may ask which organisation bears a code."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import FoundOrganization
from services.organization.service import SERVICE
from shared.http.app import build
from shared.http.tokens import Tokens, new_key


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(new_key(), issuer="test")


@pytest.fixture
async def http(office: Any, tokens: Tokens) -> AsyncIterator[httpx.AsyncClient]:
    running = SimpleNamespace(
        service=SERVICE,
        tokens=tokens,
        log=office.log,
        commands=office.commands,
        positions=office.positions,
        followers=[],
        mirror=None,
        person_keys=None,
        look=office.look,
    )
    headers = {"authorization": f"Bearer {tokens.mint('lan', 'member')}"}
    transport = httpx.ASGITransport(build(running))
    async with httpx.AsyncClient(transport=transport, base_url="http://organization", headers=headers) as client:
        yield client


async def test_a_code_names_its_bearer(http: httpx.AsyncClient):
    answer = await http.get("/organizations/79.26740")
    assert (answer.status_code, answer.json()["organization"]) == (200, str(organization_id("79.26740")))


async def test_what_was_founded_a_moment_ago_is_there(http: httpx.AsyncClient, office: Any, tokens: Tokens):
    request = FoundOrganization(
        command_id=uuid4(),
        parent_id=organization_id("79.26740"),
        name="Chi bộ khu phố 1",
        type=OrganizationType.CELL,
        effective_on=office.clock.day,
        synthetic=True,
    )
    founded = await http.post(
        "/commands/FoundOrganization",
        json=_plain(request),
        headers={"authorization": f"Bearer {tokens.service('membership')}"},
    )
    answer = await http.get("/organizations/79.26740.001")
    assert answer.json()["organization"] == founded.json()["id"]


@pytest.mark.parametrize("code", ["79.99999", "79.26740.001", "nonsense", "00%00"])
async def test_no_bearer(http: httpx.AsyncClient, code: str):
    answer = await http.get(f"/organizations/{code}")
    assert (answer.status_code, answer.json()["refusal"]["code"]) == (404, "ORGANIZATION_IS_UNKNOWN")


async def test_nobody_asks_without_a_token(http: httpx.AsyncClient):
    del http.headers["authorization"]
    assert (await http.get("/organizations/79")).status_code == 401


def _plain(request: FoundOrganization) -> dict[str, Any]:
    told = {"command_id", "parent_id", "name", "type", "effective_on", "synthetic"}
    return {field: getattr(request, field) if field == "synthetic" else str(getattr(request, field)) for field in told}
