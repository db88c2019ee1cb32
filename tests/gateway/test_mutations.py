"""Mutations: the input becomes a request, the service decides, the answer comes from the gateway's own views."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from services.gateway.reading.ids import global_id
from services.membership.contracts.refusals import REFUSALS as OF_MEMBERSHIP
from services.membership.contracts.requests import OnBehalf, RegisterMember, RequestTransfer, ReviewTransfer
from services.organization.contracts.requests import FoundOrganization, GrantRole, SetPolicy
from shared.eventlog.refusals import VersionIsStale
from shared.http.refusals import RemoteRefusal, ServiceIsAway
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

ERRORS = "errors { __typename ... on UserError { code message path nextStep legalBasis } } position"
REVIEW = f"mutation($in: TransferStepInput!) {{ reviewTransfer(input: $in) {{ transfer {{ state }} {ERRORS} }} }}"
COMMAND = UUID("0199a000-0000-7000-8000-000000000001")


def receipt(thing, identity, at=None):
    return Receipt(thing=thing, id=identity, version=1, position=Position(at=at or {}).encode())


def refusal(code="STEP_IS_NOT_ALLOWED_NOW", path=("acted_on",)):
    wire = {
        "code": code,
        "vi": "Không",
        "en": "No",
        "nextVi": "Tiếp",
        "nextEn": "Next",
        "legalBasis": "294",
        "path": [*path],
    }
    return RemoteRefusal(409, {**wire, "params": {}})


async def test_an_input_becomes_the_services_request(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    cell, transfer = facts.place("79.26740.001"), uuid4()
    gateway.hand.answer = receipt("transfer", transfer)
    body = {
        "commandId": str(COMMAND),
        "transferId": global_id("Transfer", transfer),
        "actedOn": "2026-11-03",
        "expectedVersion": 3,
        "onBehalf": {"organizationId": global_id("Organization", cell), "evidenceHash": "ab"},
    }
    result = await gateway.data(asked, REVIEW, **{"in": body})
    assert result["reviewTransfer"]["errors"] == []
    assert gateway.hand.posted == [
        (
            "membership",
            ReviewTransfer(
                command_id=COMMAND,
                transfer_id=transfer,
                acted_on=date(2026, 11, 3),
                expected_version=3,
                on_behalf=OnBehalf(organization_id=cell, evidence_hash="ab"),
            ),
        )
    ]


async def test_the_answer_comes_from_the_gateways_own_views(gateway, facts):
    member, transfer = uuid4(), uuid4()
    await gateway.told(facts.registered(member, facts.place("79.26740.001"), "An"), facts.requested(transfer, member))
    asked = await gateway.asked("cell_secretary", facts.place("79.26740.001"))
    gateway.hand.answer = receipt("transfer", transfer)
    query = (
        f"mutation($in: RequestTransferInput!) {{ requestTransfer(input: $in) {{ transfer {{ state }} {ERRORS} }} }}"
    )
    body = {
        "commandId": str(COMMAND),
        "memberId": global_id("Member", member),
        "kind": "OFFICIAL",
        "destinationId": global_id("Organization", facts.place("82.29869.001")),
        "reason": "CHANGE_OF_WORK",
        "effectiveOn": "2026-11-01",
    }
    result = (await gateway.data(asked, query, **{"in": body}))["requestTransfer"]
    assert result["transfer"] == {"state": "REQUESTED"}
    assert result["position"] == gateway.hand.answer.position
    assert isinstance(gateway.hand.posted[0][1], RequestTransfer)
    assert gateway.hand.posted[0][1].pull is False


@pytest.mark.parametrize(("language", "message", "following"), [("vi", "Không", "Tiếp"), ("en", "No", "Next")])
async def test_a_refusal_is_a_typed_error_in_the_clients_language(gateway, facts, language, message, following):
    asked = await gateway.asked("committee_officer", facts.place("79"), language=language)
    gateway.hand.answer = refusal()
    body = {"commandId": str(COMMAND), "transferId": global_id("Transfer", uuid4())}
    result = (await gateway.data(asked, REVIEW, **{"in": body}))["reviewTransfer"]
    assert result["transfer"] is None
    assert result["position"] is None
    assert result["errors"] == [
        {
            "__typename": "StepIsNotAllowedNow",
            "code": "STEP_IS_NOT_ALLOWED_NOW",
            "message": message,
            "path": ["input", "actedOn"],
            "nextStep": following,
            "legalBasis": "294",
        }
    ]


async def test_a_refusal_of_a_newer_service_keeps_its_code(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    gateway.hand.answer = refusal("SOMETHING_NEW", ())
    body = {"commandId": str(COMMAND), "transferId": global_id("Transfer", uuid4())}
    error = (await gateway.data(asked, REVIEW, **{"in": body}))["reviewTransfer"]["errors"][0]
    assert (error["__typename"], error["code"], error["path"]) == ("OtherRefusal", "SOMETHING_NEW", [])


async def test_a_bad_id_is_refused_before_any_service_is_asked(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    for bad in ("", "x", global_id("Member", uuid4()), "T3JnYW5pemF0aW9uOjE=", "🙂"):
        body = {"commandId": str(COMMAND), "transferId": bad}
        error = (await gateway.data(asked, REVIEW, **{"in": body}))["reviewTransfer"]["errors"][0]
        assert (error["code"], error["path"]) == ("ID_IS_NOT_READABLE", ["input", "transferId"])
    assert gateway.hand.posted == []


async def test_a_service_that_is_away_is_a_typed_error_and_reads_go_on(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    gateway.hand.answer = ServiceIsAway(service="membership")
    body = {"commandId": str(COMMAND), "transferId": global_id("Transfer", uuid4())}
    error = (await gateway.data(asked, REVIEW, **{"in": body}))["reviewTransfer"]["errors"][0]
    assert error["__typename"] == "ServiceIsAway"
    assert "commandId" in error["nextStep"]
    assert asked.retry_later
    assert (await gateway.data(asked, "{ census { provinces } }"))["census"]["provinces"] == 2


async def test_views_that_stay_behind_answer_with_the_position_of_what_was_done(gateway, facts, monkeypatch):
    monkeypatch.setattr("services.gateway.reading.asked.WAIT_SECONDS", 0.01)
    asked = await gateway.asked("committee_officer", facts.place("79"))
    gateway.positions.place("gateway.membership", "membership", "", 3)
    gateway.hand.answer = receipt("transfer", uuid4(), {"membership": 4})
    body = {"commandId": str(COMMAND), "transferId": global_id("Transfer", uuid4())}
    result = (await gateway.data(asked, REVIEW, **{"in": body}))["reviewTransfer"]
    assert result["errors"][0]["__typename"] == "PositionNotReachedYet"
    assert result["position"] == gateway.hand.answer.position
    query = "query($at: Position) { census(minPosition: $at) { members } }"
    behind = await gateway.answer(asked, query, at=result["position"])
    assert behind.errors[0].extensions["code"] == "POSITION_NOT_REACHED_YET"
    gateway.positions.place("gateway.membership", "membership", "", 4)
    assert await gateway.data(asked, query, at=result["position"])
    gateway.positions.place("gateway.membership", "membership", "feed", 4)
    lost = await gateway.answer(asked, query, at=Position(at={"membership": 4}, epochs={"membership": "bead"}).encode())
    assert lost.errors[0].extensions["code"] == "POSITION_IS_OF_ANOTHER_EPOCH"
    unreadable = await gateway.answer(asked, query, at="không")
    assert unreadable.errors[0].extensions["code"] == "POSITION_IS_UNREADABLE"


async def test_members_organizations_roles_and_rules_are_posted_where_they_belong(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    place = global_id("Organization", facts.place("79"))
    command = {"commandId": str(COMMAND)}
    gateway.hand.answer = receipt("organization", facts.place("79"))
    for name, body, request in (
        ("foundOrganization", {"parentId": place, "name": "Đảng bộ phường mới", "type": "DIRECT_SUPERIOR",
                               "effectiveOn": "2026-11-01"}, FoundOrganization),
        ("grantRole", {"user": "lan", "role": "APPROVER", "organizationId": place, "from": "2026-11-01"}, GrantRole),
        ("setPolicy", {"key": "transfer.present_within", "organizationId": place, "validFrom": "2026-11-01",
                       "value": 30, "source": "294-QĐ/TW"}, SetPolicy),
        ("registerMember", {"organizationId": place, "fullName": "Nguyễn Văn An", "personalId": "079099000001",
                            "dateOfBirth": "1980-02-03", "state": "FULL",
                            "externalIds": [{"system": "A", "value": "1"}]}, RegisterMember),
    ):  # fmt: skip
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation($in: {kind}!) {{ {name}(input: $in) {{ {ERRORS} }} }}"
        assert (await gateway.data(asked, query, **{"in": {**command, **body}}))[name]["errors"] == []
        assert isinstance(gateway.hand.posted[-1][1], request)
    granted = gateway.hand.posted[1][1]
    assert (granted.user, granted.role, granted.from_date, granted.to_date) == (
        "lan",
        "approver",
        date(2026, 11, 1),
        None,
    )
    assert gateway.hand.posted[2][1].value == 30
    assert gateway.hand.posted[3][1].external_ids[0].system == "A"


async def test_every_refusal_of_membership_has_a_type_of_its_own(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    body = {"commandId": str(COMMAND), "transferId": global_id("Transfer", uuid4())}
    for text in OF_MEMBERSHIP:
        gateway.hand.answer = refusal(text.code)
        error = (await gateway.data(asked, REVIEW, **{"in": body}))["reviewTransfer"]["errors"][0]
        assert error["code"] == text.code
        assert error["__typename"] in (text.name, "OtherRefusal")


async def test_a_stale_version_tells_the_current_one(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    query = REVIEW.replace("code message", "code ... on VersionIsStale { currentVersion } message")
    body = {"commandId": str(COMMAND), "transferId": global_id("Transfer", uuid4()), "expectedVersion": 2}
    wire = VersionIsStale("expectedVersion", expected=2, actual=5).wire()
    for params, current in ((wire["params"], 5), ({}, None)):
        gateway.hand.answer = RemoteRefusal(409, {**wire, "params": params})
        error = (await gateway.data(asked, query, **{"in": body}))["reviewTransfer"]["errors"][0]
        assert (error["__typename"], error["currentVersion"]) == ("VersionIsStale", current)
