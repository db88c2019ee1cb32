"""What happens on paper and over months, through the public API: letters typed later, soldiers, the army, students."""

from uuid import uuid4

import pytest

STANDS = """query($id: ID!) { transfer(id: $id) {
  state overdue presentBy presentedOn introducedOn startedLate allowedSteps
  currentHolder { code type } letter { number } timeline { step actedOn paperNumber } } }"""
HOME = "query($id: ID!, $on: Date) { member(id: $id) { homeCell(asOf: $on) { code } temporaryCell { code } } }"
TRANSFER = "transfer { id state }"
KINDS = {"endTemporaryTransfer": "TransferReasonInput", "extendTemporaryTransfer": "TransferReasonInput"}


def did(user, mutation, **body):
    """The transfer after a mutation, or the codes of its errors."""
    kind = KINDS.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input")
    query = f"""mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {TRANSFER}
      errors {{ ... on UserError {{ code path }} }} }} }}"""
    payload = user.ask(query, input={"commandId": str(uuid4()), **body})[mutation]
    return [error["code"] for error in payload["errors"]] or payload["transfer"]


def home(user, member, on=None):
    return user.ask(HOME, id=member, on=on)["member"]["homeCell"]["code"]


@pytest.fixture(scope="module")
def outside(scene):
    """The army, and the committee of members abroad: not connected, so they answer by paper."""
    root = scene.people.user("committee_officer", "00")
    parent = root.ask('{ organization(code: "00") { id } }')["organization"]["id"]
    body = {"parentId": parent, "type": "CENTRAL_BLOC", "external": True, "effectiveOn": "2025-07-01"}
    found = (f"Đảng bộ {name} (giả định)" for name in ("Quân đội", "ngoài nước"))
    return [
        root.done("foundOrganization", {**body, "name": name}, "organization { id code }")["organization"]
        for name in found
    ]


def box(step, on, **more):
    return {"step": step, "actedOn": on, **more}


def test_introduced_9_1_presented_26_2_admitted_5_3_is_not_overdue_and_the_home_changes_on_5_3(scene):
    member = scene.member(9401)
    here, there = (scene.people.user("committee_officer", province) for province in ("79", "82"))
    asked = {**scene.request(member), "effectiveOn": "2026-01-05", "actedOn": "2026-01-06"}
    transfer = scene.people.at(scene.origin).done("requestTransfer", asked)["transfer"]["id"]
    number = f"{uuid4().int % 900 + 100}/GTSH"  # a form of its own: it stands beside the yearly register
    went = [box("REVIEW", "2026-01-07"), box("ENDORSE", "2026-01-09", paperNumber=number, signatory="Lê Văn Ký")]
    assert did(here, "recordPaperLetter", transferId=transfer, boxes=went)["state"] == "INTRODUCED"
    now = here.ask(STANDS, id=transfer)["transfer"]
    assert (now["introducedOn"], now["presentBy"], now["overdue"]) == ("2026-01-09", "2026-02-26", True), (
        "not yet typed"
    )
    came = [box("RECEIVE", "2026-02-24"), box("PRESENT", "2026-02-26"), box("ADMIT", "2026-03-05")]
    assert did(there, "recordPaperLetter", transferId=transfer, boxes=came)["state"] in ("ADMITTED", "CONFIRMED")
    now = there.ask(STANDS, id=transfer)["transfer"]
    assert (now["presentedOn"], now["overdue"], now["letter"]["number"]) == ("2026-02-26", False, number)
    cells = scene.origin["code"], scene.destination["code"]
    assert (home(there, member, "2026-03-04"), home(there, member, "2026-03-05")) == cells


def test_a_soldier_returns_and_an_officer_of_the_army_answers_by_paper(scene, outside):
    army = outside[0]
    here = scene.people.user("committee_officer", "79.26740")
    person = {"fullName": "Phạm Văn Chiến", "personalId": "079099009402", "dateOfBirth": "1999-02-03", "state": "FULL"}
    letter = {"letterNumber": f"{uuid4().int % 10**6}/QĐND", "introducedOn": "2026-10-05", "reason": "DEMOBILISED"}
    came = {"originId": army["id"], "destinationId": scene.origin["id"], "kind": "OFFICIAL", **letter}
    transfer = did(here, "registerIncomingTransfer", **came, person={**person, "fileNumber": "009402 QĐ"})["id"]
    for step in ("receiveTransfer", "presentTransfer", "admitTransfer"):
        user = scene.people.at(here.ask(STANDS, id=transfer)["transfer"]["currentHolder"])
        user.do(step, {"transferId": transfer})
    found = here.ask("query($n: String!) { member(fileNumber: $n) { id homeCell { code } } }", n="009402QĐ")["member"]
    assert found["homeCell"] == {"code": scene.origin["code"]}
    listed = "{ transfers(reason: DEMOBILISED, first: 50) { nodes { id } } }"
    assert transfer in [node["id"] for node in here.ask(listed)["transfers"]["nodes"]]
    secretary = scene.people.at(scene.origin)
    back = {**scene.request(found["id"]), "destinationId": army["id"], "reason": "OTHER", "effectiveOn": "2026-11-10"}
    away = secretary.done("requestTransfer", back)["transfer"]["id"]
    secretary.done("reviewTransfer", {"transferId": away})
    here.done("endorseTransfer", {"transferId": away})
    said = {"paperNumber": "77-PB/QUTW", "signatory": "Trung tá Nguyễn Văn Thư"}
    here.done("confirmTransfer", {"transferId": away, **said})
    now = here.ask(STANDS, id=away)["transfer"]
    assert now["state"] == "CONFIRMED" and now["timeline"][-2]["paperNumber"] == "77-PB/QUTW"
    assert here.ask(HOME, id=found["id"], on=None)["member"] is None, "at home outside: out of the scope"


def test_a_students_stay_abroad_ends_and_the_home_was_at_home_all_the_time(scene, outside):
    member, abroad = scene.member(9403), outside[1]
    secretary, here = scene.people.at(scene.origin), scene.people.user("committee_officer", "79.26740")
    asked = {
        **scene.request(member), "destinationId": abroad["id"], "kind": "ABROAD_TEMPORARY", "reason": "STUDY",
        "effectiveOn": "2026-02-02", "actedOn": "2026-02-02", "returnBy": "2026-09-01",
    }  # fmt: skip
    transfer = secretary.done("requestTransfer", asked)["transfer"]["id"]
    secretary.done("reviewTransfer", {"transferId": transfer, "actedOn": "2026-02-03"})
    here.done("endorseTransfer", {"transferId": transfer, "actedOn": "2026-02-04"})
    here.done("confirmTransfer", {"transferId": transfer, "actedOn": "2026-02-20", "paperNumber": "5-PB/NN"})
    away = secretary.ask(HOME, id=member, on=None)["member"]
    assert (away["homeCell"]["code"], away["temporaryCell"]["code"]) == (scene.origin["code"], abroad["code"])
    too_long = did(secretary, "extendTemporaryTransfer", transferId=transfer, reason="học tiếp", returnBy="2029-01-01")
    assert too_long == ["STAY_IS_OUT_OF_RANGE"]
    ended = did(secretary, "endTemporaryTransfer", transferId=transfer, reason="đã về nước", actedOn="2026-09-03")
    assert ended["id"] == transfer
    back = secretary.ask(HOME, id=member, on=None)["member"]
    assert (back["homeCell"]["code"], back["temporaryCell"]) == (scene.origin["code"], None)


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"returnBy": "2027-02-02"}, ["RETURN_DATE_IS_FOR_TEMPORARY"]),
        ({"kind": "TEMPORARY"}, ["RETURN_DATE_IS_MISSING"]),
        ({"kind": "TEMPORARY", "returnBy": "2026-12-01"}, ["STAY_IS_OUT_OF_RANGE"]),
        ({"kind": "TEMPORARY", "returnBy": "2029-12-01"}, ["STAY_IS_OUT_OF_RANGE"]),
        ({"kind": "ABROAD_OFFICIAL"}, ["ABROAD_IS_OUTSIDE"]),
        ({"kind": "INTERNAL"}, ["CELLS_ARE_NOT_OF_ONE_COMMITTEE"]),
        ({"kind": "COLLECTIVE"}, ["KIND_COMES_FROM_RESTRUCTURING"]),
        ({"kind": "ORG_DISBANDED"}, ["KIND_COMES_FROM_RESTRUCTURING"]),
        ({"kind": "RETURN_FROM_ABROAD"}, ["INCOMING_IS_REGISTERED_FROM_PAPER"]),
    ],
)
def test_a_kind_that_does_not_fit_is_named_and_nothing_is_opened(scene, staying, more, codes):
    secretary = scene.people.at(scene.origin)
    assert did(secretary, "requestTransfer", **{**scene.request(staying), **more}) == codes
    open_ones = "query($id: ID!) { member(id: $id) { transfers(first: 1) { totalCount } } }"
    assert secretary.ask(open_ones, id=staying)["member"]["transfers"]["totalCount"] == 0


@pytest.fixture(scope="module")
def staying(scene):
    return scene.member(9404)


def test_a_gap_in_the_register_is_refused_and_the_next_number_is_not_lost(scene):
    here, secretary = scene.people.user("committee_officer", "79.26740"), scene.people.at(scene.origin)
    letters = []
    for number in (9405, 9406):
        transfer = secretary.done("requestTransfer", scene.request(scene.member(number)))["transfer"]["id"]
        secretary.done("reviewTransfer", {"transferId": transfer})
        letters.append(transfer)
    here.done("endorseTransfer", {"transferId": letters[0]})
    first = here.ask(STANDS, id=letters[0])["transfer"]["letter"]["number"]
    count, form = first.split("-", 1)
    skipped = f"{int(count) + 5}-{form}"
    assert did_step(here, "endorseTransfer", transferId=letters[1], paperNumber=skipped) == [
        "LETTER_NUMBER_LEAVES_A_GAP"
    ]
    assert did_step(here, "endorseTransfer", transferId=letters[1], paperNumber=first) == ["LETTER_NUMBER_IS_TAKEN"]
    here.done("endorseTransfer", {"transferId": letters[1]})
    assert here.ask(STANDS, id=letters[1])["transfer"]["letter"]["number"] == f"{int(count) + 1}-{form}"


def did_step(user, mutation, **body):
    return [error["code"] for error in user.do(mutation, body)["errors"]]
