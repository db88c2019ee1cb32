"""A member's life in the API: decisions, corrections, holds for the deciding, badges, fees and the file's inventory."""

from datetime import date
from uuid import uuid4

import pytest

from services.gateway.membership.badges import next_badge, years_of
from services.gateway.reading.ids import global_id
from services.membership.contracts.enums import MemberDecision
from services.membership.contracts.facts import (
    MemberCorrected,
    MemberHoldLifted,
    MemberHoldPlaced,
    MemberStateDecided,
    PersonErased,
)
from services.membership.contracts.requests import CorrectMember, DecideMemberState, LiftHold, PlaceHold
from shared.vocabulary.facts import Sealed
from shared.vocabulary.requests import Receipt

AN, MOVE = uuid4(), uuid4()
LIFE = """query($id: ID!) { member(id: $id) { state exempt fullName fileNumber seniorityYears feesPaidThrough
  nextBadge { level eligibleOn } hold { documentNumber placedOn organization { code } }
  fileInventory { kind number dated hash holder { code } } } }"""


@pytest.fixture
async def known(gateway, facts):
    cell = facts.place("79.26740.001")
    await gateway.told(facts.registered(AN, cell, "Nguyễn Văn An", admitted_on=date(1997, 2, 3)))
    return gateway


async def life(known, facts, role="committee_officer", code="79.26740", **more):
    asked = await known.asked(role, facts.place(code) if code else None, **more)
    return (await known.data(asked, LIFE, id=global_id("Member", AN)))["member"], asked


def decided(kind, state="FULL", on=date(2026, 11, 10), **more):
    given = {"exempt": False, "decision_number": Sealed("sealed decision_number 7-QĐ"), **more}
    return MemberStateDecided(member=AN, decision=kind, state=state, decided_on=on, effective_on=on, **given)


async def test_seniority_and_the_badge_ahead(known, facts):
    member, _ = await life(known, facts)
    assert (member["seniorityYears"], member["nextBadge"]) == (29, {"level": 30, "eligibleOn": "2027-02-03"})
    await known.told(
        MemberCorrected(member=AN, on=date(2026, 11, 1), evidence_hash="abc", seniority_from=date(1982, 1, 1))
    )
    member, _ = await life(known, facts)
    assert (member["seniorityYears"], member["nextBadge"]["level"]) == (44, 45)


@pytest.mark.parametrize(
    ("since", "today", "years", "badge"),
    [
        (date(1996, 2, 29), date(2026, 2, 28), 29, (30, date(2026, 3, 1))),
        (date(1996, 2, 29), date(2026, 3, 1), 30, (30, date(2026, 3, 1))),
        (date(1996, 2, 29), date(2026, 3, 2), 30, (40, date(2036, 2, 29))),
        (date(1936, 1, 1), date(2026, 1, 2), 90, None),
        (date(2026, 5, 1), date(2026, 5, 1), 0, (30, date(2056, 5, 1))),
    ],
)
def test_thirty_then_forty_then_every_five_years(since, today, years, badge):
    assert (years_of(since, today), next_badge(since, today)) == (years, badge)


async def test_a_decision_changes_state_and_count_and_stands_in_the_file(known, facts):
    await known.told(decided("EXEMPTED", exempt=True))
    member, _ = await life(known, facts)
    assert member["exempt"] is True
    await known.told(decided("REMOVED", "REMOVED"))
    member, asked = await life(known, facts)
    assert (member["state"], member["nextBadge"]) == ("REMOVED", None)
    assert [(part["kind"], part["number"]) for part in member["fileInventory"]] == [
        ("EXEMPTED", "7-QĐ"),
        ("REMOVED", "7-QĐ"),
    ]
    count = "query($on: Date) { census(asOf: $on) { members } }"
    found = [(await known.data(asked, count, on=on))["census"]["members"] for on in ("2026-11-09", "2026-11-10")]
    assert found == [1, 0]


async def test_a_correction_replaces_what_it_names(known, facts):
    right = {"full_name": Sealed("sealed full_name Nguyễn Văn Ân"), "file_number": Sealed("sealed file_number 1 SG")}
    await known.told(MemberCorrected(member=AN, on=date(2026, 11, 1), evidence_hash="sha256:ab", **right))
    member, asked = await life(known, facts)
    assert (member["fullName"], member["fileNumber"]) == ("Nguyễn Văn Ân", "1 SG")
    assert member["fileInventory"][0]["hash"] == "sha256:ab"
    by_number = await known.data(asked, 'query { member(fileNumber: "1 SG") { fullName } }')
    assert by_number["member"]["fullName"] == "Nguyễn Văn Ân"


async def test_a_hold_is_for_the_deciding_only(known, facts):
    body = {"organization": facts.place("79"), "document_number": Sealed("sealed document_number 5-UBKT")}
    await known.told(MemberHoldPlaced(member=AN, on=date(2026, 11, 3), **body))
    shown, _ = await life(known, facts)
    assert shown["hold"] == {"documentNumber": "5-UBKT", "placedOn": "2026-11-03", "organization": {"code": "79"}}
    for role, code, subject in (("cell_secretary", "79.26740.001", ""), ("member", None, f"member@{AN}")):
        hidden, asked = await life(known, facts, role, code, subject=subject)
        assert hidden["hold"] is None
        assert {"path": ["member", "hold"], "reason": "OUT_OF_SCOPE"} in asked.masked
    await known.told(MemberHoldLifted(member=AN, on=date(2026, 11, 9), **body))
    assert (await life(known, facts))[0]["hold"] is None


async def test_fees_are_paid_through_the_month_of_the_letter(known, facts):
    await known.told(facts.requested(MOVE, AN, decision_number="12-QĐ/TU"), facts.introduced(MOVE, AN))
    own, _ = await life(known, facts, "member", None, subject=f"member@{AN}")
    assert own["feesPaidThrough"] == "2026-11"
    assert [part["kind"] for part in own["fileInventory"]] == ["MOVE_DECISION", "INTRODUCTION_LETTER"]


async def test_erasure_blanks_the_numbers(known, facts):
    await known.told(decided("EXEMPTED", exempt=True), PersonErased(member=AN))
    member, _ = await life(known, facts)
    assert (member["fileInventory"][0]["number"], member["fullName"]) == (None, None)


async def test_the_mutations_post_what_they_say(known, facts):
    asked = await known.asked("committee_officer", facts.place("79"))
    known.hand.answer = Receipt(thing="member", id=AN, version=2, position="")
    member, place = global_id("Member", AN), global_id("Organization", facts.place("79"))
    command = {"commandId": str(uuid4()), "memberId": member}
    hold = {"organizationId": place, "documentNumber": "5-UBKT"}
    for name, kind, body, request in (
        ("placeHold", "HoldInput", hold, PlaceHold),
        ("liftHold", "HoldInput", hold, LiftHold),
        (
            "decideMemberState",
            "DecideMemberStateInput",
            {"decision": "DECEASED", "decisionDate": "2026-11-01"},
            DecideMemberState,
        ),
        ("correctMember", "CorrectMemberInput", {"evidenceHash": "sha256:ab", "fullName": "Lê An"}, CorrectMember),
    ):
        query = f"mutation($in: {kind}!) {{ {name}(input: $in) {{ member {{ id }} errors {{ __typename }} }} }}"
        payload = (await known.data(asked, query, **{"in": {**command, **body}}))[name]
        assert payload == {"member": {"id": member}, "errors": []}
        assert isinstance(known.hand.posted[-1][1], request)
        assert known.hand.posted[-1][1].member_id == AN
    assert known.hand.posted[2][1].decision is MemberDecision.DECEASED


async def test_a_linked_account_reads_its_own_record(known, facts):
    await known.told(facts.grant("an.nguyen", "member", facts.place("00"), member=AN))
    own, _ = await life(known, facts, "member", None, subject="an.nguyen")
    assert own["fullName"] == "Nguyễn Văn An"
    none, _ = await life(known, facts, "member", None, subject="binh.tran")
    assert none is None


async def test_the_dossier_says_what_is_missing(known, facts):
    query = "query($id: ID!) { transfer(id: $id) { dossier { kind text required present missing number } } }"
    await known.told(facts.requested(MOVE, AN))
    asked = await known.asked("member", None, subject=f"member@{AN}", language="en")
    items = (await known.data(asked, query, id=global_id("Transfer", MOVE)))["transfer"]["dossier"]
    assert [item["kind"] for item in items if item["missing"]] == ["MOVE_DECISION", "INTRODUCTION_LETTER"]
    assert items[3] == {
        "kind": "PARTY_CARD",
        "text": "The party card, to be shown",
        "required": True,
        "present": None,
        "missing": False,
        "number": None,
    }
    await known.told(facts.introduced(MOVE, AN))
    items = (await known.data(asked, query, id=global_id("Transfer", MOVE)))["transfer"]["dossier"]
    assert [item["number"] for item in items if item["present"]] == ["12-GTSHĐ"]
