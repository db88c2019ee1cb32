"""A province of made-up communes: an agency cell and two villages each, members who live and work there, letters."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec

from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.membership.contracts import requests as membership
from services.membership.contracts.enums import MemberState, TransferKind, TransferReason
from services.organization.contracts import requests as organization
from services.organization.contracts.enums import CellSetting, OrganizationType, PlaceKind
from services.signing_in import SignIn
from shared.http.client import ServiceClient
from shared.http.refusals import RemoteRefusal
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from shared.vocabulary.requests import Receipt, Request, new_id

PROVINCE = "12"
SINCE = date(2025, 8, 1)
AT_AGENCY, AT_VILLAGE = 6, 3
AT_ONCE = 16
_NOT_YET = {"CELL_IS_UNKNOWN", "ORGANIZATION_IS_UNKNOWN", "DESTINATION_IS_UNKNOWN"}


class Commune(msgspec.Struct, kw_only=True):
    """Its cells, and who is at home where."""

    id: UUID
    code: str
    agency: UUID
    villages: tuple[UUID, UUID]
    members: dict[UUID, list[UUID]] = {}


class Province:
    """All communes of a province, made through the services."""

    def __init__(self, stack: Stack, officer: str) -> None:
        settings = Settings.load(stack.data)
        self._service = SignIn(settings).service
        self._client = ServiceClient(settings.urls(), self._service, patience=30)
        self._officer = officer
        self._gate = asyncio.Semaphore(AT_ONCE)
        self.communes: list[Commune] = []
        self.letters: dict[UUID, tuple[UUID, UUID]] = {}  # transfer → cell of origin, destination

    async def close(self) -> None:
        await self._client.close()

    async def found(self, communes: Sequence[dict[str, Any]]) -> None:
        command, lines = uuid4(), []
        for row in communes:
            parent = uuid_of(row["id"], ORGANIZATION)
            for number, (name, setting) in enumerate(
                (
                    ("cơ quan xã", CellSetting.COMMUNE_AGENCY),
                    ("Bản 1", CellSetting.VILLAGE),
                    ("Bản 2", CellSetting.VILLAGE),
                )
            ):
                line = organization.NewOrganization(
                    code=f"{row['code']}.{number + 1:03}",
                    name=f"Chi bộ {name}",
                    type=OrganizationType.CELL,
                    parent_id=parent,
                    setting=setting,
                )
                lines.append(line)
            first = len(lines) - 3
            agency, *villages = (new_id(command, f"organization/{first + n}") for n in range(3))
            self.communes.append(Commune(id=parent, code=row["code"], agency=agency, villages=tuple(villages)))
        founding = organization.FoundOrganizations(command_id=command, effective_on=SINCE, organizations=tuple(lines))
        await self.send("organization", founding)
        await self.all(self._settled(number, commune) for number, commune in enumerate(self.communes))

    async def write(self, count: int) -> None:
        """Letters on their way: three in five into an agency cell, the others out of one."""
        inward = count * 3 // 5
        await self.all(
            self._letter(*(self._into(number) if number < inward else self._out_of(number - inward)))
            for number in range(count)
        )

    async def finish(self, transfer: UUID, commune: UUID, cell: UUID) -> None:
        """What is left of a letter's way, at the bodies that stand now."""
        for step, body in (
            (membership.ReceiveTransfer, commune),
            (membership.PresentTransfer, cell),
            (membership.AdmitTransfer, cell),
        ):
            await self._step(step, transfer, body)

    async def standings(self) -> dict[UUID, Any]:
        """Where each letter stands, by the last fact that membership has published of it."""
        found: dict[UUID, Any] = {}
        after = 0
        while (page := await self._client.facts("membership", after)).rows:
            for row in page.rows:
                if row.aggregate in self.letters:
                    found[row.aggregate] = msgspec.json.decode(row.body)["standing"]
            after = page.rows[-1].sequence
        return found

    async def send(self, service: str, request: Request, token: str | None = None) -> Receipt:
        """Tried again while the service has not heard of a place yet."""
        async with self._gate:
            for _ in range(300):
                try:
                    return await self._client.command(service, request, token=token or self._service())
                except RemoteRefusal as refused:
                    if refused.code not in _NOT_YET:
                        raise AssertionError(refused.wire()) from refused
                await asyncio.sleep(0.1)
            raise TimeoutError(type(request).__name__)

    async def all(self, steps: Iterable[Coroutine[Any, Any, Any]]) -> None:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)

    async def _settled(self, number: int, commune: Commune) -> None:
        """The villages and the agency as places, and who lives and works there."""
        homes = [await self._place(commune, PlaceKind.VILLAGE, village) for village in commune.villages]
        work = await self._place(commune, PlaceKind.WORKPLACE)
        people = [(commune.agency, AT_AGENCY), *((village, AT_VILLAGE) for village in commune.villages)]
        first = number * 100
        for cell, count in people:
            lives = (lambda n: homes[n % 2]) if cell == commune.agency else (lambda _n: None)
            rows = tuple(_person(first + n, lives(n), work if cell == commune.agency else None) for n in range(count))
            first += count
            request = membership.RegisterMembers(command_id=uuid4(), organization_id=cell, members=rows, synthetic=True)
            await self.send("membership", request)
            commune.members[cell] = [new_id(request.command_id, f"member/{n}") for n in range(count)]

    async def _place(self, commune: Commune, kind: PlaceKind, *cells: UUID) -> UUID:
        place = organization.RegisterPlace(
            command_id=uuid4(), organization_id=commune.id, kind=kind, name="Bản", valid_from=SINCE, cells=cells
        )
        return (await self.send("organization", place)).id

    def _into(self, number: int) -> tuple[Commune, UUID, UUID, UUID]:
        here, there = self._pair(number)
        cell = here.villages[number // len(self.communes) % 2]
        return here, cell, here.members[cell][number // len(self.communes) // 2], there.agency

    def _out_of(self, number: int) -> tuple[Commune, UUID, UUID, UUID]:
        here, there = self._pair(number)
        return here, here.agency, here.members[here.agency][number // len(self.communes)], there.villages[0]

    def _pair(self, number: int) -> tuple[Commune, Commune]:
        return self.communes[number % len(self.communes)], self.communes[(number + 1) % len(self.communes)]

    async def _letter(self, here: Commune, cell: UUID, member: UUID, destination: UUID) -> None:
        request = membership.RequestTransfer(
            command_id=uuid4(),
            member_id=member,
            destination_id=destination,
            kind=TransferKind.OFFICIAL,
            reason=TransferReason.CHANGE_OF_WORK,
            effective_on=date(2026, 11, 2),
            on_behalf=membership.OnBehalf(organization_id=cell),
        )
        transfer = (await self.send("membership", request, self._officer)).id
        await self._step(membership.ReviewTransfer, transfer, cell)
        await self._step(membership.EndorseTransfer, transfer, here.id)
        self.letters[transfer] = (cell, destination)

    async def _step(self, step: Any, transfer: UUID, body: UUID) -> None:
        request = step(command_id=uuid4(), transfer_id=transfer, on_behalf=membership.OnBehalf(organization_id=body))
        await self.send("membership", request, self._officer)


def _person(number: int, lives: UUID | None, works: UUID | None) -> membership.NewMember:
    return membership.NewMember(
        full_name="Lò Văn Mẫu",
        personal_id=f"012{number:09d}",
        date_of_birth=date(1980, 2, 3),
        state=MemberState.FULL,
        file_number=f"{number:06d} LC",
        home_since=SINCE,
        residence_place_id=lives,
        workplace_id=works,
    )
