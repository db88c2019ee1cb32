"""Where the journeys take place: two communes of two provinces, each with a cell at once below it and one deeper."""

from datetime import date
from itertools import cycle, islice
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import FoundOrganization
from services.signing_in import SignIn
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from tests.faults.gateway_client import GatewayClient, Token
from tests.faults.journey import Journey
from tests.faults.ledger import Ledger

COMMUNES = ("79.26740", "82.28249")
SINCE = date(2025, 7, 1)


class Theatre:
    """Founds the cells, hands out tokens (each made once) and sends members on their journeys."""

    def __init__(self, data: Path, gateway_url: str) -> None:
        settings = Settings.load(data)
        self._tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
        self._services = ServiceClient(settings.urls(), lambda: self._tokens.service("journeys"), patience=30)
        self._signing_in = SignIn(settings)
        self._handed_out: dict[tuple[str, str], Token] = {}
        self.gateway = GatewayClient(gateway_url)
        self.ledger = Ledger()
        self._cells: dict[str, list[str]] = {}

    async def build(self) -> None:
        """Found what the journeys need, and have every token at hand before anything is broken."""
        for commune in COMMUNES:
            above = organization_id(commune)
            near = await self.found(f"{commune}.901", above, OrganizationType.GRASSROOTS_CELL)
            committee = await self.found(f"{commune}.902", above, OrganizationType.GRASSROOTS_COMMITTEE)
            deep = await self.found(f"{commune}.903", committee, OrganizationType.CELL)
            assert near != deep
            self._cells[commune] = [f"{commune}.901", f"{commune}.903"]
            for code in (commune, f"{commune}.902"):
                await self.token("committee_officer", code)
            for code in self._cells[commune]:
                await self.token("cell_secretary", code)

    async def token(self, role: str, code: str) -> Token:
        """A token of that role at that organisation."""
        if (role, code) not in self._handed_out:
            self._handed_out[role, code] = await self._signing_in(role, at=code)
        return self._handed_out[role, code]

    def journeys(self, run: str, count: int, *, first: int = 0) -> list[Journey]:
        """Members with numbers of their own, both ways between the provinces, near and deep cells in turn."""
        here, there = (self._cells[commune] for commune in COMMUNES)
        routes = [(a, b) for a in here for b in there] + [(b, a) for a in here for b in there]
        return [
            Journey(
                first + number,
                run=run,
                origin=origin,
                destination=destination,
                gateway=self.gateway,
                token=self.token,
                ledger=self.ledger,
            )
            for number, (origin, destination) in enumerate(islice(cycle(routes), count))
        ]

    async def close(self) -> None:
        """Close every connection."""
        await self.gateway.close()
        await self._signing_in.close()
        await self._services.close()

    async def found(self, code: str, above: UUID, kind: OrganizationType) -> UUID:
        request = FoundOrganization(
            command_id=uuid5(NAMESPACE_URL, f"theatre/{code}"),
            parent_id=above,
            name=f"Tổ chức thử nghiệm {code}",
            type=kind,
            effective_on=SINCE,
            code=code,
            synthetic=True,
        )
        receipt = await self._services.command("organization", request, token=self._tokens.service("journeys"))
        self.ledger.note("organization", request.command_id, receipt.id)
        return receipt.id
