"""The official sheets both ways through the running stack: out with two persons, in as CSV and as a spreadsheet."""

import base64
import csv
import io
from uuid import uuid4

import httpx
import pytest

from services.gateway.membership import spreadsheets
from services.gateway.membership.sheets import MEMBER_COLUMNS

EXPORT = "export { id state path requestedBy fetched availableUntil organization { code } }"
IMPORT = """mutation($in: ImportInput!) { importMembers(input: $in) { accepted refused
  rows { row accepted errors { ... on UserError { code } } } errors { ... on UserError { code } } } }"""
TRANSFERS = IMPORT.replace("importMembers", "importTransfers")


@pytest.fixture(scope="module")
def sheet(scene):
    """Two members of the cell of origin, one of them on his way; who asks and who approves."""
    scene.member(9301)
    moving = scene.member(9302)
    scene.people.at(scene.origin).done("requestTransfer", scene.request(moving))
    return scene


def asked(scene, **more):
    officer = scene.people.user("committee_officer", "79.26740")
    body = {"organizationId": scene.origin["id"], "sheet": "MEMBERS", "purpose": "REPORT", **more}
    return officer, officer.done("requestSheetExport", body, EXPORT)["export"]


def approved(scene, export):
    approver = scene.people.user("approver", "79")
    return approver.done("decideSheetExport", {"exportId": export["id"]}, EXPORT)["export"]


def fetched(user, path):
    return httpx.get(f"{user.url}{path}", headers={"authorization": f"Bearer {user.token}"}, timeout=30)


def test_one_asks_another_approves_and_the_look_is_on_record(sheet):
    officer, export = asked(sheet)
    assert (export["state"], export["path"]) == ("REQUESTED", None)
    early = fetched(officer, f"/exports/{export['id']}/members.csv")
    assert (early.status_code, early.json()["refusal"]["code"]) == (403, "SHEET_EXPORT_IS_NOT_APPROVED")
    own = officer.do("decideSheetExport", {"exportId": export["id"]}, EXPORT)
    assert own["errors"][0]["code"] == "ACT_IS_NOT_PERMITTED"
    assert approved(sheet, export)["path"] is None, "the approver fetches nothing"
    again = officer.ask("query($id: ID!) { sheetExport(id: $id) { path } }", id=export["id"])["sheetExport"]
    answer = fetched(officer, again["path"])
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    mine = next(row for row in rows if row["Số lý lịch"] == "009301SG")
    assert mine["Mã chi bộ"] == sheet.origin["code"] and mine["Tình trạng"] == "Chính thức"
    assert mine["Sinh hoạt từ ngày"] == "01/07/2025"
    readers = "query($n: String!) { member(fileNumber: $n) { readers(first: 5) { nodes { fields purpose } } } }"
    looks = officer.ask(readers, n="009301SG")["member"]["readers"]["nodes"]
    assert any("export" in look["fields"] and look["purpose"] == "REPORT" for look in looks)
    other = fetched(sheet.people.user("committee_officer", "82"), again["path"])
    assert (other.status_code, other.json()["refusal"]["code"]) == (404, "SHEET_EXPORT_IS_UNKNOWN")


def test_transfers_go_out_as_a_spreadsheet_that_goes_in_again(sheet):
    officer, export = asked(sheet, sheet="TRANSFERS", form="XLSX")
    approved(sheet, export)
    answer = fetched(officer, f"/exports/{export['id']}/transfers.xlsx")
    assert answer.headers["content-type"] == spreadsheets.MEDIA_TYPE
    rows = spreadsheets.rows_of(answer.content, 1_000)
    line = dict(zip(rows[0], next(row for row in rows[1:] if "009302SG" in row), strict=False))
    assert (line["Hình thức"], line["Mã nơi đến"]) == ("Chính thức", sheet.destination["code"])
    content = base64.b64encode(answer.content).decode()
    given = {"commandId": str(uuid4()), "xlsx": content}
    found = sheet.people.user("committee_officer", "79").ask(TRANSFERS, **{"in": given})["importTransfers"]
    codes = {error["code"] for row in found["rows"] for error in row["errors"]}
    assert found["errors"] == [] and "MEMBER_ALREADY_IN_TRANSFER" in codes, found


def test_members_come_in_from_a_spreadsheet(sheet):
    person = ("Trần Thị Lụa", "079099009399", "30/04/1985", "Chính thức", "009399 SG")
    header = [MEMBER_COLUMNS[name] for name in ("full_name", "personal_id", "date_of_birth", "state", "file_number")]
    content = base64.b64encode(spreadsheets.written("Đảng viên", [header, person])).decode()
    given = {"commandId": str(uuid4()), "xlsx": content, "organizationId": sheet.origin["id"]}
    secretary = sheet.people.at(sheet.origin)
    assert secretary.ask(IMPORT, **{"in": given})["importMembers"]["accepted"] == 1
    found = secretary.ask(IMPORT, **{"in": {**given, "dryRun": False}})["importMembers"]
    assert (found["accepted"], found["rows"][0]["errors"]) == (1, [])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"xlsx": base64.b64encode(b"PK no workbook").decode()}, "SHEET_IS_NOT_READABLE"),
        ({"xlsx": "not base64!"}, "SHEET_IS_NOT_READABLE"),
        ({}, "ONE_FILE_IS_NEEDED"),
        ({"csv": "a", "xlsx": "b"}, "ONE_FILE_IS_NEEDED"),
    ],
)
def test_what_is_no_sheet_is_refused_as_a_whole(sheet, given, code):
    secretary = sheet.people.at(sheet.origin)
    found = secretary.ask(IMPORT, **{"in": {"commandId": str(uuid4()), **given}})["importMembers"]
    assert [error["code"] for error in found["errors"]] == [code] and found["rows"] == []
