"""A member through the public API: imported from the sheet, away for a time, held and let go, seen by himself."""

import time
from uuid import uuid4

from tests.journeys.conftest import User

IMPORT = "accepted refused rows { row accepted id errors { ... on UserError { code path } } }"
LIFE = """query($id: ID!) { member(id: $id) { state homeCell { code } temporaryCell { code } feesPaidThrough
  nextBadge { level eligibleOn } hold { documentNumber } } }"""
STEPS = {
    "REVIEW": "reviewTransfer",
    "ENDORSE": "endorseTransfer",
    "RECEIVE": "receiveTransfer",
    "PRESENT": "presentTransfer",
    "ADMIT": "admitTransfer",
}
STANDING = "query($id: ID!) { transfer(id: $id) { state allowedSteps onHold currentHolder { code type } } }"


def imported(officer, body):
    payload = "errors { ... on UserError { code } } position"
    query = f"mutation($input: ImportInput!) {{ importMembers(input: $input) {{ {IMPORT} {payload} }} }}"
    return officer.ask(query, input=body)["importMembers"]


def errors_of(user, mutation, kind, body):
    query = f"mutation($input: {kind}!) {{ {mutation}(input: $input) {{ errors {{ ... on UserError {{ code }} }} }} }}"
    return user.ask(query, input={"commandId": str(uuid4()), **body})[mutation]["errors"]


def forward(scene, transfer, until):
    watcher = scene.people.user("committee_officer", "79")
    while (now := watcher.ask(STANDING, id=transfer)["transfer"])["state"] != until:
        step = next((step for step in now["allowedSteps"] if step in STEPS), None)
        if step is None:
            time.sleep(0.05)
            continue
        scene.people.at(now["currentHolder"]).done(STEPS[step], {"transferId": transfer})
    return now


def test_a_cell_is_imported_from_its_sheet(scene):
    officer = scene.people.user("committee_officer", "79")
    header = "Họ và tên;Số định danh cá nhân;Ngày sinh;Tình trạng;Số lý lịch;Mã chi bộ;Sinh hoạt từ ngày"
    rows = [
        f"Trần Văn Nhập;0790881{n:05};30/4/1970;Chính thức;7{n:05} SG;{scene.origin['code']};01/7/2025"
        for n in range(1, 101)
    ]
    rows[9] = rows[9].replace("30/4/1970", "31/4/1970")
    rows[19] = rows[18]
    body = {"commandId": str(uuid4()), "csv": "\n".join([header, *rows])}
    tried = imported(officer, body)
    assert (tried["accepted"], tried["refused"]) == (99, 1)
    [wrong] = [row for row in tried["rows"] if not row["accepted"]]
    assert (wrong["row"], wrong["errors"][0]["code"]) == (10, "CELL_OF_SHEET_IS_NOT_READABLE")
    done = imported(officer, {**body, "dryRun": False})
    assert (done["accepted"], done["refused"]) == (98, 2)
    again = imported(officer, {**body, "dryRun": False})
    assert [row["id"] for row in again["rows"]] == [row["id"] for row in done["rows"]]


def test_away_for_a_time_at_home_all_the_time(scene):
    member = scene.member(41)
    secretary = scene.people.at(scene.origin)
    body = {**scene.request(member), "kind": "TEMPORARY", "returnBy": "2027-05-01"}
    transfer = secretary.done("requestTransfer", body)["transfer"]["id"]
    forward(scene, transfer, "CONFIRMED")
    own = scene.people.user("member", member=member).ask(LIFE, id=member)["member"]
    assert own["homeCell"] == {"code": scene.origin["code"]}
    assert own["temporaryCell"] == {"code": scene.destination["code"]}
    ended = {"transferId": transfer, "reason": "xong việc"}
    assert errors_of(secretary, "endTemporaryTransfer", "TransferReasonInput", ended) == []
    assert secretary.ask(LIFE, id=member)["member"]["temporaryCell"] is None


def test_held_before_the_letter_and_let_go(scene):
    member = scene.member(42)
    secretary = scene.people.at(scene.origin)
    inspector = scene.people.user("inspection_officer", "79")
    place = inspector.ask('query { organization(code: "79") { id } }')["organization"]["id"]
    transfer = secretary.done("requestTransfer", scene.request(member))["transfer"]["id"]
    secretary.done("reviewTransfer", {"transferId": transfer})

    def said(mutation):
        body = {"memberId": member, "organizationId": place, "documentNumber": "5-UBKT"}
        return errors_of(inspector, mutation, "HoldInput", body)

    assert said("placeHold") == []
    standing = secretary.ask(STANDING, id=transfer)["transfer"]
    assert standing["onHold"] and "ENDORSE" not in standing["allowedSteps"]
    assert inspector.ask(LIFE, id=member)["member"]["hold"] == {"documentNumber": "5-UBKT"}
    assert secretary.ask(LIFE, id=member)["member"]["hold"] is None
    assert said("liftHold") == []
    assert forward(scene, transfer, "CONFIRMED")["state"] == "CONFIRMED"


def test_an_account_of_any_name_is_the_members_own(scene, stack):
    member = scene.member(43)
    himself = User(stack.url("gateway"), stack.token("member", member=member, user=f"an-{uuid4()}"))
    assert himself.ask(LIFE, id=member)["member"]["state"] == "FULL"
    transfer = himself.done("requestTransfer", scene.request(member))["transfer"]["id"]
    refused = himself.do("reviewTransfer", {"transferId": transfer})
    assert refused["errors"][0]["code"] == "OWN_TRANSFER_IS_DECIDED_BY_OTHERS"


def test_my_data_are_all_that_was_stated_and_who_has_read_it(scene):
    member = scene.member(9501)
    own = scene.people.user("member", member=member)
    asked = own.done("requestMyData", {"kind": "EXPORT"}, "request { id state export }")["request"]
    export = asked["export"]
    assert export["stated"] == {
        "full_name": "Nguyễn Văn Giang", "personal_id": "079099009501", "date_of_birth": "1980-02-03",
        "file_number": "009501SG",
    }  # fmt: skip
    assert export["homes"] and export["record"]
    officer = scene.people.user("committee_officer", "82")
    seen = "query($id: ID!) { dataSubjectRequest(id: $id) { export } }"
    assert officer.ask(seen, id=asked["id"])["dataSubjectRequest"] is None
