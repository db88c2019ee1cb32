"""Data-subject requests in the API: seen by the member and by who must answer, with clocks, queue and whole export."""

import json
from datetime import date
from uuid import uuid4

import pytest

from services.gateway.reading.ids import global_id
from services.membership.contracts.data_facts import DataRequestAnswered, DataRequestStanding, DataSubjectRequested
from services.membership.contracts.data_requests import AnswerDataRequest, RequestMyData
from services.membership.contracts.facts import PersonErased
from shared.vocabulary.facts import Sealed
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

LIST = """{ dataSubjectRequests(first: 10) { totalCount nodes {
  id kind state answerBy completeBy overdue details remark organization { code } member { fullName } export } } }"""
QUEUE = "{ workQueue(first: 10, kind: DATA_REQUEST) { nodes { mutation dueOn overdue thing { id } } } }"


def standing(state):
    return DataRequestStanding(state=state, answer_by=date(2026, 11, 19), complete_by=date(2026, 11, 30))


def asked_for(request, member, body, kind, words=None):
    return DataSubjectRequested(
        request=request, member=member, body=body, on=date(2026, 11, 17), standing=standing("REQUESTED"), kind=kind,
        remark=Sealed(f"sealed remark {words}") if words else None,
    )  # fmt: skip


@pytest.fixture
async def registry(gateway, facts):
    """Somebody has asked for an export and a correction; the ward has to answer."""
    gateway.member, gateway.requests = uuid4(), [uuid4(), uuid4()]
    ward = facts.place("79.26740")
    gateway.ward = ward
    await gateway.told(
        facts.registered(gateway.member, facts.place("79.26740.001"), "Nguyễn Văn An"),
        facts.registered(uuid4(), facts.place("79.26740.001"), "Trần Thị Bình"),
        facts.requested(uuid4(), gateway.member),
        asked_for(gateway.requests[0], gateway.member, ward, "EXPORT"),
        asked_for(gateway.requests[1], gateway.member, ward, "CORRECTION", "Ngày sinh sai"),
    )
    return gateway


async def test_a_request_is_seen_by_its_member_and_by_who_must_answer(registry, facts):
    mine = await registry.asked("member", subject=f"member@{registry.member}")
    found = (await registry.data(mine, LIST))["dataSubjectRequests"]
    assert [node["kind"] for node in found["nodes"]] == ["CORRECTION", "EXPORT"]
    assert found["nodes"][0]["details"] == "Ngày sinh sai"
    assert found["nodes"][0]["overdue"] is True
    assert found["nodes"][0]["organization"] == {"code": "79.26740"}
    seen = {
        (role, at): (await registry.data(await registry.asked(role, facts.place(at)), LIST))["dataSubjectRequests"]
        for role, at in (("committee_officer", "79.26740"), ("approver", "79"), ("cell_secretary", "79.26740.001"),
                         ("inspection_officer", "79"), ("auditor", "79"), ("committee_officer", "82"),
                         ("committee_officer", "00"), ("operator", "00"))
    }  # fmt: skip
    assert [found["totalCount"] for found in seen.values()] == [2, 2, 0, 0, 0, 0, 0, 0]


async def test_an_export_holds_everything_about_this_person_and_nobody_else(registry, facts):
    officer = await registry.asked("committee_officer", facts.place("79.26740"))
    person = global_id("Member", registry.member)
    await registry.data(officer, "query($id: ID!) { member(id: $id) { fullName } }", id=person)
    mine = await registry.asked("member", subject=f"member@{registry.member}")
    export = (await registry.data(mine, LIST))["dataSubjectRequests"]["nodes"][1]["export"]
    assert set(export) == {
        "record", "homes", "stays", "file", "transfers", "requests", "readers", "timeline", "evaluations", "stated",
        "homeServices", "homePlaces",
    }  # fmt: skip
    text = json.dumps(export, ensure_ascii=False)
    assert "Nguyễn Văn An" in text
    assert "Ngày sinh sai" in text
    assert "Trần Thị Bình" not in text
    assert export["stated"] == {"personal_id": "079085000001", "of": str(registry.member)}
    assert [look["reader"] for look in export["readers"]] == [officer.viewer.actor.subject]
    assert len(export["transfers"]) == len(export["timeline"]) == 1
    looks = await registry.pool.fetch("select fields from read_audit where reader = $1", mine.viewer.actor.subject)
    assert any("export" in row["fields"] for row in looks)


async def test_what_must_be_answered_waits_in_the_queue_until_it_is(registry, facts):
    asked = await registry.asked("approver", registry.ward)
    waiting = (await registry.data(asked, QUEUE))["workQueue"]["nodes"]
    assert {node["mutation"] for node in waiting} == {"answerDataRequest"}
    assert {node["dueOn"] for node in waiting} == {"2026-11-19"}
    one = registry.requests[0]
    await registry.told(
        DataRequestAnswered(
            request=one, member=registry.member, body=registry.ward, on=date(2026, 11, 18),
            standing=standing("ACCEPTED"), remark=Sealed("sealed remark Sẽ làm"),
        ),
        DataRequestAnswered(
            request=registry.requests[1], member=registry.member, body=registry.ward, on=date(2026, 11, 18),
            standing=standing("REFUSED"), remark=Sealed("sealed remark Không"),
        ),
    )  # fmt: skip
    [left] = (await registry.data(asked, QUEUE))["workQueue"]["nodes"]
    assert (left["mutation"], left["dueOn"]) == ("completeDataRequest", "2026-11-30")
    assert left["thing"] == {"id": global_id("DataSubjectRequest", one)}


async def test_an_erasure_blanks_the_words(registry):
    registry.keys.erased.add(registry.member)
    await registry.told(PersonErased(member=registry.member))
    rows = await registry.pool.fetch("select details, remark from gateway_views.data_requests")
    assert {tuple(row) for row in rows} == {(None, None)}


async def test_the_inputs_become_memberships_requests(registry):
    mine = await registry.asked("member", subject=f"member@{registry.member}")
    receipt = Receipt(thing="data-request", id=registry.requests[0], version=1, position=Position(at={}).encode())
    registry.hand.answer = receipt
    query = """mutation($in: DataSubjectRequestInput!) { requestMyData(input: $in) {
      request { id state } errors { ... on UserError { code } } position } }"""
    command = str(uuid4())
    done = await registry.data(mine, query, **{"in": {"commandId": command, "kind": "RESTRICTION"}})
    assert done["requestMyData"]["request"]["state"] == "REQUESTED"
    service, request = registry.hand.posted[-1]
    assert (service, type(request), request.kind) == ("membership", RequestMyData, "RESTRICTION")
    answer = """mutation($in: AnswerDataRequestInput!) { answerDataRequest(input: $in) {
      errors { ... on UserError { code path } } } }"""
    body = {"commandId": command, "requestId": done["requestMyData"]["request"]["id"], "accept": False, "remark": "x"}
    assert (await registry.data(mine, answer, **{"in": body}))["answerDataRequest"]["errors"] == []
    assert registry.hand.posted[-1][1] == AnswerDataRequest(
        command_id=request.command_id, request_id=registry.requests[0], accept=False, remark="x"
    )
