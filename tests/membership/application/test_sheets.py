"""The rows of a sheet: each a command done once, refused for itself, rehearsed without a trace."""

from uuid import uuid4

import msgspec

from services.membership.contracts import requests
from services.membership.domain.refusals_member import MemberAlreadyRegistered
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt


def codes(answers: list[Receipt | Refusal]) -> list[str]:
    return [answer.code if isinstance(answer, Refusal) else "" for answer in answers]


async def test_each_row_has_its_own_answer_and_the_same_sheet_the_same_answers(towns):
    officer = await towns.officer("79")
    rows = [towns.someone("A") for _ in range(6)]
    rows[3] = msgspec.structs.replace(rows[2], command_id=uuid4())
    rows[4] = msgspec.structs.replace(rows[4], personal_id="12")
    rows[5] = msgspec.structs.replace(rows[5], organization_id=uuid4())
    first = await towns.commands.run_all(rows, officer)
    assert codes(first) == ["", "", "", MemberAlreadyRegistered.code, "PERSONAL_ID_IS_NOT_READABLE", "CELL_IS_UNKNOWN"]
    position = towns.log.head.position
    assert codes(await towns.commands.run_all(rows, officer)) == codes(first)
    assert await towns.commands.run_all(rows[:3], officer) == first[:3]
    assert towns.log.head.position == position


async def test_a_rehearsed_sheet_leaves_no_trace(towns):
    officer = await towns.officer("79")
    taken = await towns.member("A")
    assert taken
    new = towns.someone("A")
    rows = [requests.CheckRegistration(**{**msgspec.structs.asdict(new), "command_id": uuid4()}) for _ in range(3)]
    rows.append(msgspec.structs.replace(rows[0], command_id=uuid4(), personal_id=f"079085{towns.numbers - 1:06d}"))
    position = towns.log.head.position
    assert codes(await towns.commands.run_all(rows, officer)) == ["", "", "", MemberAlreadyRegistered.code]
    assert towns.log.head.position == position
    assert await towns.look.people.not_erased([]) == set()


async def test_who_may_not_register_there_may_not_by_a_sheet_either(towns):
    stranger = await towns.officer("82")
    answers = await towns.commands.run_all([towns.someone("A"), towns.someone("A")], stranger)
    assert codes(answers) == ["ACT_IS_NOT_PERMITTED"] * 2
