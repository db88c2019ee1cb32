"""The offline app's side: a day in few bytes, deltas, tombstones, any page again; a batch with a result per item."""

import json
from uuid import UUID, uuid4

import pytest

from services.gateway.documents.trusted import document_of
from services.gateway.membership.home.visit_batch import MOST
from services.gateway.reading.ids import global_id
from services.membership.contracts import home_requests as ask
from services.membership.contracts.home_facts import HomeServiceCancelled
from services.membership.domain.refusals_home import ProofIsNotStored, VisitEndedOtherwise
from shared.vocabulary.facts import Sealed
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt
from tests.gateway.test_home_services import COURIER, asked, courier, done, later, planned, standing
from tests.gateway.test_schema import ROOT

DAY = 40
LIMIT = 50_000
SYNC = (ROOT / "examples/mobile/viec_den_nha_dong_bo.graphql").read_text(encoding="utf-8")
BATCH = (ROOT / "examples/mobile/viec_den_nha_gui.graphql").read_text(encoding="utf-8")
STREETS = ("Nguyễn Thị Minh Khai", "Võ Văn Tần", "Cách Mạng Tháng Tám", "Huỳnh Thúc Kháng")


def address(n):
    return Sealed(f"sealed home_address {n + 100}/{n} hẻm {n}, đường {STREETS[n % 4]}, tổ dân phố {n}, phường Sài Gòn")


async def a_day(gateway, facts, count=DAY):
    """A full day of one officer, every text as long as such texts are."""
    cell = facts.place("79.26740.001")
    for n in range(count):
        service, member = UUID(int=n + 1), UUID(int=n + 1_000)
        requested = asked(facts, service, member, f"Khu phố {n % 7}")
        await gateway.told(
            facts.registered(member, cell, "Nguyễn Hoàng Phương Thảo Nguyên"),
            type(requested)(**{**fields(requested), "address": address(n)}),
            planned(facts, service=service, member=member, visit=1),
        )


def fields(fact):
    return {name: getattr(fact, name) for name in fact.__struct_fields__}


async def sync(gateway, officer, after=None, first=100):
    return (await gateway.data(officer, SYNC, sau=after, soViec=first))["syncVisits"]


async def test_a_day_of_forty_visits_is_under_fifty_kilobytes(gateway, facts, record_property):
    await a_day(gateway, facts)
    officer = await courier(gateway, facts)
    told = await sync(gateway, officer)
    size = len(json.dumps({"data": {"syncVisits": told}}, ensure_ascii=False, separators=(",", ":")).encode())
    record_property("sync_bytes", size)
    print(f"syncVisits, first sync of a day of {DAY} visits: {size} bytes uncompressed")
    assert len(told["changes"]) == DAY and not told["hasMore"] and not told["tombstones"]
    assert all(task["memberName"] and task["address"] and task["captureKey"] for task in told["changes"])
    assert size <= LIMIT
    assert len(json.dumps(await sync(gateway, officer, told["nextCursor"]))) < 200


async def test_pages_resume_anywhere_and_repeat(gateway, facts):
    await a_day(gateway, facts, 7)
    officer = await courier(gateway, facts)
    first = await sync(gateway, officer, first=3)
    assert first["hasMore"] and await sync(gateway, officer, first=3) | {
        "serverTime": "",
        "nextCursor": "",
    } == first | {
        "serverTime": "",
        "nextCursor": "",
    }
    found, cursor = [task["id"] for task in first["changes"]], first["nextCursor"]
    while True:
        page = await sync(gateway, officer, cursor, first=3)
        found += [task["id"] for task in page["changes"]]
        cursor = page["nextCursor"]
        if not page["hasMore"]:
            break
    assert sorted(found) == sorted(global_id("HomeService", UUID(int=n + 1)) for n in range(7))


async def test_what_ends_or_goes_to_another_leaves_a_tombstone(gateway, facts):
    await a_day(gateway, facts, 4)
    officer = await courier(gateway, facts)
    cursor = (await sync(gateway, officer))["nextCursor"]
    one, two, three = (UUID(int=n) for n in (1, 2, 3))
    cancelled = {"remark": Sealed("sealed remark thôi")}
    await gateway.told(
        done(facts, service=one, member=UUID(int=1_000)),
        planned(facts, officer="giao@2", visit=2, before=COURIER, service=two, member=UUID(int=1_001)),
        later(facts, HomeServiceCancelled, standing("CANCELLED", 1, COURIER), three, UUID(int=1_002), **cancelled),
    )
    told = await sync(gateway, officer, cursor)
    assert told["changes"] == []
    assert sorted(told["tombstones"]) == sorted(global_id("HomeService", gone) for gone in (one, two, three))
    assert (await sync(gateway, officer))["tombstones"] == []  # a device that starts anew has nothing to forget
    other = await sync(gateway, await courier(gateway, facts, subject="giao@2"))
    assert [task["visit"]["number"] for task in other["changes"]] == [2]


async def test_a_role_that_ends_takes_everything_back(gateway, facts):
    await a_day(gateway, facts, 3)
    cursor = (await sync(gateway, await courier(gateway, facts)))["nextCursor"]
    await gateway.pool.execute("delete from authority_grants")
    told = await sync(gateway, await gateway.asked("home_visit_officer", None, subject=COURIER), cursor)
    assert (told["changes"], len(told["tombstones"])) == ([], 3)


def item(service=1, kind="START", **more):
    clocks = {"deviceTime": "2026-11-20T09:00:00+07:00", "syncedAt": "2026-11-20T08:00:00+07:00"}
    given = {"commandId": str(uuid4()), "homeServiceId": global_id("HomeService", UUID(int=service)), "visit": 1}
    return {**given, "kind": kind, "at": {**clocks, "monotonicOffsetMs": 3_600_000}, **more}


class Hand:
    """Membership's door: each request is answered as the test says."""

    def __init__(self, answers):
        self.answers, self.posted = answers, []

    async def send(self, service, request):
        self.posted.append(request)
        answer = self.answers.get(type(request))
        if isinstance(answer, Refusal):
            raise answer
        return Receipt(thing="home_service", id=request.home_service_id, version=4, position="")


async def test_a_batch_has_a_result_per_item_and_shows_both_versions(gateway, facts):
    await a_day(gateway, facts, 2)
    officer = await courier(gateway, facts)
    officer.sender = Hand(
        {
            ask.CompleteHomeVisit: ProofIsNotStored("proof_ids"),
            ask.FailHomeVisit: VisitEndedOtherwise("visit", outcome="DONE"),
        }
    )
    items = [
        item(),
        item(kind="COMPLETE", proofIds=[str(uuid4())]),
        item(2, "FAIL", failure="ABSENT", expectedVersion=2),
        item(kind="HAND_OVER"),
        item() | {"homeServiceId": "nonsense"},
    ]
    batch = {"lenh": {"commandId": str(uuid4()), "items": items}}
    told = (await gateway.data(officer, BATCH, **batch))["submitVisitBatch"]
    assert [(result["status"], *(error["code"] for error in result["errors"])) for result in told["results"]] == [
        ("DONE",),
        ("REFUSED", "PROOF_IS_NOT_STORED"),
        ("CONFLICT", "VISIT_ENDED_OTHERWISE"),
        ("REFUSED", "ONE_OF_THEM_IS_NEEDED"),
        ("REFUSED", "ID_IS_NOT_READABLE"),
    ]
    conflict = told["results"][2]
    assert conflict["current"] == {"version": 2, "state": "SCHEDULED", "visit": 1, "yours": True}
    assert (conflict["submitted"]["kind"], conflict["submitted"]["visit"]) == ("FAIL", 1)
    assert [type(request).__name__ for request in officer.sender.posted] == [
        "StartHomeVisit", "CompleteHomeVisit", "FailHomeVisit",
    ]  # fmt: skip
    at = officer.sender.posted[0].at
    assert at.monotonic_offset_ms == 3_600_000


@pytest.mark.parametrize("count", [0, MOST + 1])
async def test_a_batch_is_bounded(gateway, facts, count):
    officer = await courier(gateway, facts)
    batch = {"lenh": {"commandId": str(uuid4()), "items": [item() for _ in range(count)]}}
    told = (await gateway.data(officer, BATCH, **batch))["submitVisitBatch"]
    assert (told["results"], told["errors"][0]["code"]) == ([], "PAGE_SIZE_IS_OUT_OF_RANGE")


def test_the_apps_documents_are_trusted():
    manifest = json.loads((ROOT / "services/gateway/documents/manifest.json").read_text(encoding="utf-8"))
    names = {operation["name"]: operation["id"] for operation in manifest["operations"]}
    assert document_of(names["DongBoViecDenNha"]) == SYNC
    assert {"GuiViecDenNha", "GoiViecDenNha"} <= set(names)
