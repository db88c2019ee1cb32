"""Phục vụ tại nhà mẫu - six elderly members of one commune: visits planned for the days ahead, one done, one failed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

from services.demo.people import IN_EACH_CELL
from services.demo.places import HCMC
from services.demo.sending import Sender, command_id
from services.demo.summary import Mint
from services.membership.contracts.home_enums import VisitFailure, VisitSlot
from services.membership.contracts.home_requests import (
    CompleteHomeVisit,
    FailHomeVisit,
    RequestHomeService,
    ScheduleHomeVisit,
)
from shared.vocabulary.requests import Request

COMMUNE = HCMC[0]
CELL = f"{COMMUNE}.011"
OFFICER = "home_visit_officer"
COUNT = 6
_SERVICES = ("COLLECT_AT_HOME", "BADGE_DOSSIER_AT_HOME", "DELIVER_TO_HOME")
_VIET_NAM = timezone(timedelta(hours=7))
_DONE, _FAILED = 1, 2


class HomeServices:
    """One run: every command's id follows from what it says."""

    def __init__(self, sender: Sender, mint: Mint, token: str, member: Callable[[str, int], UUID]) -> None:
        self._sender = sender
        self._mint = mint
        self._token = token
        self._member = member

    async def run(self) -> None:
        """The officer gets his role first; then services, visits, and what became of two of them."""
        await self._mint(OFFICER, at=COMMUNE)
        today = datetime.now(_VIET_NAM).date()
        for number in range(COUNT):
            service = await self._asked(number)
            await self._planned(number, service, today)
            await self._ended(number, service)

    async def _asked(self, number: int) -> UUID:
        request = RequestHomeService(
            command_id=command_id(f"home/{number}"),
            member_id=self._member(CELL, IN_EACH_CELL - 2 - number),
            service=_SERVICES[number % len(_SERVICES)],
            address=f"{11 + number} đường Mẫu (tổng hợp)",
            neighbourhood=f"Khu phố {1 + number % 2}",
            consent=True,
            consent_on=date(2026, 11, 16),
            weak=True,
        )
        return await self._sent(request)

    async def _planned(self, number: int, service: UUID, today: date) -> None:
        on = today + timedelta(days=number // 4)
        await self._sent(
            ScheduleHomeVisit(
                command_id=command_id(f"home/{number}/visit/{on}"),
                home_service_id=service,
                on=on,
                slot=list(VisitSlot)[number % len(VisitSlot)],
            )
        )

    async def _ended(self, number: int, service: UUID) -> None:
        named = {"command_id": command_id(f"home/{number}/end"), "home_service_id": service, "visit": 1}
        if number == _DONE:
            await self._sent(CompleteHomeVisit(**named, witness="Trần Thị Mẫu"))
        elif number == _FAILED:
            await self._sent(FailHomeVisit(**named, why=VisitFailure.ABSENT))

    async def _sent(self, request: Request) -> UUID:
        return (await self._sender.send("membership", request, self._token, "phục vụ tại nhà")).id


def total() -> int:
    """How many commands a run sends."""
    return 2 * COUNT + 2
