"""Figures and registers from the facts of members: admissions against plans, the service at home, letters by number."""

from datetime import date
from uuid import uuid4

import pytest

from services.gateway.reading.ids import global_id
from services.membership.contracts.facts import Act, MemberStateDecided, TransferPaperReissued
from services.membership.contracts.home_facts import HomeServiceCompleted, HomeVisitFailed
from services.organization.contracts.facts import PolicySet
from shared.vocabulary.facts import Sealed
from tests.gateway.test_home_services import MOMENT, asked, later, planned, standing

AN, BINH, CUC, MOVE = uuid4(), uuid4(), uuid4(), uuid4()
ADMISSIONS = """query($o: ID!, $b: Date!, $e: Date!) { admissionReport(organization: $o, begin: $b, end: $e) {
  admitted plans { beginsOn endsOn planned admitted source } } }"""
INDICATORS = """query($o: ID!, $b: Date!, $e: Date!) { homeServiceIndicators(organization: $o, begin: $b, end: $e) {
  requested done atHome fellBack cancelled failedVisits medianDays servedTransfers servedLate otherTransfers otherLate
  } }"""
REGISTER = """query($o: ID!, $y: Int!) { letterRegister(organization: $o, year: $y, first: 10) { totalCount nodes {
  number issuedOn voided transfer { state member { fullName } } } } }"""
YEAR = {"b": "2026-01-01", "e": "2026-12-31"}


def at(facts, code):
    return global_id("Organization", facts.place(code))


@pytest.fixture
async def admitting(gateway, facts):
    """Two admitted this year in the ward, one of them by a decision that was cancelled; one long ago; and a plan."""
    cell, ward = facts.place("79.26740.001"), facts.place("79.26740")
    new = {"admitted_on": date(2026, 5, 19), "home_since": date(2026, 5, 19), "state": "PROBATIONARY"}
    await gateway.told(
        facts.registered(AN, cell, "Nguyễn Văn An", **new),
        facts.registered(BINH, cell, "Trần Thị Bình", **new),
        facts.registered(CUC, cell, "Lê Thị Cúc", admitted_on=date(2001, 2, 3)),
        MemberStateDecided(
            member=BINH, decision="ADMISSION_CANCELLED", state="ADMISSION_CANCELLED", exempt=False,
            decision_number=Sealed("sealed decision_number 1-QĐ"), decided_on=date(2026, 9, 1),
            effective_on=date(2026, 9, 1),
        ),
        PolicySet(
            organization=ward, organization_code="79.26740", key="admission.plan", valid_from=date(2026, 1, 1),
            valid_to=date(2027, 1, 1), value=12, source="3-KH/ĐU ngày 5-1-2026", confirmed=True,
        ),
    )  # fmt: skip
    return gateway


async def test_a_plan_of_admissions_against_the_facts(admitting, facts):
    viewer = await admitting.asked("committee_officer", facts.place("79.26740"))
    found = (await admitting.data(viewer, ADMISSIONS, o=at(facts, "79.26740"), **YEAR))["admissionReport"]
    assert found["admitted"] == 1
    assert found["plans"] == [
        {"beginsOn": "2026-01-01", "endsOn": "2026-12-31", "planned": 12, "admitted": 1,
         "source": "3-KH/ĐU ngày 5-1-2026"}
    ]  # fmt: skip
    before = {"b": "2025-01-01", "e": "2025-12-31"}
    found = (await admitting.data(viewer, ADMISSIONS, o=at(facts, "79.26740"), **before))["admissionReport"]
    assert found == {"admitted": 0, "plans": []}
    stranger = await admitting.asked("committee_officer", facts.place("82"))
    assert (await admitting.data(stranger, ADMISSIONS, o=at(facts, "79.26740"), **YEAR))["admissionReport"][
        "admitted"
    ] == 0


async def test_a_period_ends_after_it_begins(admitting, facts):
    viewer = await admitting.asked("committee_officer", facts.place("79.26740"))
    for query in (ADMISSIONS, INDICATORS):
        result = await admitting.answer(viewer, query, o=at(facts, "79.26740"), b="2026-05-01", e="2026-04-30")
        assert result.errors[0].extensions["code"] == "PERIOD_IS_NOT_IN_ORDER"


async def test_the_service_at_home_in_figures(gateway, facts):
    done, failed, moving = uuid4(), uuid4(), uuid4()
    await gateway.told(
        facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"),
        facts.registered(BINH, facts.place("79.26740.001"), "Trần Thị Bình"),
        facts.requested(MOVE, AN),
        facts.requested(moving, BINH),
        asked(facts, service=done),
        planned(facts, service=done),
        later(
            facts, HomeServiceCompleted, standing("DONE", 1), service=done, recipient="MEMBER",
            kinds=("SIGNATURE",), proofs=(), moment=MOMENT,
        ),
        asked(facts, service=failed, member=BINH),
        planned(facts, service=failed, member=BINH),
        later(
            facts, HomeVisitFailed, standing("FAILED_ATTEMPT", 1, attempts=1), service=failed, member=BINH,
            why="ABSENT", moment=MOMENT,
        ),
    )  # fmt: skip
    viewer = await gateway.asked("committee_officer", facts.place("79.26740"))
    month = {"b": "2026-11-01", "e": "2026-11-30"}
    found = (await gateway.data(viewer, INDICATORS, o=at(facts, "79.26740"), **month))["homeServiceIndicators"]
    assert found == {
        "requested": 2, "done": 1, "atHome": 1, "fellBack": 0, "cancelled": 0, "failedVisits": 1, "medianDays": 2.0,
        "servedTransfers": 0, "servedLate": 0, "otherTransfers": 2, "otherLate": 0,
    }  # fmt: skip


async def test_the_register_of_a_year_in_the_order_of_its_numbers(gateway, facts):
    await gateway.told(
        facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"),
        facts.requested(MOVE, AN),
        facts.introduced(MOVE, AN),
    )
    letter = {"letter_number": "101-GTSHĐ", "letter_issuer": facts.place("79.26740")}
    now = facts.standing("INTRODUCED", 2, "RECEIVE", introduced_on=date(2026, 11, 5), **letter)
    act = Act(organization=facts.place("79.26740"), acted_on=date(2026, 11, 9), step="REISSUE")
    await gateway.told(TransferPaperReissued(transfer=MOVE, member=AN, standing=now, act=act, voided_number="12-GTSHĐ"))
    viewer = await gateway.asked("committee_officer", facts.place("79.26740"))
    found = (await gateway.data(viewer, REGISTER, o=at(facts, "79.26740"), y=2026))["letterRegister"]
    assert [(line["number"], line["voided"]) for line in found["nodes"]] == [("12-GTSHĐ", True), ("101-GTSHĐ", False)]
    assert found["nodes"][0]["transfer"]["member"] == {"fullName": "Nguyễn Văn An"}
    assert (await gateway.data(viewer, REGISTER, o=at(facts, "79.26740"), y=2025))["letterRegister"]["totalCount"] == 0
    stranger = await gateway.asked("committee_officer", facts.place("82"))
    assert (await gateway.data(stranger, REGISTER, o=at(facts, "79.26740"), y=2026))["letterRegister"]["nodes"] == []
