"""Organisations outside the thresholds of the rules: too few, too many, and the consent that a plan has named."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.organization.contracts import facts as told
from services.organization.contracts.restructuring import Figures, Finding, LineageRow, Operation, Report

PLAN = UUID(int=770)
BELOW = """query($code: String!) { organization(code: $code) { children(first: 9) { nodes {
  code belowThreshold { kind counted limit consent } } } } }"""
RULES = (("cell.min_official", 3), ("cell.max_without_consent", 4))


@pytest.fixture
async def counted(gateway: Any, facts: Any) -> Any:
    """The first quarter has two full members, the second five; a plan says by which consent."""
    few, many = facts.place("79.26740.001"), facts.place("79.26740.002")
    rules = [
        told.PolicySet(
            key=key, organization=facts.place("00"), organization_code="00", value=value, source="Điều lệ Đảng",
            valid_from=date(2011, 1, 19), confirmed=True,
        )
        for key, value in RULES
    ]  # fmt: skip
    people = [facts.registered(UUID(int=n << 96), few if n < 3 else many, f"Người {n}") for n in range(1, 8)]
    finding = Finding(
        kind="TOO_MANY_WITHOUT_CONSENT", organization=many, code="79.26740.002", counted=5, limit=4, consent="7-CV/TU"
    )
    report = Report(digest="d", counts={}, counted_at=1, thresholds=(finding,))
    row = LineageRow(
        kind="CHANGED", organization=many, code="79.26740.002", name="Chi bộ Khu phố 2", type="CELL",
        parent=facts.place("79.26740"),
    )  # fmt: skip
    renamed = Operation(kind="RENAME", sources=(many,), name="Chi bộ Khu phố 2", consent_number="7-CV/TU")
    on = date(2026, 3, 1)
    await gateway.told(
        *rules,
        *people,
        told.RestructuringDrafted(plan=PLAN, title="Đổi tên", effective_on=on, drafted_by="lan"),
        told.OperationsAdded(plan=PLAN, first=1, operations=(renamed,)),
        told.RestructuringApproved(plan=PLAN, approved_by="minh", report=report),
        told.RestructuringStaged(plan=PLAN, part=0, rows=(row,)),
        told.RestructuringTookEffect(plan=PLAN, effective_on=on, digest="d", before=Figures()),
    )
    return gateway


async def below(gateway: Any, asked: Any, code: str = "79.26740") -> dict[str, Any]:
    nodes = (await gateway.data(asked, BELOW, code=code))["organization"]["children"]["nodes"]
    return {node["code"]: node["belowThreshold"] for node in nodes}


async def test_each_is_told_what_it_is_outside_of_and_the_consent_it_rests_on(counted: Any, facts: Any):
    asked = await counted.asked("committee_officer", facts.place("79"))
    found = await below(counted, asked)
    assert found["79.26740.001"] == [{"kind": "TOO_FEW_FULL_MEMBERS", "counted": 2, "limit": 3, "consent": None}]
    assert found["79.26740.002"] == [
        {"kind": "TOO_MANY_WITHOUT_CONSENT", "counted": 5, "limit": 4, "consent": "7-CV/TU"}
    ]
    assert (await below(counted, asked, "79"))["79.26740"] == [], "no rule speaks of a ward's size"


async def test_a_list_costs_as_many_statements_as_one(counted: Any, facts: Any):
    asked = await counted.asked("committee_officer", facts.place("79"))
    await below(counted, asked)
    assert asked.reader.statements < 12


async def test_figures_are_for_those_who_may_count_there(counted: Any, facts: Any):
    stranger = await counted.asked("committee_officer", facts.place("82"))
    assert set(map(len, (await below(counted, stranger)).values())) == {0}
    assert {one["reason"] for one in stranger.masked} == {"OUT_OF_SCOPE"}
