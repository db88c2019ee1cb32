"""Các việc khác của đảng viên - a stay for studies, a file that the office carries, a plan of admissions."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.demo.home import COMMUNE
from services.demo.moves import EVERY_STEP, StepType, way
from services.demo.places import cells
from services.demo.sending import Sender, command_id
from services.membership.contracts.enums import TransferKind, TransferReason
from services.membership.contracts.home_enums import CustodianKind
from services.membership.contracts.home_requests import Custodian, RecordCustody, RequestHomeService
from services.membership.contracts.requests import EndorseTransfer, OnBehalf, RequestTransfer, ReviewTransfer
from services.organization.contracts.requests import SetPolicy
from shared.vocabulary.codes import province_of
from shared.vocabulary.requests import Request

_ROW = 8
_STAY, _CARRIED = 2, 3
TRANSFERS = 2

Place = Callable[[str], UUID]
Member = Callable[[str, int], UUID]


class Kinds:
    """One run: every command's id follows from what it says."""

    def __init__(
        self,
        sender: Sender,
        tokens: Mapping[str, str],
        place: Callable[[str], UUID],
        member: Callable[[str, int], UUID],
    ) -> None:
        self._sender = sender
        self._tokens = tokens
        self._place = place
        self._member = member

    async def run(self) -> None:
        """The stay is admitted; the other letter waits while the file is on its way."""
        await self._moved(_STAY, TransferKind.TEMPORARY, TransferReason.STUDY, EVERY_STEP)
        carried = await self._moved(_CARRIED, TransferKind.OFFICIAL, TransferReason.RETIREMENT, _introduced())
        await self._fetched(carried)
        plan = SetPolicy(
            command_id=command_id("plan/2026"),
            organization_id=self._place(COMMUNE),
            key="admission.plan",
            value=12,
            source="3-KH/ĐU ngày 5-1-2026 (tổng hợp)",
            valid_from=date(2026, 1, 1),
            valid_to=date(2027, 1, 1),
        )
        await self._sent(plan)

    async def _moved(self, number: int, kind: TransferKind, reason: TransferReason, steps: int) -> UUID:
        origin, destination = cells()[number].code, cells()[-1 - number].code
        asked = RequestTransfer(
            command_id=command_id(f"kind/{number}"),
            member_id=self._member(origin, _ROW),
            kind=kind,
            destination_id=self._place(destination),
            reason=reason,
            effective_on=date(2026, 10, 1),
            return_by=date(2027, 6, 30) if kind is TransferKind.TEMPORARY else None,
            on_behalf=OnBehalf(organization_id=self._place(origin)),
        )
        transfer = await self._sent(asked, origin)
        for place, (step, body) in enumerate(_way(number)[:steps]):
            await self._sent(self._step(step, body, transfer, f"kind/{number}/{place}"), body)
        return transfer

    def _step(self, step: StepType, body: str, transfer: UUID, name: str) -> Request:
        make: Any = step
        behalf = OnBehalf(organization_id=self._place(body))
        return make(command_id=command_id(name), transfer_id=transfer, on_behalf=behalf)

    async def _fetched(self, transfer: UUID) -> None:
        """The sealed file goes from the member to the committee: its letter's clock stands still."""
        origin = cells()[_CARRIED].code
        asked = RequestHomeService(
            command_id=command_id("kind/carried/home"),
            member_id=self._member(origin, _ROW),
            transfer_id=transfer,
            service="COLLECT_AT_HOME",
            address="7 đường Mẫu (tổng hợp)",
            neighbourhood="Khu phố 3",
            consent=True,
            weak=True,
        )
        handed = RecordCustody(
            command_id=command_id("kind/carried/custody"),
            home_service_id=await self._sent(asked),
            giver=Custodian(kind=CustodianKind.MEMBER),
            receiver=Custodian(kind=CustodianKind.BODY, organization_id=self._place(COMMUNE)),
            seal_number="NP-2026-0007",
            inventory_hash="sha256:0f1e2d3c4b5a",
            papers=14,
        )
        await self._sent(handed)

    async def _sent(self, request: Request, body: str = COMMUNE) -> UUID:
        service = "organization" if isinstance(request, SetPolicy) else "membership"
        return (await self._sender.send(service, request, self._tokens[province_of(body)], "hồ sơ chuyển")).id


def total() -> int:
    """How many commands a run sends."""
    return 1 + len(_way(_STAY)) + 1 + _introduced() + 2 + 1


def _way(number: int) -> tuple[tuple[StepType, str], ...]:
    return way(cells()[number].code, cells()[-1 - number].code)


def _introduced() -> int:
    """Steps until the letter is out."""
    return sum(step in (ReviewTransfer, EndorseTransfer) for step, _ in _way(_CARRIED))
