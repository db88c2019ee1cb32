"""Imports of the official sheets: headers in Vietnamese, a verdict per row, the same row the same command."""

from datetime import date
from uuid import UUID, uuid5

import pytest

from services.gateway.membership import sheets
from services.membership.contracts.enums import MemberState
from services.membership.contracts.requests import CheckRegistration, CheckTransferRequest, RegisterMember
from shared.http.refusals import RemoteRefusal
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

COMMAND = UUID("0198a5b2-7b7e-7000-8000-000000000042")
HEADER = "Họ và tên;Số định danh cá nhân;Ngày sinh;Tình trạng;Mã chi bộ;Số lý lịch"
AN = "Nguyễn Văn An;079085000001;30/4/1985;Chính thức;79.26740.001;000001 SG"
BAD = "Trần Thị Bình;079085000002;31/2/1985;Dự bị;79.26740.001;000002 SG"
NOWHERE = "Lê Văn Cường;079085000003;1985-04-30;du bi;79.99999.001;"
TRANSFERS = (
    "so ly lich,Hinh thuc,Mã nơi đến,Lý do,Ngày hiệu lực,Hạn trở về\n"
    "000001 SG,Tạm thời,82.29869.001,Đi học,01/11/2026,01/6/2027"
)


async def post(gateway, facts, name, text, **more):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    query = (
        f"mutation($in: ImportInput!) {{ {name}(input: $in) {{ accepted refused position errors {{ ... on UserError "
        "{ code path } } rows { row accepted id errors { ... on UserError { code path } } } } }"
    )
    return (await gateway.data(asked, query, **{"in": {"commandId": str(COMMAND), "csv": text, **more}}))[name]


@pytest.fixture
def ready(gateway):
    position = Position(at={"membership": 3}).encode()
    gateway.hand.answer = Receipt(thing="member", id=COMMAND, version=1, position=position)
    return gateway


async def test_a_dry_run_checks_every_row_and_records_nothing(ready, facts):
    found = await post(ready, facts, "importMembers", "\n".join((HEADER, AN, BAD, NOWHERE)))
    assert (found["accepted"], found["refused"], found["position"]) == (1, 2, None)
    assert [(row["row"], row["accepted"]) for row in found["rows"]] == [(1, True), (2, False), (3, False)]
    assert found["rows"][1]["errors"] == [{"code": "CELL_OF_SHEET_IS_NOT_READABLE", "path": ["Ngày sinh"]}]
    assert found["rows"][2]["errors"] == [{"code": "CODE_OF_SHEET_IS_UNKNOWN", "path": ["Mã chi bộ"]}]
    assert {type(request) for _, request in ready.hand.posted} == {CheckRegistration}


async def test_in_earnest_each_row_is_a_command_of_its_own_however_often_it_is_sent(ready, facts):
    for _ in range(2):
        found = await post(ready, facts, "importMembers", f"{HEADER}\n{AN}", dryRun=False)
        assert found["rows"][0]["id"] and found["position"]
    requests = [request for _, request in ready.hand.posted]
    assert requests[0] == requests[1]
    assert isinstance(requests[0], RegisterMember)
    assert requests[0].command_id == uuid5(COMMAND, "row/1")
    assert (requests[0].date_of_birth, requests[0].state) == (date(1985, 4, 30), MemberState.FULL)
    assert requests[0].organization_id == facts.place("79.26740.001")


async def test_a_refusal_of_the_service_is_the_rows_verdict(ready, facts):
    texts = dict.fromkeys(("vi", "en", "nextVi", "nextEn", "legalBasis"), "")
    wire = {"code": "MEMBER_ALREADY_REGISTERED", "path": [], **texts}
    ready.hand.answer = RemoteRefusal(409, wire)
    found = await post(ready, facts, "importMembers", f"{HEADER}\n{AN}", dryRun=False)
    assert found["rows"][0]["errors"][0]["code"] == "MEMBER_ALREADY_REGISTERED"


async def test_transfers(ready, facts):
    found = await post(ready, facts, "importTransfers", TRANSFERS)
    assert found["accepted"] == 1
    request = ready.hand.posted[-1][1]
    assert isinstance(request, CheckTransferRequest)
    assert (request.kind, request.reason, request.return_by) == ("TEMPORARY", "STUDY", date(2027, 6, 1))
    assert request.destination_id == facts.place("82.29869.001")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "SHEET_IS_NOT_READABLE"),
        ('"Họ và tên', "SHEET_IS_NOT_READABLE"),
        ("Họ và tên;Ngày sinh\nAn;1/1/1990", "COLUMN_IS_MISSING"),
        ("\n".join([HEADER, *[AN] * (sheets.MOST_ROWS + 1)]), "SHEET_IS_TOO_LONG"),
    ],
)
async def test_a_sheet_that_is_wrong_as_a_whole(ready, facts, text, code):
    found = await post(ready, facts, "importMembers", text)
    assert [error["code"] for error in found["errors"]] == [code]
    assert ready.hand.posted == []


async def test_the_parts_of_one_sheet_share_a_command_id_and_count_on(ready, facts):
    found = await post(ready, facts, "importMembers", f"{HEADER}\n{AN}", dryRun=False, firstRow=1001)
    assert found["rows"][0]["row"] == 1001
    assert ready.hand.posted[-1][1].command_id == uuid5(COMMAND, "row/1001")


async def test_a_million_rows_are_refused_however_they_come(ready, facts):
    found = await post(ready, facts, "importMembers", f"{HEADER}\n{AN}", firstRow=1_000_000)
    assert [error["code"] for error in found["errors"]] == ["SHEET_IS_TOO_LONG"]
    assert ready.hand.posted == []


async def test_a_superior_enters_a_transfer_for_the_cell_that_the_row_names(ready, facts):
    header, row = TRANSFERS.split("\n")
    await post(ready, facts, "importTransfers", f"{header},Mã chi bộ\n{row},79.26740.001")
    assert ready.hand.posted[-1][1].on_behalf.organization_id == facts.place("79.26740.001")
