"""What rests on a parked fact is listed under extensions.stale; everything else is answered as ever."""

from uuid import uuid4

from services.gateway.reading.ids import global_id

AN, BINH = uuid4(), uuid4()
MEMBERS = "query($in: ID!) { members(organization: $in, first: 10) { nodes { id fullName } } }"


async def test_a_member_whose_facts_wait_is_listed_and_his_neighbour_is_not(gateway, facts):
    cell = facts.place("79.26740.001")
    await gateway.told(facts.registered(AN, cell, "Nguyễn Văn An"), facts.registered(BINH, cell, "Trần Thị Bình"))
    asked = await gateway.asked("cell_secretary", cell)
    sound = await gateway.answer(asked, MEMBERS, **{"in": global_id("Organization", cell)})
    assert "stale" not in (sound.extensions or {})
    gateway.held = {str(AN): "member", str(uuid4()): "member"}
    found = await gateway.answer(asked, MEMBERS, **{"in": global_id("Organization", cell)})
    assert found.extensions["stale"] == [{"id": global_id("Member", AN)}]
    assert len(found.data["members"]["nodes"]) == 2


async def test_an_answer_that_rests_on_a_view_that_stands_still_names_its_service(gateway, facts):
    cell = facts.place("79.26740.001")
    await gateway.told(facts.registered(AN, cell, "Nguyễn Văn An"))
    asked = await gateway.asked("cell_secretary", cell)
    gateway.behind = {"members": ("membership", "REBUILDING"), "campaigns": ("evaluation", "HALTED")}
    found = await gateway.answer(asked, MEMBERS, **{"in": global_id("Organization", cell)})
    assert found.extensions["stale"] == [{"service": "membership", "kind": "REBUILDING"}]
    assert len(found.data["members"]["nodes"]) == 1
    gateway.behind = {"campaigns": ("evaluation", "HALTED")}
    found = await gateway.answer(asked, MEMBERS, **{"in": global_id("Organization", cell)})
    assert "stale" not in (found.extensions or {})
