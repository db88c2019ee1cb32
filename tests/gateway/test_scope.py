"""Scope: what lies outside it is absent, never refused; an empty filter means nobody."""

from uuid import uuid4

import pytest

from services.gateway.reading.ids import global_id
from services.membership.contracts.facts import PersonErased, TransferReviewed

MEMBER = """query($id: ID!, $purpose: String) { member(id: $id, purpose: $purpose) {
  id fullName fileNumber homeCell { code } } }"""
MEMBERS = """query($at: ID!, $search: String) { members(
  organization: $at, includeSubtree: true, first: 10, search: $search) { totalCount nodes { fullName } } }"""
TRANSFERS = "{ transfers(first: 10) { totalCount nodes { state member { fullName } timeline { text remark } } } }"
AN, BINH = uuid4(), uuid4()
MOVE = uuid4()


@pytest.fixture
async def people(gateway, facts):
    """An in a cell of 79, Bình in a cell of 82, An on his way to 82."""
    await gateway.told(
        facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"),
        facts.registered(BINH, facts.place("82.29869.001"), "Trần Thị Bình", state="PROBATIONARY"),
        facts.requested(MOVE, AN),
        facts.introduced(MOVE, AN),
    )
    return gateway


def member_id(member):
    return global_id("Member", member)


async def seen(gateway, asked, member):
    return (await gateway.data(asked, MEMBER, id=member_id(member)))["member"]


@pytest.mark.parametrize("role", ["committee_officer", "approver", "inspection_officer", "cell_secretary"])
@pytest.mark.parametrize(
    ("at", "sees_an", "sees_binh"),
    [("79", True, False), ("79.26740", True, False), ("79.26740.001", True, False), ("79.26740.002", False, False),
     ("79.26743", False, False), ("82", False, True), ("82.29869.001", False, True), ("00", False, False)],
)  # fmt: skip
async def test_who_sees_whom(people, facts, role, at, sees_an, sees_binh):
    asked = await people.asked(role, facts.place(at))
    assert (await seen(people, asked, AN) is not None) is sees_an
    assert (await seen(people, asked, BINH) is not None) is sees_binh


@pytest.mark.parametrize("role", ["operator", "integration", "home_visit_officer", "member"])
async def test_roles_that_see_no_persons(people, facts, role):
    for code in ("00", "79"):
        asked = await people.asked(role, facts.place(code))
        assert await seen(people, asked, AN) is None
        assert (await people.data(asked, TRANSFERS))["transfers"] == {"totalCount": 0, "nodes": []}


async def test_who_holds_no_role_sees_nobody_but_the_directory(people, facts):
    asked = await people.asked("committee_officer")
    assert await seen(people, asked, AN) is None
    place = global_id("Organization", facts.place("79"))
    assert (await people.data(asked, MEMBERS, at=place))["members"] == {"totalCount": 0, "nodes": []}
    assert (await people.data(asked, '{ organization(code: "79") { name } }'))["organization"]["name"]


async def test_a_member_sees_his_own_record_and_transfers(people, facts):
    for subject in (f"member@{AN}", f"member@{member_id(AN)}"):
        asked = await people.asked("member", subject=subject)
        assert (await seen(people, asked, AN))["fullName"] == "Nguyễn Văn An"
        assert await seen(people, asked, BINH) is None
        assert (await people.data(asked, TRANSFERS))["transfers"]["totalCount"] == 1
        assert (await people.data(asked, "{ viewer { member { fullName } } }"))["viewer"]["member"]["fullName"]


async def test_an_account_that_only_looks_like_a_members_sees_nothing(people, facts):
    for role, subject in (("committee_officer", f"member@{AN}"), ("member", f"user@{AN}"), ("member", "member@x")):
        asked = await people.asked(role, subject=subject)
        assert await seen(people, asked, AN) is None


async def test_a_grant_counts_only_within_its_dates_and_for_its_role_class(people, facts):
    from datetime import date

    at = facts.place("79")
    await people.told(
        facts.grant("late", "committee_officer", at, valid_to=date(2026, 11, 20)),
        facts.grant("two", "operator", at),
    )
    for role, subject in (("committee_officer", "late"), ("committee_officer", "two")):
        assert await seen(people, await people.asked(role, subject=subject), AN) is None


async def test_every_body_on_the_route_reads_the_transfer_and_no_other(people, facts):
    for code in ("79.26740.001", "79.26740", "79", "82", "82.29869", "82.29869.001"):
        asked = await people.asked("committee_officer", facts.place(code))
        found = (await people.data(asked, TRANSFERS))["transfers"]
        assert found["totalCount"] == 1, code
        assert found["nodes"][0]["member"]["fullName"] == "Nguyễn Văn An"
        assert found["nodes"][0]["timeline"][1]["remark"] == "Tốt"
    for code in ("79.26740.002", "79.26743", "00"):
        asked = await people.asked("committee_officer", facts.place(code))
        assert (await people.data(asked, TRANSFERS))["transfers"]["totalCount"] == 0, code


async def test_the_receiving_side_knows_the_member_from_the_transfer_only(people, facts):
    asked = await people.asked("committee_officer", facts.place("82.29869"))
    query = "{ transfers(first: 1) { nodes { member { fullName admittedOn homeCell { code } } } } }"
    result = await people.answer(asked, query)
    member = result.data["transfers"]["nodes"][0]["member"]
    assert member == {"fullName": "Nguyễn Văn An", "admittedOn": None, "homeCell": {"code": "79.26740.001"}}
    assert result.extensions["masked"] == [
        {"path": ["transfers", "nodes", 0, "member", "admittedOn"], "reason": "OUT_OF_SCOPE"}
    ]
    assert await seen(people, asked, AN) is None


async def test_a_pull_tells_no_name_before_the_origin_has_agreed(people, facts):
    move = uuid4()
    await people.told(facts.requested(move, AN, pull=True))
    query = "query($id: ID!) { transfer(id: $id) { state member { fullName } } }"
    asked = await people.asked("cell_secretary", facts.place("82.29869.001"))
    mine = await people.asked("cell_secretary", facts.place("79.26740.001"))
    await people.told(facts.requested(MOVE, BINH))  # An is known from no other transfer here

    async def name(viewer):
        found = (await people.data(viewer, query, id=global_id("Transfer", move)))["transfer"]
        return found["member"] and found["member"]["fullName"]

    assert await name(asked) is None
    assert await name(mine) == "Nguyễn Văn An"
    reviewed = facts.requested(move, AN)
    await people.told(TransferReviewed(transfer=move, member=AN, standing=reviewed.standing, act=reviewed.act))
    assert await name(asked) == "Nguyễn Văn An"


async def test_an_auditor_says_why_or_reads_no_identity(people, facts):
    asked = await people.asked("auditor", facts.place("79"))
    result = await people.answer(asked, MEMBER, id=member_id(AN))
    assert result.data["member"]["fullName"] is None
    assert {entry["reason"] for entry in result.extensions["masked"]} == {"PURPOSE_IS_NEEDED"}
    said = await people.data(asked, MEMBER, id=member_id(AN), purpose="Kiểm tra theo kế hoạch 12")
    assert said["member"]["fullName"] == "Nguyễn Văn An"
    place = global_id("Organization", facts.place("79"))
    assert (await people.data(asked, MEMBERS, at=place, search="An"))["members"]["totalCount"] == 0


async def test_an_erased_person_is_null_with_the_reason_and_still_counted(people, facts):
    people.keys.erased.add(AN)
    await people.told(PersonErased(member=AN))
    asked = await people.asked("committee_officer", facts.place("79"))
    result = await people.answer(asked, MEMBER, id=member_id(AN))
    assert result.data["member"]["fullName"] is None
    assert result.data["member"]["fileNumber"] is None
    assert {entry["reason"] for entry in result.extensions["masked"]} == {"ERASED"}
    assert (await people.data(asked, "{ census { members } }"))["census"]["members"] == 1
    timeline = (await people.data(asked, TRANSFERS))["transfers"]["nodes"][0]["timeline"]
    assert all(entry["remark"] is None for entry in timeline)


@pytest.mark.parametrize(
    ("role", "at", "members"),
    [("committee_officer", "00", 2), ("operator", "00", 2), ("committee_officer", "79", 1),
     ("cell_secretary", "79.26740.002", 0)],
)  # fmt: skip
async def test_figures_follow_the_scope_and_the_root_gets_them(people, facts, role, at, members):
    asked = await people.asked(role, facts.place(at))
    census = (await people.data(asked, "{ census { provinces communes cells members inTransit } }"))["census"]
    assert census["members"] == members
    assert (census["provinces"], census["communes"], census["cells"]) == (2, 3, 3)


async def test_a_census_outside_the_scope_counts_nobody_and_says_so(people, facts):
    query = "query($code: String) { census(code: $code) { cells all: members fullMembers } }"
    hidden = [{"path": ["census", field], "reason": "OUT_OF_SCOPE"} for field in ("all", "fullMembers")]
    asked = await people.asked("committee_officer", facts.place("79"))
    for code, seen_there, masked in (("82", 0, hidden), ("79.26740", 1, None), ("00", 1, hidden), (None, 1, None)):
        result = await people.answer(asked, query, code=code)
        assert result.data["census"]["all"] == seen_there
        assert (result.extensions or {}).get("masked") == masked, code
    nobody = await people.answer(await people.asked("committee_officer"), query)
    assert (nobody.data["census"]["all"], nobody.extensions["masked"]) == (0, hidden)


async def test_a_headcount_outside_the_scope_is_null_with_the_reason(people, facts):
    asked = await people.asked("committee_officer", facts.place("79"))
    query = "query($code: String) { organization(code: $code) { headcount { total full probationary inTransit } } }"
    mine = (await people.data(asked, query, code="79"))["organization"]["headcount"]
    assert mine == {"total": 1, "full": 1, "probationary": 0, "inTransit": 1}
    result = await people.answer(asked, query, code="82")
    assert result.data["organization"]["headcount"] is None
    assert result.extensions["masked"][0]["reason"] == "OUT_OF_SCOPE"


async def test_members_are_listed_by_given_name_and_found_without_accents(people, facts):
    cell = facts.place("79.26740.001")
    names = ("Lê Thị Ánh", "Phạm Đức Ân", "Đỗ Văn Bảo")
    await people.told(*(facts.registered(uuid4(), cell, name) for name in names))
    asked = await people.asked("cell_secretary", cell)
    place = global_id("Organization", cell)
    found = (await people.data(asked, MEMBERS, at=place))["members"]
    assert [node["fullName"] for node in found["nodes"]] == ["Nguyễn Văn An", "Lê Thị Ánh", "Phạm Đức Ân", "Đỗ Văn Bảo"]
    searched = (await people.data(asked, MEMBERS, at=place, search="do van"))["members"]
    assert [node["fullName"] for node in searched["nodes"]] == ["Đỗ Văn Bảo"]
