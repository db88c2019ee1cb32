"""Made-up persons whose values would be recognised anywhere: after a whole life in the system they stand in no log,
subject, stored message, error or metric."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.journeys.readable import holding

CANARIES = {
    "fullName": "Trần Chim Hoàng Yến",
    "personalId": "079084424242",
    "fileNumber": "424242CHY",
    "cardNumber": "42.424242",
    "remark": "Nhận xét chim hoàng yến",
    "details": "Sai ngày sinh chim hoàng yến",
    "document": "77-VB/CHIMVANG",
}
SIGNS = ("Hoàng Yến", "hoàng yến", "hoang yen", "079084424242", "424242CHY", "42.424242", "CHIMVANG")


@pytest.fixture(scope="module")
def life(scene, people) -> str:
    """Registered, half moved, held, asking about the own data, looked for by name; refused in every way."""
    named = {name: CANARIES[name] for name in ("fullName", "personalId", "fileNumber", "cardNumber")}
    dates = {"dateOfBirth": "1984-04-24", "homeSince": "2025-07-01"}
    body = {"organizationId": scene.origin["id"], "state": "FULL", **named, **dates}
    secretary, officer = people.at(scene.origin), people.user("committee_officer", "79")
    member = secretary.done("registerMember", body, "member { id }")["member"]["id"]
    again = secretary.do("registerMember", body, "member { id }")
    assert again["errors"]
    _say_nothing(str(again))
    transfer = secretary.done("requestTransfer", scene.request(member))["transfer"]["id"]
    step = {"transferId": transfer, "remark": CANARIES["remark"]}
    secretary.done("reviewTransfer", step)
    _say_nothing(str(secretary.do("admitTransfer", step)["errors"]))
    own = people.user("member", member=member)
    asked = {"kind": "CORRECTION", "details": CANARIES["details"]}
    own.done("requestMyData", asked, "request { id }")
    _say_nothing(str(own.do("requestMyData", asked, "request { id }")["errors"]))
    inspection = people.user("inspection_officer", "79")
    place = officer.ask('{ organization(code: "79") { id } }')["organization"]["id"]
    hold = {"memberId": member, "organizationId": place, "documentNumber": CANARIES["document"]}
    inspection.do("placeHold", hold, "member { id }")
    found = officer.ask(
        "query($o: ID!, $s: String) { members(organization: $o, search: $s, first: 5) { nodes { fullName } } }",
        o=scene.origin["id"], s=CANARIES["fullName"],
    )  # fmt: skip
    assert found["members"]["nodes"] == [{"fullName": CANARIES["fullName"]}]
    for wrong in _wrong_questions():
        _say_nothing(officer.post(wrong).text.replace(str(wrong), ""))
    return member


def _wrong_questions() -> Iterator[dict[str, object]]:
    name = CANARIES["fullName"]
    yield {"query": "query($i: ID!) { member(id: $i) { id } }", "variables": {"i": name}}
    yield {"query": f'{{ member(fileNumber: "{name}", id: "{name}") {{ id }} }}'}
    hold = {"commandId": str(uuid4()), "memberId": name, "organizationId": name, "documentNumber": "1"}
    yield {"query": "mutation($i: HoldInput!) { placeHold(input: $i) { position } }", "variables": {"i": hold}}
    yield {"query": "{ member(id: 1) { id } }", "operationName": name}


def _say_nothing(text: str) -> None:
    assert not [sign for sign in SIGNS if sign in text]


def test_no_log_and_no_message_holds_a_person(stack, life):
    assert life
    folders = [stack.data / name for name in ("logs", "nats")]
    read = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert len(read) > 5, "logs and stored messages were found"
    assert [file.name for folder in folders for file in holding(folder, "**/*", SIGNS)] == []


def test_no_metric_holds_a_person(stack, life):
    assert life
    for service in ("gateway", "membership", "organization", "evaluation"):
        answer = httpx.get(f"{stack.url(service)}/metrics", timeout=10)
        assert answer.status_code == 200
        _say_nothing(answer.text)


def test_the_signs_would_be_found(stack, life):
    """The same search finds what is there in the clear: a name of an organisation in the stored messages."""
    assert life
    assert holding(stack.data / "nats", "**/*", ["Chi bộ Khu phố 1"])
