"""Papers of a plan in effect: readable Vietnamese, equal counts in all of them, nothing for whom does not reach it."""

import io
import re
from datetime import date
from typing import Any
from uuid import UUID

import pypdf
import pytest

from services.gateway.papers.plans import printed_plan
from services.gateway.papers.refusals import PaperIsNotThere
from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.membership.contracts.facts import MemberRehomed
from services.organization.contracts import facts as told
from services.organization.contracts.restructuring import Figures, LineageRow, Operation, Proof, ProofException, Report

PLAN, AN, BINH, CHI = UUID(int=570), UUID(int=0xA1 << 120), UUID(int=0xB2 << 120), UUID(int=0xC3 << 120)
ON = date(2026, 3, 1)
LEDGER = """query($id: ID!) { restructuring(id: $id) { papers ledger { members full
  movements { fromCode toCode members full probationary } lines { fullName fromCode toCode } } } }"""
HALF = Figures(members=3, cards=3, guests=1, evaluations=2, seats=4)


async def planned(gateway: Any, facts: Any, *more: Any) -> str:
    """The first quarter's cell is dissolved; one of its members goes elsewhere alone, the others to the second."""
    here, there = facts.place("79.26740.001"), facts.place("79.26740.002")
    report = Report(digest="0123456789abcdef0123", counts={"operations": 1, "operations_dissolve": 1}, counted_at=3)
    row = LineageRow(
        kind="ENDED",
        organization=here,
        code="79.26740.001",
        name="Chi bộ Khu phố 1",
        type="CELL",
        parent=facts.place("79.26740"),
        successors=(there,),
    )
    await gateway.told(
        facts.registered(AN, here, "Nguyễn Thị Ngọc Ánh"),
        facts.registered(BINH, here, "Trần Thị Bình", state="PROBATIONARY"),
        facts.registered(CHI, there, "Lê Hoàng Chi"),
        told.RestructuringDrafted(
            plan=PLAN, title="Kết thúc chi bộ Khu phố 1", effective_on=ON, drafted_by="lan", decision_number="12-QĐ/TU"
        ),
        told.OperationsAdded(plan=PLAN, first=1, operations=(Operation(kind="DISSOLVE", sources=(here,)),)),
        told.RestructuringApproved(plan=PLAN, approved_by="minh", report=report),
        told.RestructuringStaged(plan=PLAN, part=0, rows=(row,)),
        *more,
    )
    return global_id(RESTRUCTURING, PLAN)


def in_effect(facts: Any) -> tuple[Any, ...]:
    gone = ProofException(kind="SEATS", count=1, why="ORGANIZATION_ENDED")
    proof = Proof(before=HALF, after=Figures(members=3, cards=3, guests=1, evaluations=2, seats=3), digest="d" * 64)
    here, bloc = facts.place("79.26740.001"), facts.place("79.26740.002")
    return (
        told.RestructuringTookEffect(plan=PLAN, effective_on=ON, digest="d1", before=HALF),
        MemberRehomed(member=BINH, from_cell=here, to_cell=bloc, on=ON, plan=PLAN),
        told.RestructuringProved(
            plan=PLAN, proof=Proof(before=proof.before, after=proof.after, digest=proof.digest, exceptions=(gone,))
        ),
    )


async def text(gateway: Any, asked: Any, plan: str, name: str) -> str:
    pdf = await printed_plan(gateway.schema, asked, plan, name, size="normal")
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


async def test_the_ledger_has_everybody_and_its_movements_add_up_to_it(gateway: Any, facts: Any):
    plan = await planned(gateway, facts, *in_effect(facts))
    asked = await gateway.asked("committee_officer", facts.place("79"))
    found = (await gateway.data(asked, LEDGER, id=plan))["restructuring"]
    ledger = found["ledger"]
    assert (ledger["members"], ledger["full"]) == (2, 1)
    assert ledger["movements"] == [
        {"fromCode": "79.26740.001", "toCode": "79.26740.002", "members": 2, "full": 1, "probationary": 1}
    ]
    assert {line["fullName"] for line in ledger["lines"]} == {"Nguyễn Thị Ngọc Ánh", "Trần Thị Bình"}
    assert found["papers"] == [f"/papers/{plan}/{name}.pdf" for name in ("annex", "minutes", "ledger", "proof")]
    assert {look.member for look in asked.looks.all()} == {AN, BINH}, "who is on it has been read"


@pytest.mark.parametrize("name", ["annex", "minutes", "ledger", "proof"])
async def test_a_paper_is_a_pdf_whose_vietnamese_is_whole_and_whose_counts_are_equal(
    gateway: Any, facts: Any, name: str
):
    plan = await planned(gateway, facts, *in_effect(facts))
    asked = await gateway.asked("committee_officer", facts.place("79"))
    said = await text(gateway, asked, plan, name)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in said and "12-QĐ/TU" in said
    assert re.search(r"Số đảng viên:\s*2\b", said) and re.search(r"Trong đó dự bị:\s*1\b", said)
    own = {
        "annex": r"Cộng\s+2\s+1\s+1",
        "minutes": r"BÊN GIAO.*BÊN NHẬN",
        "ledger": r"Nguyễn Thị Ngọc Ánh",
        "proof": r"Ghế cấp ủy\s+4\s+3.*-1.*Bảo toàn",
    }
    assert re.search(own[name], said, re.DOTALL), said


async def test_whoever_does_not_reach_everybody_gets_no_part_of_it(gateway: Any, facts: Any):
    plan = await planned(gateway, facts, *in_effect(facts))
    for role, at in (("cell_secretary", "79.26740.001"), ("committee_officer", "82"), ("approver", "00")):
        asked = await gateway.asked(role, facts.place(at))
        for name in ("annex", "ledger"):
            with pytest.raises(PaperIsNotThere):
                await text(gateway, asked, plan, name)


async def test_before_it_counts_there_is_no_paper(gateway: Any, facts: Any):
    plan = await planned(gateway, facts)
    asked = await gateway.asked("committee_officer", facts.place("79"))
    assert (await gateway.data(asked, LEDGER, id=plan))["restructuring"] == {"papers": [], "ledger": None}
    with pytest.raises(PaperIsNotThere):
        await text(gateway, asked, plan, "proof")
