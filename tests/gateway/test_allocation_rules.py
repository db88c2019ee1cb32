"""Residence and work place propose where members go; who lives elsewhere is proposed the holding cell and onward."""

import csv
import io
from typing import Any
from uuid import UUID

from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.organization.contracts.facts import OperationsAdded, PlaceRegistered, RestructuringDrafted
from services.organization.contracts.restructuring import NewBody, Operation
from shared.vocabulary.facts import Sealed

PLAN = UUID(int=470)
AN, BINH, CHI = UUID(int=0xA1 << 120), UUID(int=0xB2 << 120), UUID(int=0xC3 << 120)
HERE, ELSEWHERE, WORK = UUID(int=471), UUID(int=472), UUID(int=473)
SHEET = """query($id: ID!, $rules: [AllocationRule!]) {
  restructuring(id: $id) { allocationSheet(rules: $rules) { csv rows left } } }"""


def place(facts: Any, identity: UUID, commune: str, *cells: str, kind: str = "QUARTER") -> PlaceRegistered:
    return PlaceRegistered(
        place=identity,
        organization=facts.place(commune),
        kind=kind,
        name="Khu phố",
        on=facts.begin,
        valid_from=facts.begin,
        cells=tuple(facts.place(cell) for cell in cells),
    )


def living(facts: Any, member: UUID, name: str, place: UUID | None = None, *, works_at: UUID | None = None) -> Any:
    more = {
        "residence_place": Sealed(f"sealed residence_place {place}") if place else None,
        "workplace": Sealed(f"sealed workplace {works_at}") if works_at else None,
    }
    return facts.registered(member, facts.place("79.26740.001"), name, **more)


async def proposed(gateway: Any, asked: Any, *rules: str) -> tuple[dict[str, tuple[str, str]], int]:
    answer = await gateway.data(asked, SHEET, id=global_id(RESTRUCTURING, PLAN), rules=list(rules))
    found = answer["restructuring"]["allocationSheet"]
    rows = csv.DictReader(io.StringIO(found["csv"]))
    told = {row["Họ và tên"]: (row["Mã chi bộ đến"], row["Mã nơi giới thiệu tiếp"]) for row in rows}
    return told, found["left"]


async def planned(
    gateway: Any, facts: Any, *operations: Operation, role: str = "committee_officer", at: str = "79"
) -> Any:
    await gateway.told(
        place(facts, HERE, "79.26740", "79.26740.001", "79.26740.002"),
        place(facts, ELSEWHERE, "82.29869"),
        place(facts, WORK, "79.26740", kind="WORKPLACE"),
        RestructuringDrafted(plan=PLAN, title="Giải thể", effective_on=facts.today, drafted_by="lan"),
        OperationsAdded(plan=PLAN, first=1, operations=operations),
    )
    return await gateway.asked(role, facts.place(at))


def dissolved(facts: Any, holding: str | None = "79.26740.002") -> Operation:
    ref = str(facts.place(holding)) if holding else None
    return Operation(kind="DISSOLVE", sources=(facts.place("79.26740.001"),), holding=ref)


async def test_a_cell_that_ends_or_has_ended_is_not_proposed(gateway: Any, facts: Any):
    await gateway.told(living(facts, AN, "Nguyễn Văn An", HERE), living(facts, BINH, "Trần Thị Bình"))
    asked = await planned(gateway, facts, dissolved(facts))
    told, left = await proposed(gateway, asked, "RESIDENCE")
    assert told == {"Nguyễn Văn An": ("79.26740.002", ""), "Trần Thị Bình": ("", "")}
    assert left == 1, "whose residence nobody knows is left to people"


async def test_who_lives_elsewhere_goes_to_the_holding_cell_and_onward(gateway: Any, facts: Any):
    await gateway.told(living(facts, AN, "Nguyễn Văn An", ELSEWHERE))
    asked = await planned(gateway, facts, dissolved(facts))
    assert (await proposed(gateway, asked, "RESIDENCE"))[0] == {"Nguyễn Văn An": ("79.26740.002", "82.29869")}


async def test_without_a_holding_cell_nothing_is_proposed_for_them(gateway: Any, facts: Any):
    await gateway.told(living(facts, AN, "Nguyễn Văn An", ELSEWHERE))
    asked = await planned(gateway, facts, dissolved(facts, holding=None))
    assert (await proposed(gateway, asked, "RESIDENCE"))[0] == {"Nguyễn Văn An": ("", "")}


async def test_the_first_rule_that_knows_something_decides(gateway: Any, facts: Any):
    new = NewBody(
        key="cq", code="79.26740.900", name="Chi bộ cơ quan", type="CELL", parent=str(facts.place("79.26740"))
    )
    founded = Operation(kind="FOUND", sources=(facts.place("79.26740.001"),), new=new)
    await gateway.told(
        living(facts, AN, "Nguyễn Văn An", HERE, works_at=WORK), living(facts, CHI, "Lê Hoàng Chi", HERE)
    )
    asked = await planned(gateway, facts, founded)
    told, _ = await proposed(gateway, asked, "WORKPLACE")
    assert told == {"Nguyễn Văn An": ("new:cq", ""), "Lê Hoàng Chi": ("", "")}
    told, _ = await proposed(gateway, asked, "RESIDENCE", "WORKPLACE")
    assert told["Nguyễn Văn An"] == ("79.26740.001", "")


async def test_without_a_rule_nothing_is_read_of_anybodys_residence(gateway: Any, facts: Any):
    await gateway.told(living(facts, AN, "Nguyễn Văn An", HERE))
    asked = await planned(gateway, facts, dissolved(facts))
    assert (await proposed(gateway, asked))[0] == {"Nguyễn Văn An": ("", "")}
