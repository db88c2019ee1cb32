"""The operations of a plan as a sheet: codes on a date, each wrong row named, all rows or none."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.organization.contracts.facts import RestructuringDrafted, RestructuringStaged, RestructuringTookEffect
from services.organization.contracts.requests import AddOperations
from services.organization.contracts.restructuring import Figures, LineageRow
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

PLAN, EARLIER, HEIR = UUID(int=670), UUID(int=671), UUID(int=672)
HEAD = "Thao tác,Mã tổ chức,Mã nơi đến,Khóa tổ chức mới,Mã tổ chức mới,Tên mới,Loại mới,Mã cấp trên mới\n"
IMPORT = """
mutation($id: ID!, $csv: String!, $dry: Boolean!) { importOperations(input: {
  commandId: "0199f2c4-7a10-7c3e-8f52-6a1b2c3d4e5f", restructuringId: $id, csv: $csv, dryRun: $dry }) {
  accepted refused
  rows { row accepted errors { ... on UserError { code path } } } errors { ... on UserError { code } } position } }
"""


@pytest.fixture
async def asked(gateway: Any, facts: Any) -> Any:
    await gateway.told(RestructuringDrafted(plan=PLAN, title="Sáp nhập", effective_on=facts.today, drafted_by="lan"))
    return await gateway.asked("committee_officer", facts.place("79"), subject="lan")


async def sent(gateway: Any, asked: Any, rows: str, *, dry: bool = True, head: str = HEAD) -> Any:
    answer = await gateway.data(asked, IMPORT, id=global_id(RESTRUCTURING, PLAN), csv=head + rows, dry=dry)
    return answer["importOperations"]


async def replaced(gateway: Any, facts: Any) -> None:
    """The ward's code has passed to another organisation on 1 March 2026."""
    city, ward = facts.place("79"), facts.place("79.26740")
    common = {"code": "79.26740", "type": "DIRECT_SUPERIOR", "parent": city}
    rows = (
        LineageRow(kind="FOUNDED", organization=HEIR, name="Đảng bộ phường Mới", origins=(ward,), heir=ward, **common),
        LineageRow(kind="ENDED", organization=ward, name="Đảng bộ phường Sài Gòn", successors=(HEIR,), **common),
    )
    on = date(2026, 3, 1)
    await gateway.told(
        RestructuringStaged(plan=EARLIER, part=0, rows=rows),
        RestructuringTookEffect(plan=EARLIER, effective_on=on, digest="d", before=Figures()),
    )


async def test_a_sheet_becomes_one_command(gateway: Any, asked: Any, facts: Any):
    position = Position(at={"organization": 1}).encode()
    gateway.hand.answer = Receipt(thing="restructuring", id=PLAN, version=2, position=position)
    rows = (
        "Thành lập,,,n,79.26740.900,Chi bộ mới,CELL,79.26740\n"
        "Sáp nhập,79.26740.001 79.26740.002,new:n,,,,,\n"
        "Đổi tên,79.26743,,,,Phường Bến Thành mới,,\n"
    )
    checked = await sent(gateway, asked, rows)
    assert (checked["accepted"], checked["refused"], gateway.hand.posted) == (3, 0, [])
    await sent(gateway, asked, rows, dry=False)
    [(service, request)] = gateway.hand.posted
    assert service == "organization" and isinstance(request, AddOperations)
    founded, merged, renamed = request.operations
    assert founded.new and (founded.new.key, founded.new.parent) == ("n", str(facts.place("79.26740")))
    assert merged.sources == (facts.place("79.26740.001"), facts.place("79.26740.002")) and merged.target == "new:n"
    assert (renamed.kind, renamed.name) == ("RENAME", "Phường Bến Thành mới")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Gộp,79.26740.001,79.26740.002,,,,,\n", "CELL_OF_SHEET_IS_NOT_READABLE"),
        ("Sáp nhập,79.99999,79.26740.002,,,,,\n", "CODE_OF_SHEET_IS_UNKNOWN"),
        ("Sáp nhập,79.26740.001@2025-06-30,79.26740.002,,,,,\n", "CODE_OF_SHEET_IS_UNKNOWN"),
        ("Sáp nhập,79.26740.001@hôm-qua,79.26740.002,,,,,\n", "CELL_OF_SHEET_IS_NOT_READABLE"),
        ("Sáp nhập,new:n,79.26740.002,,,,,\n", "CELL_OF_SHEET_IS_NOT_READABLE"),
        ("Thành lập,,,n,79.26740.900,Chi bộ mới,CELL,\n", "CELL_OF_SHEET_IS_NOT_READABLE"),
        ("Thành lập,,,n,79.26740.900,Chi bộ mới,TỔ,79.26740\n", "CELL_OF_SHEET_IS_NOT_READABLE"),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_is_sent(gateway: Any, asked: Any, row: str, code: str):
    answer = await sent(gateway, asked, "Đổi tên,79.26743,,,,Tên,,\n" + row, dry=False)
    assert (answer["accepted"], answer["refused"]) == (0, 2), "all or nothing"
    [wrong] = [one for one in answer["rows"] if one["errors"]]
    assert wrong["row"] == 2 and [error["code"] for error in wrong["errors"]] == [code]
    assert gateway.hand.posted == []


async def test_a_code_that_two_have_borne_needs_its_date(gateway: Any, asked: Any, facts: Any):
    await replaced(gateway, facts)
    answer = await sent(gateway, asked, "Đổi tên,79.26740,,,,Tên,,\n")
    assert [one["errors"][0]["code"] for one in answer["rows"]] == ["CODE_OF_SHEET_IS_AMBIGUOUS"]
    answer = await sent(gateway, asked, "Đổi tên,79.26740@2026-03-01,,,,Tên,,\nĐổi tên,79.26740@2026-02-28,,,,Tên,,\n")
    assert (answer["accepted"], answer["refused"]) == (2, 0)


@pytest.mark.parametrize(
    ("csv", "code"),
    [
        ("", "SHEET_IS_NOT_READABLE"),
        ("Mã tổ chức\n79\n", "COLUMN_IS_MISSING"),
        (HEAD, "SHEET_IS_NOT_READABLE"),
        (HEAD + '"Sáp nhập,79', "SHEET_IS_NOT_READABLE"),
        (HEAD + "Sáp nhập,79.26740.001,79.26740.002,,,,,\n" * 1001, "SHEET_IS_TOO_LONG"),
    ],
)
async def test_a_malformed_or_huge_sheet_is_refused_as_a_whole(gateway: Any, asked: Any, csv: str, code: str):
    answer = await sent(gateway, asked, "", dry=False, head=csv)
    assert [error["code"] for error in answer["errors"]] == [code]
    assert gateway.hand.posted == []


async def test_anothers_plan_is_unknown(gateway: Any, asked: Any, facts: Any):
    stranger = await gateway.asked("committee_officer", facts.place("82"))
    answer = await sent(gateway, stranger, "Đổi tên,79.26743,,,,Tên,,\n")
    assert [error["code"] for error in answer["errors"]] == ["ID_IS_NOT_READABLE"]
