"""Transfers: what the facts' standing says is what the API shows; the home changes at admission and nowhere else."""

from datetime import date
from uuid import uuid4

import pytest

from services.gateway.reading.ids import global_id
from services.membership.contracts.facts import (
    Act,
    Replaced,
    TransferClockPaused,
    TransferReaddressed,
    TransferReturned,
)

AN, MOVE = uuid4(), uuid4()
TRANSFER = """query($id: ID!) { transfer(id: $id) {
  id version kind reason state allowedSteps pull startBy startedLate introducedOn presentBy presentedOn admittedOn
  overdue paperLost onHold origin { code } destination { code } currentHolder { code } member { fullName }
  route { index originSide current organization { code } } letter { number issuedOn presentBy issuer { code } }
  timeline { step text state actedOn recordedAt organization { code } remark } } }"""


@pytest.fixture
async def moving(gateway, facts):
    await gateway.told(facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"), facts.requested(MOVE, AN))
    await gateway.told(facts.introduced(MOVE, AN))
    return gateway


async def test_a_transfer_is_shown_as_its_facts_say(moving, facts):
    asked = await moving.asked("committee_officer", facts.place("79.26740"))
    found = (await moving.data(asked, TRANSFER, id=global_id("Transfer", MOVE)))["transfer"]
    assert (found["state"], found["version"], found["allowedSteps"]) == ("INTRODUCED", 2, ["RECEIVE", "RETURN"])
    assert found["currentHolder"]["code"] == "82.29869"
    assert [(hop["organization"]["code"], hop["originSide"], hop["current"]) for hop in found["route"]] == [
        ("79.26740.001", True, False),
        ("79.26740", True, False),
        ("82.29869", False, True),
        ("82.29869.001", False, False),
    ]
    assert found["letter"] == {
        "number": "12-GTSHĐ",
        "issuedOn": "2026-11-05",
        "presentBy": "2026-12-17",
        "issuer": {"code": "79.26740"},
    }
    assert [entry["step"] for entry in found["timeline"]] == ["REQUEST", "ENDORSE"]


async def test_a_pause_is_shown_with_its_day_and_told(moving, facts):
    since = date(2026, 11, 9)
    act = Act(organization=facts.place("79.26740"), acted_on=since, step="PAUSE")
    standing = facts.standing("INTRODUCED", 2, "RECEIVE", paused_since=since, present_by=date(2026, 12, 17))
    await moving.told(TransferClockPaused(transfer=MOVE, member=AN, standing=standing, act=act, since=since))
    asked = await moving.asked("committee_officer", facts.place("79"))
    query = "query($id: ID!) { transfer(id: $id) { clockPausedSince presentBy timeline { step text } } }"
    found = (await moving.data(asked, query, id=global_id("Transfer", MOVE)))["transfer"]
    assert (found["clockPausedSince"], found["presentBy"]) == ("2026-11-09", "2026-12-17")
    assert found["timeline"][-1] == {"step": "PAUSE", "text": "Tạm dừng tính hạn: cơ quan đang mang hồ sơ"}


async def test_a_transfer_says_from_where_it_was_redirected(moving, facts):
    ended, heir = facts.place("82.29869"), facts.place("79.26743")
    act = Act(organization=heir, acted_on=date(2026, 11, 12), step="READDRESS")
    fact = TransferReaddressed(
        transfer=MOVE, member=AN, standing=facts.standing("INTRODUCED", 2, "RECEIVE"), act=act,
        origin=facts.place("79.26740.001"), destination=facts.place("82.29869.001"), replaced=(Replaced(ended, heir),),
    )  # fmt: skip
    await moving.told(fact)
    asked = await moving.asked("committee_officer", facts.place("79"))
    query = "query($id: ID!) { transfer(id: $id) { redirectedFrom { from { code } to { code } on } } }"
    found = (await moving.data(asked, query, id=global_id("Transfer", MOVE)))["transfer"]
    assert found["redirectedFrom"] == [{"from": {"code": "82.29869"}, "to": {"code": "79.26743"}, "on": "2026-11-12"}]


async def test_the_catalogue_of_kinds_says_paper_opening_and_clocks(moving, facts):
    asked = await moving.asked("committee_officer", facts.place("79"))
    query = "{ transferKinds { kind name paper boxes openedBy movesHome letter startsInTime reviewedByCell } }"
    kinds = {kind.pop("kind"): kind for kind in (await moving.data(asked, query))["transferKinds"]}
    assert len(kinds) == 8
    assert kinds["COLLECTIVE"] == {
        "name": "Chuyển giao tập thể", "paper": "SIGNED_LIST", "boxes": 0, "openedBy": "RESTRUCTURING",
        "movesHome": True, "letter": False, "startsInTime": False, "reviewedByCell": False,
    }  # fmt: skip
    assert (kinds["ORG_DISBANDED"]["boxes"], kinds["TEMPORARY"]["movesHome"]) == (10, False)


async def test_the_timeline_is_told_in_the_viewers_language(moving, facts):
    texts = []
    for language in ("vi", "en"):
        asked = await moving.asked("committee_officer", facts.place("79"), language=language)
        found = (await moving.data(asked, TRANSFER, id=global_id("Transfer", MOVE)))["transfer"]
        texts.append(found["timeline"][1]["text"])
    assert texts == ["Đã cấp giấy giới thiệu", "The letter of introduction was issued"]


async def test_the_home_changes_at_admission(moving, facts):
    home = """query($id: ID!, $on: Date, $known: DateTime) {
      member(id: $id) { homeCell(asOf: $on, knownAt: $known) { code } } }"""
    member = global_id("Member", AN)
    cell = {"origin": {"code": "79.26740.001"}, "destination": {"code": "82.29869.001"}}
    asked = await moving.asked("cell_secretary", facts.place("79.26740.001"))
    assert (await moving.data(asked, home, id=member))["member"]["homeCell"] == cell["origin"]
    before = moving.known
    await moving.told(facts.admitted(MOVE, AN))
    assert (await moving.data(asked, home, id=member))["member"] is None
    asked = await moving.asked("cell_secretary", facts.place("82.29869.001"))

    async def at(on=None, known=None):
        return (await moving.data(asked, home, id=member, on=on, known=known))["member"]["homeCell"]

    assert await at() == cell["destination"]
    assert await at("2026-11-14") == cell["origin"]
    assert await at("2026-11-15") == cell["destination"]
    assert await at("2026-11-15", before.isoformat()) == cell["origin"]


async def test_census_counts_each_member_once_on_every_day(moving, facts):
    await moving.told(facts.admitted(MOVE, AN))
    asked = await moving.asked("committee_officer", facts.place("00"))
    query = """query($on: Date) { a: census(code: "79", asOf: $on) { members inTransit }
        b: census(code: "82", asOf: $on) { members inTransit } }"""
    expected = {
        "2025-06-30": ((0, 0), (0, 0)),
        "2025-07-01": ((1, 0), (0, 0)),
        "2026-11-04": ((1, 0), (0, 0)),
        "2026-11-05": ((1, 1), (0, 0)),
        "2026-11-14": ((1, 1), (0, 0)),
        "2026-11-15": ((0, 0), (1, 0)),
    }
    for day, figures in expected.items():
        found = await moving.data(asked, query, on=day)
        assert tuple((found[side]["members"], found[side]["inTransit"]) for side in "ab") == figures, day


async def test_back_at_the_origin_for_a_new_letter_nobody_is_on_the_way(moving, facts):
    returned = facts.standing("RETURNED_FOR_CORRECTION", 0, "REVIEW")
    act = facts.requested(MOVE, AN).act
    await moving.told(
        TransferReturned(transfer=MOVE, member=AN, standing=returned, act=act, to_hop=0, voided_number="12-GTSHĐ")
    )
    asked = await moving.asked("committee_officer", facts.place("79"))
    assert (await moving.data(asked, "{ census { inTransit members } }"))["census"] == {"inTransit": 0, "members": 1}
    found = (await moving.data(asked, TRANSFER, id=global_id("Transfer", MOVE)))["transfer"]
    assert found["letter"] is None


async def test_transfers_are_filtered_and_listed_newest_first(moving, facts):
    other, binh = uuid4(), uuid4()
    await moving.told(facts.registered(binh, facts.place("79.26740.001"), "Bình"), facts.requested(other, binh))
    asked = await moving.asked("committee_officer", facts.place("79"))
    query = """query($at: ID, $state: TransferState, $overdue: Boolean, $after: String) {
      transfers(organization: $at, state: $state, overdue: $overdue, first: 1, after: $after) {
        totalCount nodes { id } pageInfo { endCursor hasNextPage } } }"""
    first = (await moving.data(asked, query))["transfers"]
    assert (first["totalCount"], first["nodes"][0]["id"]) == (2, global_id("Transfer", other))
    second = (await moving.data(asked, query, after=first["pageInfo"]["endCursor"]))["transfers"]
    assert (second["nodes"][0]["id"], second["pageInfo"]["hasNextPage"]) == (global_id("Transfer", MOVE), False)
    assert (await moving.data(asked, query, state="REQUESTED"))["transfers"]["totalCount"] == 1
    assert (await moving.data(asked, query, overdue=True))["transfers"]["totalCount"] == 0
    for code, total in (("82", 2), ("79.26743", 0)):
        at = global_id("Organization", facts.place(code))
        assert (await moving.data(asked, query, at=at))["transfers"]["totalCount"] == total


async def test_statements_do_not_grow_with_rows(moving, facts):
    """At most one for each place of the document that reads: transfers, member, home's path, his transfers and
    their count, route, its parents, holder, timeline and its bodies, issuer."""
    query = """query($first: Int!) { transfers(first: $first) { nodes { state
      member { fullName homeCell { path { name } } transfers(first: 2) { totalCount nodes { state } } }
      route { organization { name parent { name } } }
      currentHolder { name } timeline { organization { name } } letter { issuer { name } } } } }"""
    asked = await moving.asked("committee_officer", facts.place("79"))
    for number in range(20):
        member, move = uuid4(), uuid4()
        await moving.told(
            facts.registered(member, facts.place("79.26740.001"), f"Người {number}"),
            facts.requested(move, member),
            facts.introduced(move, member),
        )
    found = await moving.data(asked, query, first=100)
    assert len(found["transfers"]["nodes"]) == 21
    assert moving.statements <= 11
