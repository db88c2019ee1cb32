"""Service at home in the API: who sees a name and an address, and for how long; delta, tombstones, the day's groups."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.gateway.reading.ids import global_id
from services.membership.contracts import custody_facts as held
from services.membership.contracts import home_facts as told
from services.membership.contracts.facts import PersonErased
from services.membership.contracts.identity import custody_of_file
from services.membership.domain.custody.state import custody_of
from shared.vocabulary.facts import Sealed

AN, SERVICE = uuid4(), uuid4()
MOMENT = told.Moment(
    device_time=datetime(2026, 11, 20, 2, tzinfo=UTC),
    happened_at=datetime(2026, 11, 20, 1, 55, tzinfo=UTC),
    monotonic_offset_ms=60_000,
    skew_seconds=300,
)
COURIER = "giao@1"
SEEN = """query($id: ID!) { homeService(id: $id) { state taskCode memberName address captureKey oneTimeCode skewed
  member { fullName } custody { sealNumber incident custodian { kind officer } steps { fact witnessed } }
  visit { number officer } proofs { kind skewed } } }"""


def standing(state, visit=0, officer=None, **more):
    on = date(2026, 11, 20) if officer else None
    slot = "MORNING" if officer else None
    return told.HomeStanding(state=state, visit=visit, officer=officer, on=on, slot=slot, max_attempts=3, **more)


def asked(facts, service=SERVICE, member=AN, neighbourhood="Khu phố 1"):
    return told.HomeServiceRequested(
        home_service=service,
        member=member,
        organization=facts.place("79.26740"),
        standing=standing("REQUESTED"),
        service="COLLECT_AT_HOME",
        flow="FROM_HOME",
        carries_file=True,
        proofs=("SIGNATURE",),
        fallback=facts.place("79.26740"),
        home=facts.place("79.26740.001"),
        task_code="NHA-ABC123",
        asked_by="MEMBER",
        requested_by="member@x",
        consent_on=date(2026, 11, 18),
        eligible_by=Sealed("sealed home_eligible_by FLAG"),
        address=Sealed("sealed home_address 12 ngõ 3"),
        neighbourhood=Sealed(f"sealed home_neighbourhood {neighbourhood}"),
    )


def later(facts, kind, now, service=SERVICE, member=AN, **more):
    return kind(home_service=service, member=member, organization=facts.place("79.26740"), standing=now, **more)


def planned(facts, officer=COURIER, visit=1, before=None, **more):
    secrets = {
        "one_time_code": Sealed("sealed one_time_code K7QF2M9X"),
        "capture_key": Sealed("sealed capture_key 00ff"),
        "before": before,
    }
    return later(facts, told.HomeVisitScheduled, standing("SCHEDULED", visit, officer), **secrets, **more)


def done(facts, **more):
    now = standing("DONE", 1, COURIER)
    proven = {"proofs": (), "kinds": ("SIGNATURE",), "recipient": "MEMBER", "moment": MOMENT}
    return later(facts, told.HomeServiceCompleted, now, **proven, **more)


def in_custody(fact, who, **more):
    standing = held.CustodyStanding(
        custodian=who, seal_number="NP-1", inventory_hash="h", papers=3, incident=more.pop("incident", None)
    )
    return fact(custody=custody_of_file(AN), home_service=SERVICE, member=AN, standing=standing, moment=MOMENT, **more)


@pytest.fixture
async def known(gateway, facts):
    await gateway.told(facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"), asked(facts), planned(facts))
    return gateway


async def courier(known, facts, code="79.26740", subject=COURIER):
    return await known.asked("home_visit_officer", facts.place(code), subject=subject)


async def seen(known, asked):
    return (await known.data(asked, SEEN, id=global_id("HomeService", SERVICE)))["homeService"]


async def test_the_officer_sees_name_address_and_code_until_the_task_ends(known, facts):
    officer = await courier(known, facts)
    shown = await seen(known, officer)
    assert (shown["memberName"], shown["address"], shown["taskCode"]) == ("Nguyễn Văn An", "12 ngõ 3", "NHA-ABC123")
    assert (shown["captureKey"], shown["oneTimeCode"], shown["member"]) == ("00ff", None, None)
    assert {look.member for look in officer.looks.all()} == {AN}
    fields = {field for look in officer.looks.all() for field in look.fields}
    assert {"memberName", "address"} <= fields
    await known.told(done(facts))
    assert await seen(known, officer) is None
    kept = await known.pool.fetchrow("select address, capture_key, one_time_code from home_services_places")
    assert dict(kept) == {"address": None, "capture_key": None, "one_time_code": None}


async def test_nobody_else_sees_the_address(known, facts):
    for role, code, subject in (
        ("home_visit_officer", "79.26740", "other@1"),
        ("home_visit_officer", "79.26743", COURIER),
        ("home_visit_officer", "82", COURIER + "2"),
        ("committee_officer", "82", ""),
        ("operator", "00", ""),
    ):
        assert (
            await seen(known, await known.asked(role, facts.place(code), subject=subject)) is None or code == "79.26743"
        )
    for role, code in (("committee_officer", "79.26740"), ("cell_secretary", "79.26740.001")):
        asked_by = await known.asked(role, facts.place(code))
        shown = await seen(known, asked_by)
        assert (shown["memberName"], shown["address"], shown["captureKey"]) == ("Nguyễn Văn An", None, None)
        assert {"path": ["homeService", "address"], "reason": "OUT_OF_SCOPE"} in asked_by.masked


async def test_the_member_alone_sees_the_one_time_code(known, facts):
    himself = await known.asked("member", subject=f"member@{AN}")
    shown = await seen(known, himself)
    assert (shown["oneTimeCode"], shown["address"], shown["captureKey"]) == ("K7QF2M9X", "12 ngõ 3", None)
    other = await known.asked("member", subject=f"member@{uuid4()}")
    assert await seen(known, other) is None


async def test_a_reassigned_visit_leaves_the_first_officer_at_once(known, facts):
    first = await courier(known, facts)
    await known.told(planned(facts, officer="giao@2", visit=2, before=COURIER))
    assert await seen(known, first) is None
    assert (await seen(known, await courier(known, facts, subject="giao@2")))["visit"]["number"] == 2


async def test_a_role_that_has_ended_sees_nothing(known, facts):
    await courier(known, facts)
    await known.pool.execute("delete from authority_grants")
    officer = await known.asked("home_visit_officer", None, subject=COURIER)
    assert await seen(known, officer) is None


async def test_an_erasure_blanks_place_and_name(known, facts):
    await known.told(PersonErased(member=AN))
    shown = await seen(known, await courier(known, facts))
    assert (shown["memberName"], shown["address"]) == (None, None)
    rows = await known.pool.fetch("select neighbourhood from home_services")
    assert [row["neighbourhood"] for row in rows] == [None]


async def test_the_custody_is_shown_without_the_witness(known, facts):
    officer = held.Custodian(kind="OFFICER", officer=COURIER)
    member = held.Custodian(kind="MEMBER")
    given = {"giver": member, "receiver": officer, "seal_number": "NP-1", "intact": False, "witnessed": True}
    await known.told(
        in_custody(held.FileSealed, member),
        in_custody(held.FileHandedOver, officer, **given),
        in_custody(held.CustodyIncidentOpened, officer, kind="SEAL_BROKEN", incident="SEAL_BROKEN"),
    )
    shown = (await seen(known, await known.asked("committee_officer", facts.place("79"))))["custody"]
    assert (shown["sealNumber"], shown["incident"]) == ("NP-1", "SEAL_BROKEN")
    assert shown["custodian"] == {"kind": "OFFICER", "officer": COURIER}
    assert [(step["fact"], step["witnessed"]) for step in shown["steps"]] == [
        ("FileSealed", None), ("FileHandedOver", True), ("CustodyIncidentOpened", None),
    ]  # fmt: skip


def test_both_sides_name_the_custody_alike():
    assert custody_of(AN) == custody_of_file(AN)


async def test_a_day_is_grouped_by_officer_and_neighbourhood(known, facts):
    for n, quarter in enumerate(("Khu phố 2", "Khu phố 1", "Khu phố 2")):
        service, member = UUID(int=n + 1), UUID(int=n + 100)
        await known.told(
            facts.registered(member, facts.place("79.26740.001"), "Trần Văn Bê"),
            asked(facts, service, member, quarter),
            planned(facts, service=service, member=member),
        )
    planner = await known.asked("committee_officer", facts.place("79.26740"))
    query = "query($on: Date!) { homeVisitDay(on: $on) { officer neighbourhood visits { taskCode } } }"
    day = (await known.data(planner, query, on="2026-11-20"))["homeVisitDay"]
    assert [(group["neighbourhood"], len(group["visits"])) for group in day] == [("Khu phố 1", 2), ("Khu phố 2", 2)]
