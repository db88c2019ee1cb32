"""Nạp dữ liệu mẫu - organisations, then members, then transfers, all through the services' own commands."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from services.demo import bodies, evaluation, home, kinds
from services.demo.moves import Move, moves
from services.demo.people import IN_EACH_CELL, Register
from services.demo.places import Place, cells, places
from services.demo.sending import Sender, command_id
from services.demo.summary import DemoSummary, Mint
from services.membership.contracts.enums import TransferKind, TransferReason
from services.membership.contracts.requests import OnBehalf, RegisterMembers, RequestTransfer
from services.organization.contracts.identity import PARTY_FOUNDED_ON, organization_id
from services.organization.contracts.requests import FoundOrganization
from shared.vocabulary.codes import ROOT, province_of
from shared.vocabulary.requests import new_id

_SINCE = date(2025, 7, 1)
_OFFERED_ROW = IN_EACH_CELL - 1
OFFICER = "committee_officer"


class Loading:
    """One run; what it learns on the way are the ids of what it founded and registered."""

    def __init__(self, sender: Sender, mint: Mint) -> None:
        self._sender = sender
        self._mint = mint
        self._ids: dict[str, UUID] = {ROOT: organization_id(ROOT, PARTY_FOUNDED_ON)}
        self._officers: dict[str, str] = {}

    async def run(self) -> None:
        """Everything, in the order in which one rests on the other."""
        for place in places():
            await self._found(place)
        await self._register()
        provinces = ("79", "82")
        tokens = await asyncio.gather(*(self._mint(OFFICER, at=province) for province in provinces))
        self._officers = dict(zip(provinces, tokens, strict=True))
        await self._sender.all(self._transfer(move) for move in moves())
        await home.HomeServices(self._sender, self._mint, self._officers["79"], _member).run()
        await bodies.Bodies(self._sender, self._officers, self._id, _member).run()
        await kinds.Kinds(self._sender, self._officers, self._id, _member).run()
        await evaluation.Evaluations(self._sender, self._officers, self._id, _member).run()

    async def _found(self, place: Place) -> None:
        request = FoundOrganization(
            command_id=command_id(f"found/{place.code}"),
            parent_id=self._id(place.parent),
            name=place.name,
            type=place.type,
            setting=place.setting,
            effective_on=_SINCE,
            code=place.code,
            external=place.external,
            synthetic=True,
        )
        receipt = await self._sender.send("organization", request, self._mint.service(), "tổ chức")
        self._ids[place.code] = receipt.id

    async def _register(self) -> None:
        register = Register()
        seen = self._sender.newest.encode()
        lists = [
            RegisterMembers(
                command_id=command_id(f"members/{cell.code}"),
                organization_id=self._id(cell.code),
                members=register.next_cell(cell.code),
                synthetic=True,
                min_position=seen,
            )
            for cell in cells()
        ]
        token = self._mint.service()
        await self._sender.all(self._sender.send("membership", each, token, "đảng viên") for each in lists)

    async def _transfer(self, move: Move) -> None:
        request = RequestTransfer(
            command_id=command_id(f"transfer/{move.number}"),
            member_id=_member(move.origin, move.row),
            kind=TransferKind.OFFICIAL,
            destination_id=self._id(move.destination),
            reason=TransferReason.CHANGE_OF_WORK if move.number % 2 else TransferReason.CHANGE_OF_RESIDENCE,
            effective_on=move.effective_on,
            acted_on=move.acted_on,
            on_behalf=OnBehalf(organization_id=self._id(move.origin)),
        )
        transfer = (await self._send(request, move.origin)).id
        for number, (step, body) in enumerate(move.steps):
            more = {"transfer_id": transfer, "on_behalf": OnBehalf(organization_id=self._id(body))}
            named = command_id(f"transfer/{move.number}/{number}")
            await self._send(step(command_id=named, acted_on=move.acted_on, **more), body)

    async def _send(self, request: Any, body: str) -> Any:
        return await self._sender.send("membership", request, self._officers[province_of(body)], "hồ sơ chuyển")

    def _id(self, code: str) -> UUID:
        return self._ids.get(code) or organization_id(code)


def summary() -> DemoSummary:
    """What there is after a run, and who may sign in to look at it."""
    offered = cells()[0]
    return DemoSummary(
        organizations=len(places()),
        members=len(cells()) * IN_EACH_CELL,
        transfers=len(list(moves())) + kinds.TRANSFERS,
        cell=offered.code,
        member=str(_member(offered.code, _OFFERED_ROW)),
        province=province_of(offered.code),
        notes=("Tổ chức, đảng viên và hồ sơ đều là dữ liệu tổng hợp; bản đồ xã, phường là thật.",),
    )


def total() -> int:
    """How many commands a run sends, for the bar."""
    others = home.total() + bodies.total() + kinds.total() + evaluation.total()
    return len(places()) + len(cells()) + sum(1 + len(move.steps) for move in moves()) + others


def _member(cell: str, row: int) -> UUID:
    """The id of a listed member follows from the list's command."""
    return new_id(command_id(f"members/{cell}"), f"member/{row}")
