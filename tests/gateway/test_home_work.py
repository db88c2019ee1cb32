"""Work at home in the queues: visits to plan, visits of the officer's own, broken seals; counted as they are listed."""

from services.gateway.reading.ids import global_id
from services.membership.contracts import custody_facts as held
from services.membership.contracts import home_facts as told
from tests.gateway.test_home_services import COURIER, SERVICE, asked, done, in_custody, later, planned, standing
from tests.gateway.test_work_queue import WARD, waiting


async def work(gateway, viewer):
    """What waits, as pairs of kind and mutation; the counts say the same."""
    found = await waiting(gateway, viewer)
    nodes = found["workQueue"]["nodes"]
    counts = {count["kind"]: count["count"] for count in found["workCounts"] if count["count"]}
    assert counts == {kind: [node["kind"] for node in nodes].count(kind) for kind in {n["kind"] for n in nodes}}
    assert all(node["thing"] == {"id": global_id("HomeService", SERVICE)} for node in nodes)
    return [(node["kind"], node["mutation"]) for node in nodes]


async def test_a_visit_goes_from_the_planner_to_the_officer_and_ends(gateway, facts):
    ward = await gateway.asked("committee_officer", facts.place(WARD))
    other = await gateway.asked("committee_officer", facts.place("79.26743"))
    courier = await gateway.asked("home_visit_officer", facts.place(WARD), subject=COURIER)
    stranger = await gateway.asked("home_visit_officer", facts.place(WARD), subject="giao@2")
    await gateway.told(asked(facts))
    assert await work(gateway, ward) == [("HOME_SERVICE", "scheduleHomeVisit")]
    await gateway.told(planned(facts))
    assert await work(gateway, ward) == []
    assert await work(gateway, courier) == [("HOME_VISIT", "submitVisitBatch")]
    due = (await waiting(gateway, courier))["workQueue"]["nodes"][0]
    assert due["dueOn"] == "2026-11-20"
    failed = standing("FAILED_ATTEMPT", 1, COURIER, attempts=1)
    moment = {"moment": told.Moment(**{n: getattr(done(facts).moment, n) for n in told.Moment.__struct_fields__})}
    await gateway.told(later(facts, told.HomeVisitFailed, failed, why="ABSENT", **moment))
    assert await work(gateway, ward) == [("HOME_SERVICE", "scheduleHomeVisit")]
    await gateway.told(planned(facts, visit=2), done(facts))
    for viewer in (ward, courier, other, stranger):
        assert await work(gateway, viewer) == []


async def test_a_broken_seal_waits_for_the_serving_committee(gateway, facts):
    ward = await gateway.asked("committee_officer", facts.place(WARD))
    member = held.Custodian(kind="MEMBER")
    await gateway.told(
        asked(facts),
        planned(facts),
        in_custody(held.FileSealed, member),
        in_custody(held.CustodyIncidentOpened, member, kind="SEAL_BROKEN", incident="SEAL_BROKEN"),
    )
    assert await work(gateway, ward) == [("CUSTODY_INCIDENT", "closeCustodyIncident")]
