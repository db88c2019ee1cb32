"""Restructurings: nothing is seen before a plan counts, then all of it at once; both dates answer from the same log."""

from datetime import date
from typing import Any
from uuid import UUID

from services.organization.contracts.facts import (
    OperationsAdded,
    RestructuringCounted,
    RestructuringDrafted,
    RestructuringProved,
    RestructuringReverted,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.organization.contracts.restructuring import (
    Before,
    Figures,
    LineageRow,
    NewBody,
    Operation,
    Proof,
    Report,
)
from shared.vocabulary.requests import Receipt

PLAN, NEW_WARD = UUID(int=70), UUID(int=71)
ON = date(2026, 3, 1)
ONE = (
    "query($code: String, $asOf: Date) { organization(code: $code, asOf: $asOf) { id name status type version"
    " path { name } parent { name } predecessors { predecessor { name } main }"
    " successors { successor { name } effectiveOn } children(first: 9) { nodes { name } } headcount { total } } }"
)
CENSUS = "query($code: String, $asOf: Date) { census(code: $code, asOf: $asOf) { communes cells members } }"


def rows(facts: Any) -> tuple[LineageRow, ...]:
    """Both wards of the city become one that bears the code of the first."""
    city = facts.place("79")

    def ended(code: str, name: str) -> LineageRow:
        before = Before(name=name, type="DIRECT_SUPERIOR", parent=city)
        return LineageRow(
            kind="ENDED",
            organization=facts.place(code),
            code=code,
            name=name,
            type="DIRECT_SUPERIOR",
            parent=city,
            successors=(NEW_WARD,),
            before=before,
        )

    one, other = ended("79.26740", "Đảng bộ phường Sài Gòn"), ended("79.26743", "Đảng bộ phường Bến Thành")
    founded = LineageRow(
        kind="FOUNDED",
        organization=NEW_WARD,
        code="79.26740",
        name="Đảng bộ phường Mới",
        type="DIRECT_SUPERIOR",
        parent=city,
        origins=(one.organization, other.organization),
        heir=one.organization,
    )
    return (founded, one, other)


def drafted(facts: Any) -> tuple[Any, ...]:
    wards = (facts.place("79.26740"), facts.place("79.26743"))
    new = NewBody(key="w", code="79.26740", name="Mới", type="DIRECT_SUPERIOR", parent=str(facts.place("79")))
    operation = Operation(kind="CONSOLIDATE", sources=wards, new=new)
    return (
        RestructuringDrafted(plan=PLAN, title="Hợp nhất", effective_on=ON, drafted_by="lan"),
        OperationsAdded(plan=PLAN, first=1, operations=(operation,)),
        RestructuringCounted(plan=PLAN, report=Report(digest="d1", counts={"ended": 2}, counted_at=3)),
        RestructuringStaged(plan=PLAN, part=0, rows=rows(facts)),
    )


EFFECT = RestructuringTookEffect(plan=PLAN, effective_on=ON, digest="d1", before=Figures(members=2, counted_at=2))
UNDONE = RestructuringReverted(
    plan=PLAN, effective_on=ON, reverted_by="minh", decision_number="9-QĐ/TU", decision_date=date(2026, 4, 1)
)
AN, BINH = UUID(int=80), UUID(int=81)


async def told(gateway: Any, facts: Any, *more: Any) -> Any:
    members = (
        facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"),
        facts.registered(BINH, facts.place("79.26740.002"), "Trần Thị Bình"),
    )
    await gateway.told(*members, *drafted(facts), *more)
    return await gateway.asked("approver", facts.place("79"))


async def one(gateway: Any, asked: Any, code: str, on: str | None = None) -> Any:
    return (await gateway.data(asked, ONE, code=code, asOf=on))["organization"]


async def test_what_is_staged_is_not_seen(gateway, facts):
    asked = await told(gateway, facts)
    found = await one(gateway, asked, "79.26740")
    assert (found["name"], found["status"], found["successors"]) == ("Đảng bộ phường Sài Gòn", "ACTIVE", [])


async def test_a_code_names_another_organization_from_the_day_on(gateway, facts):
    asked = await told(gateway, facts, EFFECT)
    before, after = await one(gateway, asked, "79.26740", "2026-02-28"), await one(gateway, asked, "79.26740")
    assert (before["name"], after["name"]) == ("Đảng bộ phường Sài Gòn", "Đảng bộ phường Mới")
    assert {edge["predecessor"]["name"] for edge in after["predecessors"]} == {
        "Đảng bộ phường Sài Gòn",
        "Đảng bộ phường Bến Thành",
    }
    assert [child["name"] for child in after["children"]["nodes"]] == ["Chi bộ Khu phố 1", "Chi bộ Khu phố 2"]
    assert [child["name"] for child in before["children"]["nodes"]] == ["Chi bộ Khu phố 1", "Chi bộ Khu phố 2"]


async def test_what_stood_below_stands_below_the_successor(gateway, facts):
    asked = await told(gateway, facts, EFFECT)
    cell = await one(gateway, asked, "79.26740.001")
    assert cell["parent"]["name"] == "Đảng bộ phường Mới"
    assert [step["name"] for step in cell["path"]][2:] == ["Đảng bộ phường Mới", "Chi bộ Khu phố 1"]
    then = await one(gateway, asked, "79.26740.001", "2026-02-28")
    assert then["parent"]["name"] == "Đảng bộ phường Sài Gòn"


async def test_the_census_is_right_on_both_days_and_no_member_is_lost(gateway, facts):
    asked = await told(gateway, facts, EFFECT)
    before = (await gateway.data(asked, CENSUS, code="79", asOf="2026-02-28"))["census"]
    after = (await gateway.data(asked, CENSUS, code="79"))["census"]
    assert before == {"communes": 2, "cells": 2, "members": 2}
    assert after == {"communes": 1, "cells": 2, "members": 2}
    found = await one(gateway, asked, "79.26740")
    assert found["headcount"]["total"] == 2


async def test_members_of_an_ended_cell_are_at_home_in_its_successor(gateway, facts):
    ended = LineageRow(
        kind="ENDED",
        organization=facts.place("79.26740.001"),
        code="79.26740.001",
        name="Chi bộ Khu phố 1",
        type="CELL",
        parent=facts.place("79.26740"),
        successors=(facts.place("79.26740.002"),),
    )
    await gateway.told(
        facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"),
        RestructuringStaged(plan=PLAN, part=0, rows=(ended,)),
        EFFECT,
    )
    asked = await gateway.asked("cell_secretary", facts.place("79.26740.002"))
    listed = "query($id: ID!) { members(organization: $id, first: 9) { nodes { fullName homeCell { name }"
    listed += ' before: homeCell(asOf: "2026-02-28") { name } } } }'
    heir = await one(gateway, asked, "79.26740.002")
    [member] = (await gateway.data(asked, listed, id=heir["id"]))["members"]["nodes"]
    assert member["homeCell"]["name"] == "Chi bộ Khu phố 2"
    assert member["before"]["name"] == "Chi bộ Khu phố 1"
    assert heir["headcount"]["total"] == 1


async def test_an_undone_plan_leaves_the_tree_as_it_was(gateway, facts):
    before = await told(gateway, facts)
    was = [await one(gateway, before, code) for code in ("79.26740", "79.26743", "79.26740.001", "79")]
    await gateway.told(EFFECT)
    await gateway.told(UNDONE)
    asked = await gateway.asked("approver", facts.place("79"))
    assert [await one(gateway, asked, code) for code in ("79.26740", "79.26743", "79.26740.001", "79")] == was
    census = (await gateway.data(asked, CENSUS, code="79"))["census"]
    assert census == {"communes": 2, "cells": 2, "members": 2}


async def test_a_plan_is_read_by_those_it_concerns(gateway, facts):
    proof = RestructuringProved(plan=PLAN, proof=Proof(before=EFFECT.before, after=EFFECT.before, digest="p"))
    asked = await told(gateway, facts, EFFECT, proof)
    query = (
        "{ restructurings(first: 5) { nodes { id state title report { digest counts { name count } }"
        " proof { holds membersBefore } progress { staged } operations(first: 3) { nodes { kind } } } } }"
    )
    [plan] = (await gateway.data(asked, query))["restructurings"]["nodes"]
    assert (plan["state"], plan["proof"]["holds"], plan["proof"]["membersBefore"]) == ("EXECUTED", True, 2)
    assert plan["report"]["counts"] == [{"name": "ended", "count": 2}]
    assert plan["operations"]["nodes"] == [{"kind": "CONSOLIDATE"}]
    stranger = await gateway.asked("approver", facts.place("82"))
    assert (await gateway.data(stranger, query))["restructurings"]["nodes"] == []


async def test_lineage_runs_over_all_steps(gateway, facts):
    asked = await told(gateway, facts, EFFECT)
    heir = await one(gateway, asked, "79.26740")
    query = (
        "query($id: ID!, $at: Date) { lineage(organization: $id, direction: PREDECESSORS, at: $at)"
        " { predecessor { name status } main } }"
    )
    assert len((await gateway.data(asked, query, id=heir["id"]))["lineage"]) == 2
    assert (await gateway.data(asked, query, id=heir["id"], at="2026-02-28"))["lineage"] == []


async def test_a_mutation_posts_the_operations_as_they_were_given(gateway, facts):
    asked = await told(gateway, facts)
    gateway.hand.answer = Receipt(thing="restructuring", id=PLAN, version=2, position="")
    query = (
        "mutation($input: AddOperationsInput!) { addOperations(input: $input)"
        " { restructuring { state operations(first: 3) { totalCount } } errors { __typename } } }"
    )
    found = await one(gateway, asked, "79.26740.001")
    plan = "UmVzdHJ1Y3R1cmluZzowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwNDY="
    operation = {"kind": "MERGE_INTO", "sources": [found["id"]], "target": "new:k"}
    given = {"commandId": str(UUID(int=5)), "restructuringId": plan, "operations": [operation]}
    result = await gateway.answer(asked, query, input=given)
    assert not result.errors, result.errors
    [(service, request)] = gateway.hand.posted
    assert service == "organization"
    assert request.operations == (Operation(kind="MERGE_INTO", sources=(facts.place("79.26740.001"),), target="new:k"),)
