"""An elderly member moves province: the file is collected at home, goes by post, is delivered at the third visit."""

import base64
import hashlib
import hmac
import io
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import httpx
import msgspec
import pytest
from joserfc.jwk import ECKey
from PIL import Image

from shared.http.device_bundles import BundleHasExpired, opened
from tests.journeys.conftest import User
from tests.journeys.test_member_life import forward

VIET_NAM = timezone(timedelta(hours=7))
SERVICE = """homeService { id version state taskCode visit { number officer } custody { custodian { kind
  organization { code } } sealNumber incident steps { fact } } proofs { kind skewed } }"""
SYNC = """query($after: String) { syncVisits(after: $after) { changes { id version state taskCode memberName address
  neighbourhood captureKey acceptedProofs visit { number slot } custody { sealNumber } } tombstones nextCursor hasMore
  serverTime } }"""
BATCH = """mutation($input: SubmitVisitBatchInput!) { submitVisitBatch(input: $input) { position errors { ... on
  UserError { code } } results { commandId status errors { ... on UserError { code path } } current { state version }
  submitted { kind visit } } } }"""
KINDS = {"scheduleHomeVisit": "ScheduleVisitInput", "cancelHomeService": "HomeServiceReasonInput"}
LAST = """query($id: ID!) { transfer(id: $id) { homeService { state custody { incident custodian { kind }
  steps { fact } } } } }"""
INVENTORY = hashlib.sha256("bản kê 14 tài liệu".encode()).hexdigest()


def did(user: User, mutation: str, **body):
    kind = KINDS.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input")
    errors = "errors { ... on UserError { code message } }"
    query = f"mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {SERVICE} {errors} position }} }}"
    payload = user.ask(query, input={"commandId": str(uuid4()), **body})[mutation]
    assert payload["errors"] == [], payload["errors"]
    return payload["homeService"]


def place_of(user: User, code: str) -> str:
    return user.ask("query($c: String) { organization(code: $c) { id } }", c=code)["organization"]["id"]


class Courier:
    """A home-visit officer with a device that is offline most of the time."""

    def __init__(self, user: User, account: str) -> None:
        self.user, self.account, self.cursor, self.tasks = user, account, None, {}

    def sync(self):
        told = self.user.ask(SYNC, after=self.cursor)["syncVisits"]
        self.cursor, self.synced_at = told["nextCursor"], told["serverTime"]
        self.tasks |= {task["id"]: task for task in told["changes"]}
        for gone in told["tombstones"]:
            self.tasks.pop(gone, None)
        return told

    def act(self, kind, service, **more):
        clocks = {"deviceTime": datetime.now(UTC).isoformat(), "syncedAt": self.synced_at, "monotonicOffsetMs": 0}
        task = self.tasks[service]
        given = {"commandId": str(uuid4()), "homeServiceId": service, "visit": task["visit"]["number"]}
        return {**given, "kind": kind, "at": clocks, **more}

    def submit(self, *items):
        return self.user.ask(BATCH, input={"commandId": str(uuid4()), "items": list(items)})["submitVisitBatch"]

    def done(self, *items):
        payload = self.submit(*items)
        assert [result["status"] for result in payload["results"]] == ["DONE"] * len(items), payload["results"]

    def upload(self, service, picture: bytes, piece=700):
        """tus: declared, half of it sent, the line breaks, HEAD, the rest."""
        task, digest = self.tasks[service], hashlib.sha256(picture).hexdigest()
        raw = base64.b64decode(service).decode().partition(":")[2]
        said = f"{raw}|{task['visit']['number']}|{digest}".encode()
        proof = str(uuid4())
        declared = {
            "proofId": proof, "homeServiceId": raw, "visit": str(task["visit"]["number"]), "kind": "SIGNATURE",
            "sha256": digest, "binding": hmac.new(task["captureKey"].encode(), said, hashlib.sha256).hexdigest(),
            "deviceTime": datetime.now(UTC).isoformat(), "syncedAt": self.synced_at, "monotonicOffsetMs": "0",
        }  # fmt: skip
        metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in declared.items())
        begun = self.tus("POST", "/proofs", {"Upload-Length": str(len(picture)), "Upload-Metadata": metadata})
        assert begun.status_code == 201, begun.text
        at, sent = begun.headers["location"], 0
        for start in range(0, len(picture), piece):
            now = self.tus("HEAD", at).headers["upload-offset"]
            assert int(now) == start == sent
            headers = {"Upload-Offset": now, "Content-Type": "application/offset+octet-stream"}
            answer = self.tus("PATCH", at, headers, picture[start : start + piece])
            if answer.status_code != 204:
                return proof, answer
            sent = int(answer.headers["upload-offset"])
        return proof, answer

    def tus(self, method, path, headers=None, body=b""):
        given = {"Authorization": f"Bearer {self.user.token}", "Tus-Resumable": "1.0.0", **(headers or {})}
        return httpx.request(method, self.user.url + path, headers=given, content=body, timeout=30)


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((96, 64), 60).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def move(scene):
    """The elder, the transfer, the officers on both sides and their couriers."""
    member = scene.member(77)
    transfer = scene.people.at(scene.origin).done("requestTransfer", scene.request(member))["transfer"]["id"]
    return member, transfer


def courier(scene, code):
    return Courier(scene.people.user("home_visit_officer", code), f"home_visit_officer@{code}")


def clock(user, transfer):
    query = "query($id: ID!) { transfer(id: $id) { clockPausedSince overdue } }"
    return user.ask(query, id=transfer)["transfer"]


def asked(user, member, transfer, service, **more):
    place = {"address": "12 ngõ 3, đường Mẫu", "neighbourhood": "Khu phố 1", "consent": True, "weak": True}
    return did(user, "requestHomeService", memberId=member, transferId=transfer, service=service, **place, **more)["id"]


def test_collected_at_home_sent_by_post_delivered_at_the_third_visit(scene, move):
    member, transfer = move
    here, there = (scene.people.user("committee_officer", code) for code in ("79.26740", "82.29869"))
    today = datetime.now(VIET_NAM).date().isoformat()
    first = courier(scene, "79.26740")
    collect = asked(scene.people.at(scene.origin), member, transfer, "COLLECT_AT_HOME")
    planned = did(here, "scheduleHomeVisit", homeServiceId=collect, on=today, officer=first.account)
    assert planned["visit"]["officer"] == first.account
    first.sync()
    task = first.tasks[collect]
    assert task["memberName"].startswith("Nguyễn Văn ") and task["address"] == "12 ngõ 3, đường Mẫu"
    bodies = {code: {"kind": "BODY", "organizationId": place_of(here, code)} for code in ("79.26740", "82.29869")}
    seal = f"NP-{uuid4().int % 10**9}"
    mine = {"kind": "OFFICER", "officer": first.account}
    taken = {
        "giver": {"kind": "MEMBER"},
        "receiver": mine,
        "sealNumber": seal,
        "inventoryHash": INVENTORY,
        "papers": 14,
    }
    first.done(first.act("START", collect))
    proof, answer = first.upload(collect, picture())
    assert answer.status_code == 204, answer.text
    complete = first.act("COMPLETE", collect, proofIds=[proof], handOver=taken)
    office = first.act(
        "HAND_OVER", collect, handOver={"giver": mine, "receiver": bodies["79.26740"], "sealNumber": seal}
    )
    first.submit(office, complete)
    first.done(complete, office, complete)
    assert first.sync()["tombstones"] == [collect] and not first.tasks
    shown = httpx.get(f"{here.url}/proofs/{proof}", headers={"Authorization": f"Bearer {here.token}"}, timeout=30)
    assert shown.headers["content-type"] == "image/jpeg" and shown.content[:3] == b"\xff\xd8\xff"
    hidden = httpx.get(f"{there.url}/proofs/{proof}", headers={"Authorization": f"Bearer {there.token}"}, timeout=30)
    assert hidden.json()["refusal"]["code"] == "PROOF_IS_NOT_STORED"
    seen = here.ask("query($id: ID!) { member(id: $id) { readers(first: 9) { nodes { fields } } } }", id=member)
    assert ["homeProof"] in [node["fields"] for node in seen["member"]["readers"]["nodes"]]
    forward(scene, transfer, "INTRODUCED")
    assert clock(there, transfer)["clockPausedSince"] == today, "the office carries the file"
    deliver = asked(there, member, transfer, "DELIVER_TO_HOME", organizationId=bodies["82.29869"]["organizationId"])
    posted = {"homeServiceId": deliver, "sealNumber": seal}
    did(
        there,
        "recordCustody",
        **posted,
        giver=bodies["79.26740"],
        receiver={"kind": "POST"},
        postalNumber="EE 123456789 VN",
    )
    did(there, "recordCustody", **posted, giver={"kind": "POST"}, receiver=bodies["82.29869"], inventoryHash=INVENTORY)
    second = courier(scene, "82.29869")
    theirs = {"kind": "OFFICER", "officer": second.account}
    did(there, "recordCustody", **posted, giver=bodies["82.29869"], receiver=theirs)
    for why in ("ABSENT", "IN_HOSPITAL"):
        did(there, "scheduleHomeVisit", homeServiceId=deliver, on=today, officer=second.account)
        second.sync()
        second.done(second.act("START", deliver), second.act("FAIL", deliver, failure=why))
    did(there, "scheduleHomeVisit", homeServiceId=deliver, on=today, slot="EVENING", officer=second.account)
    second.sync()
    himself = scene.people.user("member", member=member)
    own = himself.ask("query($id: ID!) { homeService(id: $id) { oneTimeCode attempts } }", id=deliver)["homeService"]
    assert own["attempts"] == 2
    given = {"giver": theirs, "receiver": {"kind": "MEMBER"}, "sealNumber": seal}
    second.done(second.act("COMPLETE", deliver, oneTimeCode=own["oneTimeCode"], handOver=given))
    assert clock(there, transfer) == {"clockPausedSince": None, "overdue": False}
    forward(scene, transfer, "CONFIRMED")
    custody = there.ask(LAST, id=transfer)["transfer"]["homeService"]
    assert (custody["state"], custody["custody"]["custodian"]) == ("DONE", {"kind": "MEMBER"})
    assert [step["fact"] for step in custody["custody"]["steps"]] == ["FileSealed"] + ["FileHandedOver"] * 6
    home = himself.ask("query($id: ID!) { member(id: $id) { homeCell { code } } }", id=member)["member"]["homeCell"]
    assert home == {"code": scene.destination["code"]}


def test_a_bundle_opens_on_the_device_for_eight_hours_and_bad_proofs_are_refused(scene):
    member = scene.member(78)
    here, officer = scene.people.user("committee_officer", "79.26740"), courier(scene, "79.26740")
    place = {"address": "9 hẻm 1", "neighbourhood": "Khu phố 2", "consent": True, "weak": True}
    service = did(
        scene.people.at(scene.origin), "requestHomeService", memberId=member, service="BADGE_DOSSIER_AT_HOME", **place
    )["id"]
    today = datetime.now(VIET_NAM).date().isoformat()
    did(here, "scheduleHomeVisit", homeServiceId=service, on=today, officer=officer.account)
    officer.sync()
    device = ECKey.generate_key("P-256")
    public = msgspec.json.encode(device.as_dict(private=False)).decode()
    query = "query($k: String!) { visitBundle(deviceKey: $k) { jwe expiresAt visits } }"
    bundle = officer.user.ask(query, k=public)["visitBundle"]
    now = datetime.now(UTC)
    carried = msgspec.json.decode(opened(bundle["jwe"], device, now + timedelta(hours=7, minutes=55)))
    mine = next(visit for visit in carried["visits"] if visit["id"] == service)
    assert (mine["address"], mine["captureKey"]) == ("9 hẻm 1", officer.tasks[service]["captureKey"])
    assert "9 hẻm 1" not in bundle["jwe"]
    with pytest.raises(BundleHasExpired):
        opened(bundle["jwe"], device, now + timedelta(hours=8, minutes=1))
    private = msgspec.json.encode(device.as_dict(private=True)).decode()
    refused = officer.user.post({"query": query, "variables": {"k": private}}).json()
    assert refused["errors"][0]["extensions"]["code"] == "DEVICE_KEY_IS_NOT_READABLE"
    _, answer = officer.upload(service, b"GIF89a not what it seems" * 40)
    assert (answer.status_code, answer.json()["refusal"]["code"]) == (422, "PROOF_IS_NOT_A_PICTURE")
    other = officer.tasks[service] | {"captureKey": "00" * 32}
    officer.tasks[service] = other
    with pytest.raises(AssertionError, match="PROOF_IS_NOT_BOUND"):
        officer.upload(service, picture())
    stale = officer.act("FAIL", service, failure="ABSENT", expectedVersion=1)
    fine = officer.act("START", service)
    results = officer.submit(stale, fine)["results"]
    assert [result["status"] for result in results] == ["CONFLICT", "DONE"]
    assert results[0]["errors"][0]["code"] == "VERSION_IS_STALE" and results[0]["submitted"]["kind"] == "FAIL"
    assert results[0]["current"]["version"] > 1
