"""What the visibility benchmark needs on a fresh deployment: a cell, its secretary's token, commit times kept."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import asyncpg
import msgspec

from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import TWO_TIER_SINCE, organization_id
from services.organization.contracts.requests import FoundOrganization
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from tests.benchmarks.deployment import urls

COMMUNE = "79.26740"
CODE = "79.26740.001"
DESTINATION = "82.28249"


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Where to register members, as whom, and where to look for them."""

    dsn: str
    nats: str
    nats_passwords: dict[str, str]
    url: str
    token: str
    cell: UUID


def keep_commit_times(stack: Stack) -> None:
    """PostgreSQL is to remember when each transaction committed; takes effect with its next start."""
    asyncio.run(_keep_commit_times(Settings.load(stack.data).admin_dsn()))


async def prepare(stack: Stack) -> Scene:
    """Found a cell in a commune of Thành phố Hồ Chí Minh and let its secretary in."""
    settings = Settings.load(stack.data)
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    client = ServiceClient(urls(stack), lambda: tokens.service("benchmark"))
    try:
        receipt = await client.command("organization", _cell(), token=tokens.service("benchmark"))
    finally:
        await client.close()
    token = stack.token("cell_secretary", at=CODE)
    return Scene(
        dsn=settings.admin_dsn(),
        nats=settings.nats,
        nats_passwords={name: settings.secrets.nats_password(name) for name in ("membership", "gateway")},
        url=stack.url("membership"),
        token=token,
        cell=receipt.id,
    )


def _cell() -> FoundOrganization:
    return FoundOrganization(
        command_id=uuid4(),
        parent_id=organization_id(COMMUNE, TWO_TIER_SINCE),
        name="Chi bộ thử nghiệm",
        type=OrganizationType.GRASSROOTS_CELL,
        effective_on=date(2025, 7, 1),
        code=CODE,
        synthetic=True,
    )


async def _keep_commit_times(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("alter system set track_commit_timestamp = on")
    finally:
        await connection.close()
