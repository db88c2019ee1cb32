"""A member's history told from the facts, and the quarterly list of those who reach a badge's level."""

from datetime import date
from uuid import uuid4

import pytest

from services.gateway.membership.badge_queries import quarter_of
from services.gateway.reading.ids import global_id

AN, BINH, MOVE = uuid4(), uuid4(), uuid4()
HISTORY = """query($id: ID!) { member(id: $id) { history(first: 10) { totalCount nodes {
  text happenedOn organization { code } cameFrom { code } } } } }"""
BADGES = """query($o: ID!, $y: Int!, $q: Int!) { badgeCandidates(organization: $o, year: $y, quarter: $q, first: 10) {
  totalCount nodes { level eligibleOn member { fullName } } } }"""


@pytest.fixture
async def told(gateway, facts):
    cell = facts.place("79.26740.001")
    await gateway.told(
        facts.registered(AN, cell, "Nguyễn Văn An", admitted_on=date(1997, 2, 3)),
        facts.registered(BINH, cell, "Trần Thị Bình", admitted_on=date(1996, 12, 31), state="PROBATIONARY"),
    )
    await gateway.told(facts.requested(MOVE, AN), facts.introduced(MOVE, AN), facts.admitted(MOVE, AN))
    return gateway


async def test_a_life_in_the_party_the_newest_first(told, facts):
    own = await told.asked("member", subject=f"member@{AN}")
    found = (await told.data(own, HISTORY, id=global_id("Member", AN)))["member"]["history"]
    assert found["totalCount"] == 4
    assert [node["text"] for node in found["nodes"]] == [
        "Chi bộ nơi đến tiếp nhận vào sinh hoạt",
        "Đã cấp giấy giới thiệu",
        "Đề nghị chuyển sinh hoạt",
        "Ghi vào danh sách đảng viên",
    ]
    assert found["nodes"][0]["organization"]["code"] == "82.29869.001"
    assert found["nodes"][0]["cameFrom"]["code"] == "79.26740.001"


async def test_who_reaches_thirty_years_in_the_quarter(told, facts):
    asked = await told.asked("committee_officer", facts.place("82"))
    more = {"o": global_id("Organization", facts.place("82"))}
    found = (await told.data(asked, BADGES, y=2027, q=1, **more))["badgeCandidates"]
    assert found == {
        "totalCount": 1,
        "nodes": [{"level": 30, "eligibleOn": "2027-02-03", "member": {"fullName": "Nguyễn Văn An"}}],
    }
    assert (await told.data(asked, BADGES, y=2027, q=2, **more))["badgeCandidates"]["totalCount"] == 0
    stranger = await told.asked("committee_officer", facts.place("79"))
    assert (await told.data(stranger, BADGES, y=2027, q=1, **more))["badgeCandidates"]["totalCount"] == 0


@pytest.mark.parametrize(("year", "quarter"), [(2026, 0), (2026, 5), (99, 1)])
async def test_there_are_four_quarters(told, facts, year, quarter):
    asked = await told.asked("committee_officer", facts.place("82"))
    result = await told.answer(asked, BADGES, o=global_id("Organization", facts.place("82")), y=year, q=quarter)
    assert result.errors[0].extensions["code"] == "QUARTER_IS_NOT_THERE"


def test_quarters():
    assert quarter_of(2026, 1) == (date(2026, 1, 1), date(2026, 4, 1))
    assert quarter_of(2026, 3) == (date(2026, 7, 1), date(2026, 10, 1))
    assert quarter_of(2026, 4) == (date(2026, 10, 1), date(2027, 1, 1))
