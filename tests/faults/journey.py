"""Chuyển sinh hoạt - one member's way from a cell to a cell of another province, led only by what the gateway says.

Every command's id is derived from the journey's number, so that a journey started again goes on where it was.
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.faults.gateway_client import GatewayClient, Token
from tests.faults.ledger import Ledger

FORWARD = {
    "REVIEW": "reviewTransfer",
    "ENDORSE": "endorseTransfer",
    "RECEIVE": "receiveTransfer",
    "PRESENT": "presentTransfer",
    "ADMIT": "admitTransfer",
    "CONFIRM": "confirmTransfer",
}
MOST_STEPS = 20
PATIENCE = 180.0
_CELLS = frozenset({"CELL", "GRASSROOTS_CELL"})
_TRANSFER = """query($id: ID!, $after: Position) { transfer(id: $id, minPosition: $after) {
  id version state allowedSteps currentHolder { id code type } } }"""

TokenAt = Callable[[str, str], Awaitable[Token]]
"""(role, code of the organisation) -> a token that works there."""


class Journey:
    """One member and one transfer; `trail` is what happened, for comparison with an undisturbed journey."""

    def __init__(self, number: int, *, run: str, origin: str, destination: str, gateway: GatewayClient, token: TokenAt,
                 ledger: Ledger) -> None:  # fmt: skip
        self.number = number
        self._seed = uuid5(NAMESPACE_URL, f"journey/{run}/{number}")
        self._origin, self._destination = origin, destination
        self._gateway, self._token, self._ledger = gateway, token, ledger
        self._asked: list[tuple[str, str, dict[str, Any], Token]] = []
        self.trail: list[str] = []

    async def travel(self) -> None:
        """Register, request, then take whatever step the current holder may take, until CONFIRMED."""
        member, position = await self.register()
        transfer, position = await self._request(member, position)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and len(self.trail) < MOST_STEPS:
            seen = await self._look(transfer, position)
            self._remember(seen)
            if seen["state"] == "CONFIRMED":
                return
            position = await self._take(seen, position)
        raise AssertionError(f"journey {self.number} does not end: {self.trail}")

    async def ask_all_again(self) -> None:
        """Send every command once more, word for word: each is accepted again and names the same thing.

        Null where the asker no longer sees it: the registering officer, once the member lives in another province.
        """
        for field, thing, given, token in self._asked:
            payload = await self._gateway.mutate(field, f"{thing} {{ id }}", given, token)
            if payload[thing] is not None:
                self._ledger.note("membership", UUID(given["commandId"]), local_id(payload[thing]["id"]))

    def command(self, name: str) -> UUID:
        """The id of one of this journey's commands: the same in every attempt."""
        return uuid5(self._seed, name)

    async def register(self) -> tuple[str, str]:
        """The first step: the member, and the position at which he can be read."""
        given = {
            "commandId": str(self.command("register")),
            "organizationId": await self._organization(self._origin),
            "fullName": "Nguyễn Văn Thử",
            "personalId": f"079080{self.number:06d}",
            "dateOfBirth": "1980-01-01",
            "state": "FULL",
        }
        token = await self._token("committee_officer", _committee(self._origin))
        payload = await self._mutate("registerMember", "member", given, token)
        return payload["member"]["id"], payload["position"]

    async def _request(self, member: str, position: str) -> tuple[str, str]:
        given = {
            "commandId": str(self.command("request")),
            "memberId": member,
            "kind": "OFFICIAL",
            "reason": "CHANGE_OF_RESIDENCE",
            "destinationId": await self._organization(self._destination),
            "effectiveOn": "2026-11-02",
            "minPosition": position,
        }
        token = await self._token("cell_secretary", self._origin)
        payload = await self._mutate("requestTransfer", "transfer", given, token)
        return payload["transfer"]["id"], payload["position"]

    def _remember(self, seen: dict[str, Any]) -> None:
        if seen["state"] == "ADMITTED":  # seen or not: a policy confirms within milliseconds
            return
        now = f"{seen['state']} at {seen['currentHolder']['code']}"
        if self.trail[-1:] != [now]:
            self.trail.append(now)

    async def _take(self, seen: dict[str, Any], position: str) -> str:
        name = next((name for name in FORWARD if name in seen["allowedSteps"]), None)
        if name is None:  # ADMITTED: a policy confirms by itself
            await asyncio.sleep(0.05)
            return position
        holder = seen["currentHolder"]
        role = "cell_secretary" if holder["type"] in _CELLS else "committee_officer"
        command = self.command(f"{len(self.trail)}/{name}")
        given = {"commandId": str(command), "transferId": seen["id"], "minPosition": position}
        payload = await self._mutate(FORWARD[name], "transfer", given, await self._token(role, holder["code"]))
        return payload["position"]

    async def _look(self, transfer: str, position: str) -> dict[str, Any]:
        token = await self._token("cell_secretary", self._origin)
        return await self._gateway.ask(_TRANSFER, {"id": transfer, "after": position}, token, "transfer")

    async def _organization(self, code: str) -> str:
        token = await self._token("cell_secretary", self._origin)
        found = await self._gateway.ask(
            "query($code: String) { organization(code: $code) { id } }", {"code": code}, token, "organization"
        )
        return found["id"]

    async def _mutate(self, field: str, thing: str, given: dict[str, Any], token: Token) -> dict[str, Any]:
        payload = await self._gateway.mutate(field, f"{thing} {{ id }}", given, token)
        self._ledger.note("membership", UUID(given["commandId"]), local_id(payload[thing]["id"]))
        self._asked.append((field, thing, given, token))
        return payload


def local_id(global_id: str) -> UUID:
    """The UUID within a global id."""
    return UUID(base64.b64decode(global_id + "=" * (-len(global_id) % 4)).decode().partition(":")[2])


def _committee(cell: str) -> str:
    """The commune organisation above a cell of ours: 79.26740.007 → 79.26740."""
    return cell.rpartition(".")[0]
