"""The allocation sheet: out with the members of the cells that end, back with where they go; a wrong row stops all."""

from typing import Any
from uuid import UUID

import pytest

from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.organization.contracts.facts import OperationsAdded, RestructuringDrafted
from services.organization.contracts.requests import AllocateMembers
from services.organization.contracts.restructuring import Operation
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

PLAN, AN, BINH = UUID(int=170), UUID(int=0xA1 << 120), UUID(int=0xB2 << 120)
SHEET = "query($id: ID!) { restructuring(id: $id) { allocationSheet { csv rows total } } }"
IMPORT = """
mutation($id: ID!, $csv: String!, $dry: Boolean!) { importAllocation(input: {
  commandId: "0199f2c4-7a10-7c3e-8f52-6a1b2c3d4e5f", restructuringId: $id, csv: $csv, dryRun: $dry }) {
  accepted refused
  rows { row accepted errors { ... on UserError { code } } } errors { ... on UserError { code } } position } }
"""


@pytest.fixture
async def asked(gateway: Any, facts: Any) -> Any:
    cell = facts.place("79.26740.001")
    on = facts.today
    await gateway.told(
        facts.registered(AN, cell, "=Nguyễn Văn An"),
        facts.registered(BINH, cell, "Trần Thị Bình"),
        RestructuringDrafted(plan=PLAN, title="Giải thể", effective_on=on, drafted_by="lan"),
        OperationsAdded(plan=PLAN, first=1, operations=(Operation(kind="DISSOLVE", sources=(cell,)),)),
    )
    return await gateway.asked("committee_officer", facts.place("79"))


async def sent(gateway: Any, asked: Any, csv: str, *, dry: bool = False) -> Any:
    identity = global_id(RESTRUCTURING, PLAN)
    return (await gateway.data(asked, IMPORT, id=identity, csv=csv, dry=dry))["importAllocation"]


async def test_the_sheet_has_everyone_of_the_cells_that_end(gateway: Any, asked: Any):
    found = (await gateway.data(asked, SHEET, id=global_id(RESTRUCTURING, PLAN)))["restructuring"]["allocationSheet"]
    assert (found["rows"], found["total"]) == (2, 2)
    lines = found["csv"].splitlines()
    assert lines[0] == "Họ và tên,Số lý lịch,Mã chi bộ hiện nay,Mã chi bộ đến,Mã nơi giới thiệu tiếp"
    assert sorted(line.split(",")[2] for line in lines[1:]) == ["79.26740.001"] * 2
    assert any(line.startswith("'=Nguyễn Văn An") for line in lines), "no name is taken for a formula"


async def test_who_may_not_read_the_persons_gets_an_empty_sheet(gateway: Any, asked: Any, facts: Any):
    stranger = await gateway.asked("committee_officer", facts.place("82"))
    assert (await gateway.data(stranger, SHEET, id=global_id(RESTRUCTURING, PLAN)))["restructuring"] is None


async def test_a_filled_in_sheet_becomes_one_command(gateway: Any, asked: Any, facts: Any):
    position = Position(at={"organization": 1}).encode()
    gateway.hand.answer = Receipt(thing="restructuring", id=PLAN, version=3, position=position)
    numbers = [f"{str(member)[:6]} SG" for member in (AN, BINH)]
    csv = f"Số lý lịch,Mã chi bộ đến\n{numbers[0]},79.26740.002\n{numbers[1]},new:k\n"
    checked = await sent(gateway, asked, csv, dry=True)
    assert (checked["accepted"], checked["refused"], gateway.hand.posted) == (2, 0, [])
    await sent(gateway, asked, csv)
    [(service, request)] = gateway.hand.posted
    assert service == "organization" and isinstance(request, AllocateMembers)
    assert [one.member for one in request.allocations] == [AN, BINH]
    assert request.allocations[0].cell == facts.place("79.26740.002")


@pytest.mark.parametrize(
    ("csv", "rows", "code"),
    [
        ("Số lý lịch,Mã chi bộ đến\n{number},79.99999.999\n", [1], "CODE_OF_SHEET_IS_UNKNOWN"),
        ("Số lý lịch,Mã chi bộ đến\n000000 XX,79.26740.002\n", [1], "CELL_OF_SHEET_IS_NOT_READABLE"),
        ("Số lý lịch,Mã chi bộ đến\n{number},79.26740.002\n,79.26740.002\n", [2], "CELL_OF_SHEET_IS_NOT_READABLE"),
        ("Số lý lịch,Mã chi bộ đến,Mã nơi giới thiệu tiếp\n{number},79.26740.002,x\n", [1], "CODE_OF_SHEET_IS_UNKNOWN"),
        ("Số lý lịch\n{number}\n", [], "COLUMN_IS_MISSING"),
        ("", [], "SHEET_IS_NOT_READABLE"),
        ('Số lý lịch,Mã chi bộ đến\n"{number},79', [], "SHEET_IS_NOT_READABLE"),
        ("Số lý lịch,Mã chi bộ đến\n" + "{number},79.26740.002\n" * 1001, [], "SHEET_IS_TOO_LONG"),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_is_sent(gateway: Any, asked: Any, csv: str, rows: list[int], code: str):
    answer = await sent(gateway, asked, csv.replace("{number}", f"{str(AN)[:6]} SG"))
    assert [one["row"] for one in answer["rows"] if one["errors"]] == rows
    assert answer["accepted"] == 0 and not any(one["accepted"] for one in answer["rows"])
    told = [error["code"] for one in answer["rows"] for error in one["errors"]] or [
        error["code"] for error in answer["errors"]
    ]
    assert told == [code]
    assert gateway.hand.posted == []
