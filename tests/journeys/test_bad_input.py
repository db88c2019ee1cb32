"""Bad input through the whole stack: a typed error with code, both languages and next step; nothing is written."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

JSON = {"content-type": "application/json"}
HEADS = "{ serviceStatus { service head } }"


@dataclass(frozen=True)
class Case:
    """Who sends what, and what must come back."""

    name: str
    send: Callable[[Any], tuple[Any, str, dict[str, Any]]]
    code: str
    path: tuple[str, ...] | None = None


@pytest.fixture(scope="module")
def stage(scene):
    """A transfer that has been asked for, and everybody who may get it wrong."""
    people = scene.people
    member = scene.member(20)
    secretary = people.at(scene.origin)
    command = str(uuid4())
    body = {"commandId": command, **scene.request(member)}
    transfer = secretary.done("requestTransfer", body)["transfer"]["id"]
    secretary.done("reviewTransfer", {"transferId": transfer})
    return Stage(scene, people, member, secretary, command, body, transfer)


@dataclass(frozen=True)
class Stage:
    """What the cases speak of."""

    scene: Any
    people: Any
    member: str
    secretary: Any
    command: str
    body: dict[str, Any]
    transfer: str

    @property
    def officer(self):
        return self.people.user("committee_officer", "79.26740")

    @property
    def stranger(self):
        return self.people.user("committee_officer", "82.28285")

    def request(self, **changed):
        return {**self.scene.request(self.scene_member), **changed}

    @property
    def scene_member(self):
        return self.member


def identity(kind: str) -> str:
    return base64.b64encode(f"{kind}:{uuid4()}".encode()).decode()


def endorse(user, **body):
    return user, "endorseTransfer", body


def register(stage, **changed):
    body = {
        "organizationId": stage.scene.origin["id"],
        "fullName": "Trần Thị Bình",
        "personalId": "079099099099",
        "dateOfBirth": "1985-05-05",
        "state": "FULL",
        "fileNumber": "099999 SG",
        "homeSince": "2025-07-01",
    }
    return stage.secretary, "registerMember", {**body, **changed}


def place(stage, code):
    return stage.officer.ask("query($c: String) { organization(code: $c) { id } }", c=code)["organization"]["id"]


def commune(stage):
    return place(stage, "79.26740")


def province(stage):
    return place(stage, "79")


def found(stage, **changed):
    body = {
        "parentId": commune(stage),
        "name": "Chi bộ thử",
        "type": "CELL",
        "setting": "VILLAGE",
        "effectiveOn": "2026-01-01",
    }
    return stage.people.user("committee_officer", "79"), "foundOrganization", {**body, **changed}


def rule(stage, **changed):
    body = {"organizationId": province(stage), "validFrom": "2026-01-01", "value": 1, "source": "Số 1", **changed}
    return stage.people.user("approver", "79"), "setPolicy", body


def grant(stage):
    body = {"user": "ai đó", "role": "APPROVER", "organizationId": place(stage, "82")}
    return stage.officer, "grantRole", body


CASES = [
    Case(
        "an id that is none",
        lambda s: endorse(s.officer, transferId="không"),
        "ID_IS_NOT_READABLE",
        ("input", "transferId"),
    ),
    Case("an id of another kind", lambda s: endorse(s.officer, transferId=s.member), "ID_IS_NOT_READABLE"),
    Case("an unknown transfer", lambda s: endorse(s.officer, transferId=identity("Transfer")), "TRANSFER_IS_UNKNOWN"),
    Case("a transfer out of scope", lambda s: endorse(s.stranger, transferId=s.transfer), "TRANSFER_IS_UNKNOWN"),
    Case(
        "an unknown member",
        lambda s: (s.secretary, "requestTransfer", s.request(memberId=identity("Member"))),
        "MEMBER_IS_UNKNOWN",
    ),
    Case("a member out of scope", lambda s: (s.stranger, "requestTransfer", s.request()), "MEMBER_IS_UNKNOWN"),
    Case(
        "an unknown destination",
        lambda s: (
            s.secretary,
            "requestTransfer",
            {**s.scene.request(s.member), "destinationId": identity("Organization")},
        ),
        "DESTINATION_IS_UNKNOWN",
    ),
    Case(
        "neither member nor number",
        lambda s: (s.secretary, "requestTransfer", s.request(memberId=None)),
        "ONE_OF_MEMBER_AND_FILE_NUMBER",
    ),
    Case("already in transfer", lambda s: (s.secretary, "requestTransfer", s.request()), "MEMBER_ALREADY_IN_TRANSFER"),
    Case(
        "an illegal step", lambda s: (s.officer, "admitTransfer", {"transferId": s.transfer}), "STEP_IS_NOT_ALLOWED_NOW"
    ),
    Case("another's step", lambda s: endorse(s.secretary, transferId=s.transfer), "STEP_IS_NOT_YOURS"),
    Case("a stale version", lambda s: endorse(s.officer, transferId=s.transfer, expectedVersion=1), "VERSION_IS_STALE"),
    Case(
        "a commandId with another body",
        lambda s: (s.secretary, "requestTransfer", {**s.body, "reason": "RETIREMENT"}),
        "COMMAND_ID_WAS_REUSED",
    ),
    Case(
        "another's commandId",
        lambda s: endorse(s.officer, transferId=s.transfer, commandId=s.command),
        "COMMAND_ID_WAS_REUSED",
    ),
    Case(
        "a date in the future",
        lambda s: endorse(s.officer, transferId=s.transfer, actedOn="2999-01-01"),
        "DATE_IS_IN_THE_FUTURE",
    ),
    Case(
        "a date out of range",
        lambda s: endorse(s.officer, transferId=s.transfer, actedOn="0001-01-01"),
        "DATE_IS_FAR_OFF",
        ("input", "actedOn"),
    ),
    Case(
        "a refusal without a reason",
        lambda s: endorse(s.officer, transferId=s.transfer, accept=False),
        "REASON_IS_MISSING",
        ("input", "remark"),
    ),
    Case(
        "a return without a reason",
        lambda s: (s.officer, "returnTransfer", {"transferId": s.transfer, "reason": " "}),
        "REASON_IS_MISSING",
    ),
    Case(
        "control characters",
        lambda s: endorse(s.officer, transferId=s.transfer, remark="a\u0000b"),
        "TEXT_HAS_CONTROL_CHARACTERS",
        ("input", "remark"),
    ),
    Case(
        "hidden characters",
        lambda s: endorse(s.officer, transferId=s.transfer, remark="a\u202eb"),
        "TEXT_HAS_CONTROL_CHARACTERS",
    ),
    Case(
        "over-long text",
        lambda s: endorse(s.officer, transferId=s.transfer, remark="a" * 4001),
        "TEXT_IS_TOO_LONG",
        ("input", "remark"),
    ),
    Case("a name of digits", lambda s: register(s, fullName="12345"), "NAME_IS_NOT_READABLE", ("input", "fullName")),
    Case(
        "a personal id of letters",
        lambda s: register(s, personalId="abc"),
        "PERSONAL_ID_IS_NOT_READABLE",
        ("input", "personalId"),
    ),
    Case("a member of a committee", lambda s: register(s, organizationId=commune(s)), "ORGANIZATION_IS_NOT_A_CELL"),
    Case("a state that is no beginning", lambda s: register(s, state="DECEASED"), "STATE_IS_NOT_FOR_REGISTRATION"),
    Case("a cell elsewhere", lambda s: register(s, organizationId=s.scene.destination["id"]), "ACT_IS_NOT_PERMITTED"),
    Case("an unknown parent", lambda s: found(s, parentId=identity("Organization")), "ORGANIZATION_IS_UNKNOWN"),
    Case("a cell under a province", lambda s: found(s, parentId=province(s)), "CHILD_TYPE_IS_NOT_ALLOWED_HERE"),
    Case("a rule nobody knows", lambda s: rule(s, key="no.such.rule"), "POLICY_KEY_IS_UNKNOWN"),
    Case("a role granted out of scope", grant, "ACT_IS_NOT_PERMITTED"),
]


def heads(stage):
    return {status["service"]: status["head"] for status in stage.officer.ask(HEADS)["serviceStatus"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_command_is_a_typed_error_in_both_languages(stage, case):
    user, mutation, body = case.send(stage)
    before = heads(stage)
    told = {}
    for language in ("vi", "en"):
        payload = replace(user, language=language).do(mutation, body, "__typename")
        assert payload["position"] is None
        told[language] = payload["errors"][0]
    assert told["vi"]["code"] == case.code
    assert told["vi"]["code"] == told["en"]["code"]
    assert told["vi"]["message"] != told["en"]["message"]
    assert told["vi"]["nextStep"]
    assert told["en"]["nextStep"]
    assert case.path is None or tuple(told["vi"]["path"]) == case.path
    assert heads(stage) == before


def test_out_of_scope_cannot_be_told_from_absent(stage):
    texts = []
    for transfer in (stage.transfer, identity("Transfer")):
        error = stage.stranger.do("endorseTransfer", {"transferId": transfer})["errors"][0]
        texts.append(error)
        assert stage.stranger.ask("query($id: ID!) { transfer(id: $id) { id } }", id=transfer) == {"transfer": None}
        assert stage.stranger.ask("query($id: ID!) { node(id: $id) { id } }", id=transfer) == {"node": None}
    assert texts[0] == texts[1]
    for member in (stage.member, identity("Member")):
        assert stage.stranger.ask("query($id: ID!) { member(id: $id) { id } }", id=member) == {"member": None}
    assert stage.stranger.ask("{ transfers(first: 5) { totalCount nodes { id } } }") == {
        "transfers": {"totalCount": 0, "nodes": []}
    }


def part(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def forged(token: str) -> list[str]:
    head, body, seal = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    root = (
        base64.urlsafe_b64encode(json.dumps({**claims, "sub": "x", "role": "operator"}).encode()).decode().rstrip("=")
    )
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').decode().rstrip("=")
    return [
        f"{head}.{root}.{seal}",
        f"{none}.{root}.",
        f"{head}.{body}.",
        f"{head}.{body}.{seal[:-4]}AAAA",
        "a.b.c",
        "không",
    ]


def test_forged_tokens_are_refused(stage):
    query = {"query": "{ viewer { subject } }"}
    for token in forged(stage.officer.token):
        for language in ("vi", "en"):
            sent = {"authorization": f"Bearer {token}".encode(), "accept-language": language}
            answer = httpx.post(f"{stage.officer.url}/graphql", json=query, headers=sent, timeout=10)
            assert answer.status_code == 401
            assert answer.json()["errors"][0]["extensions"]["code"] == "TOKEN_IS_INVALID"
            assert answer.json()["errors"][0]["extensions"]["nextStep"]


def test_an_expired_token_is_refused(stage, stack):
    from shared.http.tokens import Tokens
    from shared.runtime.settings import Settings

    settings = Settings.load(stack.data)
    old = Tokens(settings.secrets.token_key, issuer=settings.issuer, now=lambda: 1_700_000_000.0)
    answer = replace(stage.officer, token=old.mint("an", "operator")).post({"query": "{ viewer { subject } }"})
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "TOKEN_HAS_EXPIRED"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "DOCUMENT_IS_NOT_READABLE"),
        (b"\xff", 400, "DOCUMENT_IS_NOT_READABLE"),
        (b"", 400, "DOCUMENT_IS_NOT_READABLE"),
        (b'{"query": "' + b" " * 300_000 + b'"}', 413, "BODY_IS_TOO_LARGE"),
    ],
    ids=["half an object", "no UTF-8", "nothing", "over the limit"],
)
def test_bad_bodies_are_refused(stage, body, status, code):
    before = heads(stage)
    sent = {**JSON, "authorization": f"Bearer {stage.officer.token}"}
    answer = httpx.post(f"{stage.officer.url}/graphql", content=body, headers=sent, timeout=10)
    assert answer.status_code == status
    error = answer.json()["errors"][0]
    assert (error["extensions"]["code"], bool(error["extensions"]["nextStep"])) == (code, True)
    assert heads(stage) == before
