"""The limit of a letter while the office itself carries the file: it follows the hand-overs, in the same commit."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import facts
from services.membership.contracts import home_requests as ask
from services.membership.contracts.home_enums import CustodianKind
from services.membership.contracts.requests import EndorseTransfer, PresentTransfer, ReceiveTransfer, ReviewTransfer
from services.membership.policies.mark_transfers_overdue import due as late_ones
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import SetPolicy
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position

SYSTEM = Actor(subject="service:tests", role="service")
MEMBER = ask.Custodian(kind=CustodianKind.MEMBER)
POST = ask.Custodian(kind=CustodianKind.POST)


class Going:
    """A transfer whose file the office may carry; each hand-over on its day."""

    def __init__(self, office, transfer, service, officer):
        self.office, self.transfer, self.service, self.officer = office, transfer, service, officer
        self.seal = f"NP-{uuid4().int % 10**9}"

    @property
    def body(self):
        return ask.Custodian(kind=CustodianKind.BODY, organization_id=self.office.places["79.26740"])

    async def introduced(self):
        for request, who in (
            (ReviewTransfer, await self.office.secretary("A")),
            (EndorseTransfer, await self.office.officer("79.26740")),
        ):
            await self.office.run(request(command_id=uuid4(), transfer_id=self.transfer), who)
        return (await self.office.state(self.transfer)).present_by

    async def handed(self, giver, receiver, on):
        self.office.clock.day = on
        given = {"seal_number": self.seal, "inventory_hash": "sha256:0123456789", "papers": 14}
        if giver is POST:
            given["postal_number"] = "EE 1"
        handed = ask.RecordCustody(
            command_id=uuid4(), home_service_id=self.service, giver=giver, receiver=receiver, **given
        )
        await self.office.run(handed, await self.office.officer("79.26740"))
        return await self.office.state(self.transfer)

    async def late(self):
        """Whether the timer asks for the transfer."""
        return self.transfer in [
            request.transfer_id for request in await late_ones(self.office.look, self.office.clock)
        ]


@pytest.fixture
async def going(towns):
    towns.clock.day = date(2026, 7, 6)
    member, transfer = await towns.asked("A", "B", effective_on=date(2026, 6, 1))
    asked = ask.RequestHomeService(
        command_id=uuid4(), member_id=member, transfer_id=transfer, service="COLLECT_AT_HOME", weak=True, consent=True,
        address="12 ngõ 3", neighbourhood="Khu phố 1",
    )  # fmt: skip
    service = (await towns.run(asked, await towns.secretary("A"))).id
    officer = await towns.actor(Role.HOME_VISIT_OFFICER, "79.26740", user=f"giao-{uuid4()}")
    return Going(towns, transfer, service, officer)


async def test_the_limit_is_later_by_the_days_in_the_offices_hands(going):
    limit = await going.introduced()
    assert limit == date(2026, 8, 17)
    carried = await going.handed(MEMBER, going.body, date(2026, 7, 13))
    assert carried.clock_paused_since == date(2026, 7, 13)
    sent = await going.handed(going.body, POST, date(2026, 7, 15))
    assert sent.clock_paused_since == date(2026, 7, 13), "from hand to hand of the office it stands as it stood"
    going.office.clock.day = date(2026, 8, 20)
    assert not await going.late()
    given = await going.handed(POST, MEMBER, date(2026, 7, 20))
    assert (given.clock_paused_since, given.present_by) == (None, date(2026, 8, 22))
    told = await going.office.published(going.transfer)
    assert [type(fact) for fact in told[-2:]] == [facts.TransferClockPaused, facts.TransferClockResumed]
    assert (told[-2].standing.paused_since, told[-1].standing.present_by) == (date(2026, 7, 13), date(2026, 8, 22))
    going.office.clock.day = date(2026, 8, 22)  # a Saturday that is worked
    assert not await going.late(), "by the old limit it would be"
    going.office.clock.day = date(2026, 8, 24)
    assert await going.late()


async def test_a_letter_issued_while_the_file_is_on_its_way_starts_with_its_clock_standing(going):
    await going.handed(MEMBER, going.body, date(2026, 7, 7))
    assert (await going.office.state(going.transfer)).paused_since is None
    going.office.clock.day = date(2026, 7, 9)
    await going.introduced()
    assert (await going.office.state(going.transfer)).clock_paused_since == date(2026, 7, 9)
    for request, who in (
        (ReceiveTransfer, await going.office.officer("82.28249")),
        (PresentTransfer, await going.office.secretary("B")),
    ):
        await going.office.run(request(command_id=uuid4(), transfer_id=going.transfer), who)
    assert (await going.office.state(going.transfer)).clock_paused_since is None


async def test_called_off_it_is_the_members_own_business_again(going):
    await going.introduced()
    await going.handed(MEMBER, going.body, date(2026, 7, 13))
    going.office.clock.day = date(2026, 7, 16)
    off = ask.CancelHomeService(command_id=uuid4(), home_service_id=going.service, reason="người nhà tự lấy")
    await going.office.run(off, await going.office.officer("79.26740"))
    state = await going.office.state(going.transfer)
    assert (state.clock_paused_since, state.present_by) == (None, date(2026, 8, 20))


async def test_a_commune_whose_province_does_not_pause(going):
    office = going.office
    row = {"key": "transfer.pause_while_carried", "organization_id": office.places["79.26740"], "value": False}
    until = {"valid_from": date(2026, 5, 1), "valid_to": date(2026, 6, 1)}
    said = SetPolicy(command_id=uuid4(), source="1-HD/TU", **row, **until)
    receipt = await office.organization.run(said, await office.officer("79.26740"))
    assert await office.positions["membership"].wait(Position.decode(receipt.position))
    found = [await office.look.clocks(office.places["A"], date(2026, month, 15), office.clock.day) for month in (5, 6)]
    assert [clocks.pauses for clocks in found] == [False, True]
