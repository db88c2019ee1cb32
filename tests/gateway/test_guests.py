"""Guests: away from home for a time, counted beside the headcount, home in the end."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from services.gateway.reading.ids import global_id
from services.membership.contracts.facts import Act, GuestAdmitted, GuestReturned, GuestStayProlonged

AN, AWAY = uuid4(), uuid4()
MEMBER = "query($id: ID!) { member(id: $id) { homeCell { code } temporaryCell { code } } }"
COUNT = "query($c: String) { organization(code: $c) { headcount { total temporaryGuests inTransit } } }"
TRANSFER = "query($id: ID!) { transfer(id: $id) { kind returnBy returnedOn timeline { step text } } }"


def told(facts, fact, step, **more):
    standing = facts.standing("CONFIRMED", 0, kind="TEMPORARY", return_by=date(2027, 3, 1), **more.pop("standing", {}))
    act = Act(organization=facts.place("82.29869.001"), acted_on=date(2026, 11, 15), step=step)
    return fact(transfer=AWAY, member=AN, standing=standing, act=act, **more)


@pytest.fixture
async def away(gateway, facts):
    asked = msgspec.structs.replace(facts.requested(AWAY, AN), kind="TEMPORARY")
    introduced = facts.introduced(AWAY, AN)
    standing = msgspec.structs.replace(introduced.standing, kind="TEMPORARY")
    here, there = facts.place("79.26740.001"), facts.place("82.29869.001")
    stay = {"home": here, "cell": there, "since": date(2026, 11, 15), "return_by": date(2027, 3, 1)}
    await gateway.told(
        facts.registered(AN, here, "Nguyễn Văn An"),
        asked,
        msgspec.structs.replace(introduced, standing=standing),
        told(facts, GuestAdmitted, "ADMIT", **stay),
    )
    return gateway


async def count(away, facts, code):
    asked = await away.asked("committee_officer", facts.place(code))
    return (await away.data(asked, COUNT, c=code))["organization"]["headcount"]


async def test_a_guest_is_at_home_at_home_and_counted_there(away, facts):
    asked = await away.asked("cell_secretary", facts.place("79.26740.001"))
    found = (await away.data(asked, MEMBER, id=global_id("Member", AN)))["member"]
    assert found == {"homeCell": {"code": "79.26740.001"}, "temporaryCell": {"code": "82.29869.001"}}
    assert await count(away, facts, "79.26740") == {"total": 1, "temporaryGuests": 0, "inTransit": 0}
    assert await count(away, facts, "82.29869") == {"total": 0, "temporaryGuests": 1, "inTransit": 0}


async def test_a_stay_is_prolonged_and_ends(away, facts):
    later = {"return_by": date(2027, 5, 1)}
    await away.told(told(facts, GuestStayProlonged, "EXTEND", **later))
    await away.told(
        told(facts, GuestReturned, "END", returned_on=date(2026, 11, 18), standing={"returned_on": date(2026, 11, 18)})
    )
    asked = await away.asked("cell_secretary", facts.place("79.26740.001"))
    found = (await away.data(asked, MEMBER, id=global_id("Member", AN)))["member"]
    assert found["temporaryCell"] is None
    transfer = (await away.data(asked, TRANSFER, id=global_id("Transfer", AWAY)))["transfer"]
    assert (transfer["kind"], transfer["returnedOn"]) == ("TEMPORARY", "2026-11-18")
    assert [entry["step"] for entry in transfer["timeline"]] == ["REQUEST", "ENDORSE", "ADMIT", "EXTEND", "END"]
    assert transfer["timeline"][-1]["text"] == "Hết sinh hoạt tạm thời"
    assert (await count(away, facts, "82.29869"))["temporaryGuests"] == 0
