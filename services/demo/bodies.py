"""Cấp ủy, địa bàn và một phương án chuyển giao mẫu - seats with their holders, places of the register, a draft."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from services.demo.places import HCMC, cells
from services.demo.sending import Sender, command_id
from services.organization.contracts import requests
from services.organization.contracts.enums import (
    AffiliationKind,
    CommitteePosition,
    Degree,
    DualRole,
    PlaceKind,
    PoliticalTheory,
    WayOfTakingOffice,
)
from services.organization.contracts.restructuring import Operation
from shared.vocabulary.requests import Request

SEATS = (
    (30, CommitteePosition.SECRETARY, (DualRole.VILLAGE_HEAD,)),
    (31, CommitteePosition.DEPUTY, (DualRole.FRONT_HEAD,)),
    (32, CommitteePosition.COMMITTEE_MEMBER, ()),
)
_CELLS, _HANDED_OVER = (0, 1), 2
_SINCE = date(2025, 9, 1)


class Bodies:
    """One run: every command's id follows from what it says."""

    def __init__(
        self,
        sender: Sender,
        tokens: Mapping[str, str],
        place: Callable[[str], UUID],
        member: Callable[[str, int], UUID],
    ) -> None:
        self._sender = sender
        self._token = tokens["79"]
        self._place = place
        self._member = member

    async def run(self) -> None:
        """The committees of two cells, a class, their quarters, two unions; a hand-over that is drafted, counted."""
        for number in _CELLS:
            await self._committee(cells()[number].code)
            await self._quarter(cells()[number].code, number + 1)
        held = date(2026, 5, 4)
        await self._sent(
            requests.RecordTraining(
                command_id=command_id("bodies/training"),
                organization_id=self._place(HCMC[0]),
                held_on=held,
                attendances=len(SEATS) * len(_CELLS),
                decision_number="7-KH/ĐU",
            )
        )
        await self._beside_the_tree(cells()[_CELLS[0]].code)
        await self._handover(cells()[_HANDED_OVER].code)

    async def _committee(self, cell: str) -> None:
        seats = tuple(
            requests.SeatGiven(
                member_id=self._member(cell, row),
                position=position,
                way=WayOfTakingOffice.ELECTED,
                degree=Degree.UNIVERSITY,
                theory=PoliticalTheory.INTERMEDIATE,
                dual_roles=roles,
            )
            for row, position, roles in SEATS
        )
        appointed = requests.AppointCommittee(
            command_id=command_id(f"bodies/committee/{cell}"),
            organization_id=self._place(cell),
            on=_SINCE,
            decision_number="46-QĐ/ĐU",
            decision_date=_SINCE,
            planned_size=5,
            term_from=_SINCE,
            term_to=date(2030, 9, 1),
            seats=seats,
            min_position=self._sender.newest.encode(),
        )
        await self._sent(appointed)

    async def _quarter(self, cell: str, number: int) -> None:
        place = requests.RegisterPlace(
            command_id=command_id(f"bodies/place/{cell}"),
            organization_id=self._place(".".join(cell.split(".")[:2])),
            kind=PlaceKind.QUARTER,
            name=f"Khu phố {number} (tổng hợp)",
            valid_from=_SINCE,
            head_is_member=True,
            cells=(self._place(cell),),
        )
        await self._sent(place)

    async def _beside_the_tree(self, cell: str) -> None:
        """A youth union under the commune, a trade union under a body of the city; a number in another system."""
        union, place = requests.RecordAffiliation, self._place(cell)
        youth, trade = AffiliationKind.YOUTH_UNION, AffiliationKind.TRADE_UNION
        await self._sent(
            union(
                command_id=command_id(f"bodies/affiliation/{youth}"),
                organization_id=place,
                kind=youth,
                superior_id=self._place(HCMC[0]),
                valid_from=_SINCE,
            )
        )
        await self._sent(
            union(
                command_id=command_id(f"bodies/affiliation/{trade}"),
                organization_id=place,
                kind=trade,
                superior_name="Công đoàn ngành của thành phố (tổng hợp)",
                valid_from=_SINCE,
            )
        )
        await self._sent(
            requests.RecordExternalId(
                command_id=command_id("bodies/external-id"),
                organization_id=place,
                system="ma-dinh-danh-dien-tu",
                value=f"TH.{cell}",
            )
        )

    async def _handover(self, cell: str) -> None:
        """Chuyển giao một chi bộ cho phường khác: waits for somebody to approve it."""
        draft = requests.DraftRestructuring(
            command_id=command_id("bodies/plan"),
            title="Chuyển giao chi bộ sang phường khác (tổng hợp)",
            effective_on=date(2026, 12, 31),
        )
        plan = await self._sent(draft)
        handed = Operation(kind="TRANSFER_ORG", sources=(self._place(cell),), target=str(self._place(HCMC[1])))
        named = {"restructuring_id": plan, "min_position": self._sender.newest.encode()}
        added = requests.AddOperations(command_id=command_id("bodies/plan/operations"), operations=(handed,), **named)
        await self._sent(added)
        await self._sent(requests.DryRunRestructuring(command_id=command_id("bodies/plan/count"), **named))

    async def _sent(self, request: Request) -> UUID:
        return (await self._sender.send("organization", request, self._token, "cấp ủy, phương án")).id


def total() -> int:
    """How many commands a run sends."""
    return 2 * len(_CELLS) + 1 + 3 + 3
