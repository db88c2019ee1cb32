"""An account of any name is a member's own once the system has linked it by a grant: whatever role it acts in."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import requests
from services.membership.domain.refusals_member import MemberIsUnknown
from services.membership.domain.refusals_transfer import OwnTransferIsDecidedByOthers
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import GrantRole
from services.organization.domain.grant_refusals import OwnRecordIsLinkedByTheSystem
from shared.vocabulary.actor import Actor


def link(towns, user, member, role=Role.MEMBER, place="00"):
    return GrantRole(
        command_id=uuid4(),
        user=user,
        role=role,
        organization_id=towns.places[place],
        from_date=date(2025, 7, 1),
        member_id=member,
    )


async def test_a_linked_account_asks_for_the_own_transfer_and_decides_nothing_of_it(towns):
    member = await towns.member("A")
    himself = Actor(subject=f"an-{member}", role="member")
    with pytest.raises(MemberIsUnknown):
        await towns.run(towns.transfer_of(member, "B"), himself)
    await towns.tell(link(towns, himself.subject, member))
    transfer = (await towns.run(towns.transfer_of(member, "B"), himself)).id
    as_secretary = await towns.actor(Role.CELL_SECRETARY, "A", user=himself.subject)
    review = requests.ReviewTransfer(command_id=uuid4(), transfer_id=transfer)
    with pytest.raises(OwnTransferIsDecidedByOthers):
        await towns.run(review, as_secretary)


async def test_only_the_system_links_and_only_a_member(towns):
    member = await towns.member("A")
    officer = await towns.officer("79")
    for wrong, actor in (
        (link(towns, "ai-do", member, place="79.26740"), officer),
        (link(towns, "x", member, Role.AUDITOR), None),
    ):
        with pytest.raises(OwnRecordIsLinkedByTheSystem):
            await (towns.organization.run(wrong, actor) if actor else towns.tell(wrong))
