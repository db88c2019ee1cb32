"""An enterprise bloc and a superior on the other side: bodies and made-up members, as the services load them."""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec

from services.membership.contracts import requests as membership
from services.membership.contracts.enums import MemberState
from services.organization.contracts import requests as organization
from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import ROOT_ID
from services.signing_in import SignIn
from shared.http.client import ServiceClient
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from shared.vocabulary.position import Position
from shared.vocabulary.requests import new_id

START = date(2021, 1, 1)
BLOC, OTHER = "00.b77.001", "00.b77.002"
_AT_ONCE, _MEMBERS_AT_ONCE, _BODIES_AT_ONCE = 16, 150, 500
_KINDS = OrganizationType


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """How large the bloc is at its start, and what happens to it."""

    committees: int
    single: int
    sectional: int
    cells: int
    members: int
    handed_over: int
    handed_over_cells: int
    handed_over_members: int
    received: int = 4
    received_members: int
    founded: int
    strengthened: int
    in_committees: int
    in_cells: int
    secretaries: int
    deputies: int
    seats: int
    postgraduate: int
    advanced: int
    classes: int
    attendances: int


REAL = Size(
    committees=91, single=27, sectional=12, cells=1103, members=16_649, handed_over=54, handed_over_cells=5,
    handed_over_members=2366, received_members=74, founded=17, strengthened=31, in_committees=143, in_cells=195,
    secretaries=42, deputies=27, seats=1017, postgraduate=45, advanced=434, classes=9, attendances=1694,
)  # fmt: skip
"""As it was from its start to June 2023; the persons are made up."""
SMALL = Size(
    committees=3, single=2, sectional=1, cells=9, members=96, handed_over=3, handed_over_cells=1,
    handed_over_members=17, received_members=8, founded=2, strengthened=2, in_committees=4, in_cells=5,
    secretaries=2, deputies=1, seats=20, postgraduate=3, advanced=9, classes=2, attendances=31,
)  # fmt: skip


def spread(total: int, parts: int) -> list[int]:
    """As evenly as whole numbers are."""
    each, more = divmod(total, parts)
    return [each + (part < more) for part in range(parts)]


class Bloc:
    """What stands where under which id, and who is at home there."""

    def __init__(self, stack: Stack, size: Size) -> None:
        settings = Settings.load(stack.data)
        self._client = ServiceClient(settings.urls(), SignIn(settings).service, patience=60)
        self._token = SignIn(settings).service
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._told, self._last = 0, Position()
        self.size = size
        self.ids: dict[str, UUID] = {"00": ROOT_ID}
        self.home: dict[str, list[UUID]] = {}
        self.below: dict[str, list[str]] = {}

    async def load(self) -> Position:
        """All of it; the position at which the members are known."""
        lines = list(self._bodies())
        for start in range(0, len(lines), _BODIES_AT_ONCE):
            await self._found(lines[start : start + _BODIES_AT_ONCE])
        await self._all(self._register(code, count) for code, count in self._people())
        await self._client.close()
        return self._last

    @property
    def going(self) -> list[str]:
        """The cells, and the organisations, that are handed over."""
        singles = [self._code(200 + n) for n in range(self.size.single, self.size.single + self.size.handed_over)]
        return [*singles, *self.cells[: self.size.handed_over_cells]]

    @property
    def coming(self) -> list[str]:
        """What is received: committees with a cell each, and cells that are grassroots organisations."""
        return [f"00.b77.8{n:02d}" for n in range(self.size.received)]

    @property
    def committees(self) -> list[str]:
        """The grassroots committees that stay."""
        return [self._code(100 + n) for n in range(self.size.committees)]

    @property
    def cells(self) -> list[str]:
        """The cells below them."""
        return [self._code(10_000 + n) for n in range(self.size.cells)]

    @staticmethod
    def _code(number: int) -> str:
        return f"00.b77.{number:03d}"

    def _bodies(self) -> Iterator[tuple[str, OrganizationType, str]]:
        """Parents first."""
        size, committees = self.size, self.committees
        yield "00.b77", _KINDS.CENTRAL_BLOC, "00"
        for code in (BLOC, OTHER):
            yield code, _KINDS.DIRECT_SUPERIOR, "00.b77"
        for code in committees:
            yield code, _KINDS.GRASSROOTS_COMMITTEE, BLOC
        for number in range(size.single + size.handed_over):
            yield self._code(200 + number), _KINDS.GRASSROOTS_CELL, BLOC
        for number in range(size.sectional):
            yield self._code(300 + number), _KINDS.SECTIONAL, committees[number % len(committees)]
        for number, code in enumerate(self.cells):
            yield code, _KINDS.CELL, committees[number % len(committees)]
        for number, code in enumerate(self.coming):
            yield code, _KINDS.GRASSROOTS_COMMITTEE if number < 2 else _KINDS.GRASSROOTS_CELL, OTHER
        yield "00.b77.900", _KINDS.GRASSROOTS_COMMITTEE, OTHER
        for number, above in enumerate(self.coming[:2]):
            yield f"00.b77.95{number}", _KINDS.CELL, above

    def _people(self) -> Iterator[tuple[str, int]]:
        size = self.size
        singles = [self._code(200 + n) for n in range(size.single)]
        staying = [*self.cells[size.handed_over_cells :], *singles]
        for cells, members in (
            (self.going, size.handed_over_members),
            (["00.b77.950", "00.b77.951", *self.coming[2:]], size.received_members),
            (staying, size.members - size.handed_over_members),
        ):
            yield from zip(cells, spread(members, len(cells)), strict=True)

    async def _found(self, lines: list[tuple[str, OrganizationType, str]]) -> None:
        command = uuid4()
        for number, (code, _, _) in enumerate(lines):
            self.ids[code] = new_id(command, f"organization/{number}")
        bodies = tuple(
            organization.NewOrganization(code=code, name=f"Tổ chức {code}", type=kind, parent_id=self.ids[above])
            for code, kind, above in lines
        )
        for code, _, above in lines:
            self.below.setdefault(above, []).append(code)
        asked = organization.FoundOrganizations(command_id=command, effective_on=START, organizations=bodies)
        receipt = await self._client.command("organization", asked, token=self._token())
        self._note(receipt.position)

    async def _register(self, code: str, count: int) -> None:
        self.home[code] = []
        numbers = [self._told + n for n in range(count)]
        self._told += count
        for start in range(0, count, _MEMBERS_AT_ONCE):
            rows = tuple(_person(number) for number in numbers[start : start + _MEMBERS_AT_ONCE])
            asked = membership.RegisterMembers(
                command_id=uuid4(),
                organization_id=self.ids[code],
                members=rows,
                synthetic=True,
                min_position=self._founded.encode(),
            )
            async with self._gate:
                receipt = await self._client.command("membership", asked, token=self._token())
            self.home[code] += [new_id(asked.command_id, f"member/{n}") for n in range(len(rows))]
            self._note(receipt.position)

    @property
    def _founded(self) -> Position:
        at = {"organization": self._last.at["organization"]}
        return Position(at=at, epochs={name: self._last.epochs[name] for name in at if name in self._last.epochs})

    def _note(self, position: str) -> None:
        told = Position.decode(position)
        at = {name: max(told.at.get(name, 0), self._last.at.get(name, 0)) for name in {*told.at, *self._last.at}}
        self._last = Position(at=at, epochs={**self._last.epochs, **told.epochs})

    @staticmethod
    async def _all(steps: Iterable[Coroutine[Any, Any, Any]]) -> None:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)


def _person(number: int) -> membership.NewMember:
    return membership.NewMember(
        full_name="Nguyễn Văn Mẫu",
        personal_id=f"997{number:09d}",
        date_of_birth=date(1980, 2, 3),
        state=MemberState.FULL,
        home_since=START,
    )
