"""Registration on a real log: sealed values, neutral duplicates, cells guarded, authority by place."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts.enums import MemberState
from services.membership.contracts.facts import MemberRegistered
from services.membership.contracts.requests import NewMember, RegisterMembers
from services.membership.domain.refusals import CellIsUnknown, OrganizationIsNotACell
from services.membership.domain.refusals_member import ListIsTooLong, MemberAlreadyRegistered
from services.organization.contracts.enums import Role
from shared.authority.refusals import ActIsNotPermitted
from shared.vocabulary.actor import Actor
from shared.vocabulary.requests import new_id

SERVICE = Actor(subject="service:demo", role="service")


async def test_values_are_sealed_and_open_under_the_persons_key(towns):
    member = await towns.member("A", full_name="Nguyễn Văn An")
    [fact] = await towns.published(member)
    assert isinstance(fact, MemberRegistered)
    assert "Nguyễn" not in str(fact)
    assert await towns.opened(member, "full_name", fact.full_name) == "Nguyễn Văn An"
    assert await towns.opened(member, "date_of_birth", fact.date_of_birth) == "1985-04-30"
    assert await towns.opened(member, "file_number", fact.file_number) == f"{towns.numbers:06d}HCM"
    assert await towns.home(member) == towns.places["A"]


async def test_the_same_command_gives_the_same_answer(towns):
    request, secretary = towns.someone("A"), await towns.secretary("A")
    assert await towns.run(request, secretary) == await towns.run(request, secretary)


@pytest.mark.parametrize("number", ["personal_id", "file_number", "card_number"])
async def test_a_number_that_is_taken_is_refused_without_saying_which(towns, number):
    same = {"personal_id": "079085999999", "file_number": "999999HCM", "card_number": "12.345678"}[number]
    await towns.member("A", **{number: same})
    with pytest.raises(MemberAlreadyRegistered) as refused:
        await towns.run(towns.someone("B", **{number: same}), await towns.secretary("B"))
    assert refused.value.wire()["path"] == []


async def test_who_may_register(towns):
    for allowed in (
        await towns.secretary("C"),
        await towns.officer("G"),
        await towns.actor(Role.APPROVER, "82"),
    ):
        await towns.run(towns.someone("C"), allowed)
    for refused in (
        await towns.secretary("A"),
        await towns.officer("79"),
        await towns.officer("00"),
        Actor(subject="nobody", role="cell_secretary"),
        SERVICE,
    ):
        with pytest.raises(ActIsNotPermitted):
            await towns.run(towns.someone("C"), refused)


async def test_only_into_known_cells(towns):
    with pytest.raises(OrganizationIsNotACell):
        await towns.run(towns.someone("82.28249"), await towns.officer("82"))
    towns.places["nowhere"] = uuid4()
    with pytest.raises(CellIsUnknown):
        await towns.run(towns.someone("nowhere"), await towns.officer("82"))


async def test_a_member_is_not_a_cell(towns):
    secretary = await towns.secretary("A")
    towns.places["?"] = await towns.member("A")
    with pytest.raises(CellIsUnknown):
        await towns.run(towns.someone("?"), secretary)


async def test_a_list_is_taken_whole_or_not_at_all(towns):
    new = [
        NewMember(
            full_name="Lê Thị Bưởi",
            personal_id=f"08208500{row:04d}",
            date_of_birth=date(1990, 1, 1),
            state=MemberState.PROBATIONARY,
        )
        for row in range(3)
    ]
    cell = towns.places["B"]
    listed = RegisterMembers(command_id=uuid4(), organization_id=cell, members=tuple(new), synthetic=True)
    await towns.run(listed, SERVICE)
    assert await towns.home(new_id(listed.command_id, "member/2")) == cell
    again = RegisterMembers(command_id=uuid4(), organization_id=cell, members=tuple(new[2:]), synthetic=True)
    with pytest.raises(MemberAlreadyRegistered):
        await towns.run(again, SERVICE)
    with pytest.raises(ActIsNotPermitted):
        await towns.run(again, await towns.secretary("B"))
    with pytest.raises(ListIsTooLong):
        await towns.run(RegisterMembers(command_id=uuid4(), organization_id=cell, members=()), SERVICE)
