"""Breaking the glass in the API: that one record, for that time, for that account; the member reads who and why."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.gateway.membership.glass.opened_records import opened_to
from services.gateway.reading.ids import global_id
from services.gateway.reading.reader import Reader
from services.membership.contracts.facts import PersonErased
from services.membership.contracts.glass import RecordOpened
from shared.vocabulary.facts import Sealed
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

MEMBER = "query($id: ID!) { member(id: $id) { fullName readers(first: 5) { nodes { reader purpose fields } } } }"
OPEN = """mutation($in: BreakGlassInput!) { breakGlass(input: $in) {
  memberId openUntil errors { ... on UserError { code } } } }"""


@pytest.fixture
async def ward(gateway, facts):
    gateway.glass, gateway.one, gateway.other = uuid4(), uuid4(), uuid4()
    cell = facts.place("79.26740.001")
    await gateway.told(
        facts.registered(gateway.one, cell, "Nguyễn Văn An"), facts.registered(gateway.other, cell, "Trần Thị Bình")
    )
    return gateway


async def broken(gateway, asked, *, hours=3):
    now = asked.now
    await gateway.told(
        RecordOpened(
            glass=gateway.glass, member=gateway.one, subject=asked.viewer.actor.subject, role=asked.viewer.actor.role,
            reason=Sealed("sealed reason Cấp cứu"), opened_at=now - timedelta(hours=1),
            until=now + timedelta(hours=hours - 1),
        )
    )  # fmt: skip


async def again(gateway, asked):
    """The next request of the same account."""
    asked.viewer = replace(asked.viewer, opened=await opened_to(gateway.reading, asked.viewer, asked.now))
    asked.reader = Reader(gateway.reading, asked.viewer)
    return asked


async def names(gateway, asked):
    seen = {}
    for member in (gateway.one, gateway.other):
        found = (await gateway.data(asked, MEMBER, id=global_id("Member", member)))["member"]
        seen[member] = found and found["fullName"]
    return list(seen.values())


async def test_that_record_is_read_and_no_other_and_the_reader_is_named(ward, facts):
    asked = await ward.asked("committee_officer", facts.place("00"))
    assert await names(ward, asked) == [None, None]
    await broken(ward, asked)
    assert await names(ward, await again(ward, asked)) == ["Nguyễn Văn An", None]
    mine = await ward.asked("member", subject=f"member@{ward.one}")
    found = (await ward.data(mine, MEMBER, id=global_id("Member", ward.one)))["member"]
    assert [(look["reader"], look["purpose"]) for look in found["readers"]["nodes"]] == [
        (asked.viewer.actor.subject, "Mở hồ sơ khẩn cấp: Cấp cứu")
    ]
    assert (await ward.data(asked, "{ census { members } }"))["census"]["members"] == 2


@pytest.mark.parametrize(("hours", "role"), [(1, "committee_officer"), (3, "operator"), (3, "integration")])
async def test_it_ends_with_its_time_and_serves_no_other_role(ward, facts, hours, role):
    asked = await ward.asked(role, facts.place("00"))
    await broken(ward, asked, hours=hours)
    assert await names(ward, await again(ward, asked)) == [None, None]


async def test_another_account_gets_nothing_of_it(ward, facts):
    asked = await ward.asked("committee_officer", facts.place("00"))
    await broken(ward, asked)
    other = await ward.asked("committee_officer", facts.place("00"), subject="lan")
    assert await names(ward, await again(ward, other)) == [None, None]


async def test_the_opening_itself_is_on_record_before_its_answer(ward, facts):
    asked = await ward.asked("home_visit_officer", facts.place("79"))
    await broken(ward, asked)
    ward.hand.answer = Receipt(thing="glass", id=ward.glass, version=1, position=Position(at={}).encode())
    body = {"commandId": str(uuid4()), "memberId": global_id("Member", ward.one), "reason": "Cấp cứu tại nhà"}
    done = (await ward.data(asked, OPEN, **{"in": body}))["breakGlass"]
    assert done["errors"] == []
    assert done["memberId"] == global_id("Member", ward.one)
    row = await ward.pool.fetchrow("select reader, fields, purpose from read_audit")
    assert tuple(row) == (asked.viewer.actor.subject, ["breakGlass"], "Cấp cứu")


async def test_an_erasure_blanks_the_reason(ward, facts):
    await broken(ward, await ward.asked("committee_officer", facts.place("00")))
    ward.keys.erased.add(ward.one)
    await ward.told(PersonErased(member=ward.one))
    assert await ward.pool.fetchval("select reason from gateway_views.opened_records") is None
