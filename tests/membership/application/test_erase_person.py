"""Xóa dữ liệu cá nhân on a real log: by operators only, once, for good, and the member still counts."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.application.erase_person import DestroyPersonKey
from services.membership.contracts.facts import PersonErased
from services.membership.contracts.requests import ErasePerson
from services.membership.domain.erasure import erasure_of
from services.membership.domain.refusals import ActIsForServicesOnly
from services.membership.domain.refusals_erasure import ErasureIsForOperators, PersonIsErasedAlready
from services.membership.domain.refusals_member import MemberIsUnknown
from shared.people.refusals import PersonWasErased
from shared.vocabulary.actor import Actor

OPERATOR = Actor(subject="operator@00", role="operator")


def an_order(member, **more) -> ErasePerson:
    fields = {"decision_number": "12-QĐ/TU", "decided_on": date(2026, 1, 5), **more}
    return ErasePerson(command_id=uuid4(), member_id=member, **fields)


async def test_the_fact_is_published_and_the_key_is_gone(towns):
    member = await towns.member("A", full_name="Nguyễn Văn An")
    await towns.run(an_order(member), OPERATOR)
    await towns.settled()
    assert await towns.published(erasure_of(member)) == [PersonErased(member=member)]
    with pytest.raises(PersonWasErased):
        await towns.look.people.sealer(member)
    assert await towns.home(member) == towns.places["A"]


async def test_only_an_operator_or_a_service_carries_it_out(towns):
    member = await towns.member("A")
    for refused in (await towns.secretary("A"), await towns.officer("00")):
        with pytest.raises(ErasureIsForOperators):
            await towns.run(an_order(member), refused)
    with pytest.raises(ActIsForServicesOnly):
        ask = DestroyPersonKey(command_id=uuid4(), member_id=member, ordered_by="x", ordered_as=uuid4())
        await towns.run(ask, OPERATOR)


async def test_an_erasure_is_ordered_once_and_for_a_member(towns):
    member = await towns.member("A")
    await towns.run(an_order(member), OPERATOR)
    with pytest.raises(PersonIsErasedAlready):
        await towns.run(an_order(member, decision_number="13-QĐ/TU"), OPERATOR)
    with pytest.raises(MemberIsUnknown):
        await towns.run(an_order(uuid4()), OPERATOR)
