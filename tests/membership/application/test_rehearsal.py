"""A dry run: every check of the real command, and not a trace of it."""

from uuid import uuid4

import msgspec
import pytest

from services.membership.contracts.requests import CheckRegistration, CheckTransferRequest
from services.membership.domain.refusals_member import MemberAlreadyRegistered, NameIsNotReadable
from services.membership.domain.refusals_request import MemberAlreadyInTransfer


def checking(kind, request):
    return kind(**{**msgspec.structs.asdict(request), "command_id": uuid4()})


async def test_a_rehearsal_refuses_as_the_command_would_and_records_nothing(towns):
    secretary = await towns.secretary("A")
    someone = towns.someone("A")
    before = towns.log.head.position
    await towns.run(checking(CheckRegistration, someone), secretary)
    assert towns.log.head.position == before
    assert await towns.log.claim_holder("personal_id", someone.personal_id) is None
    with pytest.raises(NameIsNotReadable):
        await towns.run(checking(CheckRegistration, towns.someone("A", full_name="1")), secretary)
    await towns.run(someone, secretary)
    with pytest.raises(MemberAlreadyRegistered):
        await towns.run(checking(CheckRegistration, someone), secretary)


async def test_a_transfer_is_rehearsed_too(towns):
    member = await towns.member("A")
    secretary = await towns.secretary("A")
    asked = towns.transfer_of(member, "B")
    await towns.run(checking(CheckTransferRequest, asked), secretary)
    await towns.run(asked, secretary)
    with pytest.raises(MemberAlreadyInTransfer):
        await towns.run(checking(CheckTransferRequest, asked), secretary)
