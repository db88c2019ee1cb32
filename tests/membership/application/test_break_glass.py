"""Breaking the glass over the real log: inside the own subtree, with a reason, three hours, for good on record."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.membership.contracts.glass import BreakGlass, RecordOpened
from services.membership.domain.refusals_data import GlassNeedsAReason
from services.membership.domain.refusals_member import MemberIsUnknown
from services.organization.contracts.enums import Role
from shared.vocabulary.actor import Actor

WHY = "Đảng viên nhập viện, cần báo gia đình"


def opening(member, reason=WHY, **more):
    return BreakGlass(command_id=uuid4(), member_id=member, reason=reason, **more)


async def test_a_roots_officer_opens_one_record_for_three_hours(towns):
    member, officer = await towns.member("A"), await towns.officer("00")
    receipt = await towns.run(opening(member), officer)
    [told] = await towns.published(receipt.id)
    assert isinstance(told, RecordOpened)
    assert (told.member, told.subject, told.until - told.opened_at) == (member, officer.subject, timedelta(hours=3))
    assert await towns.opened(member, "reason", told.reason) == WHY
    assert WHY not in str(told)


async def test_the_file_number_finds_the_record(towns):
    member = await towns.member("A", file_number="424299HCM")
    officer = await towns.actor(Role.HOME_VISIT_OFFICER, "79")
    receipt = await towns.run(opening(None, file_number="424299HCM"), officer)
    [told] = await towns.published(receipt.id)
    assert told.member == member


async def test_outside_the_subtree_and_oneself_there_is_nothing_to_open(towns):
    member = await towns.member("A")
    own = Actor(subject=f"member@{member}", role="member")
    head = towns.log.head.position
    for actor in (await towns.officer("82"), await towns.secretary("A"), await towns.actor(Role.OPERATOR, "00"), own):
        with pytest.raises(MemberIsUnknown):
            await towns.run(opening(member), actor)
    with pytest.raises(MemberIsUnknown):
        await towns.run(opening(uuid4()), await towns.officer("00"))
    assert towns.log.head.position == head


@pytest.mark.parametrize("reason", ["", "   ", "vì cần"])
async def test_a_reason_says_something(towns, reason):
    with pytest.raises(GlassNeedsAReason):
        await towns.run(opening(await towns.member("A"), reason), await towns.officer("00"))
