"""The papers of a big plan: several volumes that add up, one digest on all of them, names read only as printed.

Long form: LEDGER_MEMBERS=60000, with time and memory (`make proof-restructuring`).
"""

import io
import os
import re
import resource
import time
from typing import Any
from uuid import UUID

import pypdf
import pytest

from services.gateway.organization import ledger_type
from services.gateway.papers.plans import printed_plan
from services.gateway.papers.refusals import PaperIsNotThere
from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.organization.contracts import facts as told
from services.organization.contracts.restructuring import Figures, LineageRow, Operation, Proof, Report
from tests.gateway.test_restructuring_papers import ON

MEMBERS = int(os.environ.get("LEDGER_MEMBERS", "45"))
LINES = 1_000 if MEMBERS > 1_000 else 20
PLAN = UUID(int=571)
PARTS = """query($id: ID!) { restructuring(id: $id) { ledger { members full parts digest
  movements { toCode members full } } } }"""


async def merged(gateway: Any, facts: Any) -> str:
    """The first quarter's cell, with very many members, is merged into the second's."""
    here, there = facts.place("79.26740.001"), facts.place("79.26740.002")
    row = LineageRow(
        kind="ENDED", organization=here, code="79.26740.001", name="Chi bộ Khu phố 1", type="CELL",
        parent=facts.place("79.26740"), successors=(there,),
    )  # fmt: skip
    report = Report(digest="0123456789abcdef0123", counts={"operations": 1}, counted_at=3)
    for start in range(0, MEMBERS, 1_000):
        some = range(start, min(start + 1_000, MEMBERS))
        await gateway.told(*(person(facts, number, here) for number in some))
    operation = Operation(kind="MERGE_INTO", sources=(here,), target=str(there))
    figures = Figures(members=MEMBERS, cards=MEMBERS)
    await gateway.told(
        told.RestructuringDrafted(plan=PLAN, title="Sáp nhập lớn", effective_on=ON, drafted_by="lan"),
        told.OperationsAdded(plan=PLAN, first=1, operations=(operation,)),
        told.RestructuringApproved(plan=PLAN, approved_by="minh", report=report),
        told.RestructuringStaged(plan=PLAN, part=0, rows=(row,)),
        told.RestructuringTookEffect(plan=PLAN, effective_on=ON, digest="d1", before=figures),
        told.RestructuringProved(plan=PLAN, proof=Proof(before=figures, after=figures, digest="d" * 64)),
    )
    return global_id(RESTRUCTURING, PLAN)


def person(facts: Any, number: int, cell: UUID) -> Any:
    state = "PROBATIONARY" if number % 9 == 0 else "FULL"
    return facts.registered(UUID(int=(number + 1) << 96), cell, f"Nguyễn Văn Số{number}", state=state)


@pytest.fixture
async def plan(gateway: Any, facts: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(ledger_type, "MOST_LINES", LINES)
    return await merged(gateway, facts)


async def text(gateway: Any, asked: Any, plan: str, name: str, line: int = 1) -> str:
    pdf = await printed_plan(gateway.schema, asked, plan, name, size="normal", line=str(line))
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


async def test_its_volumes_have_everybody_once_and_bear_the_counts_of_annex_and_minutes(
    gateway: Any, facts: Any, plan: str
):
    asked, began = await gateway.asked("committee_officer", facts.place("79")), time.perf_counter()
    ledger = (await gateway.data(asked, PARTS, id=plan))["restructuring"]["ledger"]
    took = {"read": time.perf_counter() - began}
    probationary = (MEMBERS + 8) // 9
    assert (ledger["members"], ledger["full"]) == (MEMBERS, MEMBERS - probationary)
    assert ledger["parts"] == -(-MEMBERS // LINES)
    assert [one["members"] for one in ledger["movements"]] == [MEMBERS]
    assert not list(asked.looks.all()), "counting reads no names"
    for name in ("annex", "minutes"):
        began = time.perf_counter()
        said = await text(gateway, await gateway.asked("committee_officer", facts.place("79")), plan, name)
        took[name] = time.perf_counter() - began
        assert re.search(rf"Cộng\s+{MEMBERS}\s+{MEMBERS - probationary}\s+{probationary}", said)
        assert ledger["digest"][:16] in said
    printed: set[str] = set()
    volumes = list(range(1, MEMBERS + 1, LINES))
    for line in volumes if len(volumes) < 5 else (volumes[0], volumes[-1]):
        reader, began = await gateway.asked("committee_officer", facts.place("79")), time.perf_counter()
        said = await text(gateway, reader, plan, "ledger", line)
        took[f"volume {line}"] = time.perf_counter() - began
        last = min(line + LINES - 1, MEMBERS)
        assert ledger["digest"][:16] in said and f"{line}-{last} / {MEMBERS}" in said
        names = set(re.findall(r"Số\d+", said))
        assert len(names) == last - line + 1 and not names & printed
        assert len(list(reader.looks.all())) == len(names), "the names printed are on record, no others"
        printed |= names
    assert len(volumes) >= 5 or len(printed) == MEMBERS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{MEMBERS} members:", {name: round(seconds, 2) for name, seconds in took.items()}, f"peak {peak} MB")


async def test_beyond_its_end_there_is_no_volume(gateway: Any, facts: Any, plan: str):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    with pytest.raises(PaperIsNotThere):
        await text(gateway, asked, plan, "ledger", MEMBERS + 1)
