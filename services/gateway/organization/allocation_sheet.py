"""Bảng phân bổ - who is in the cells that a plan dissolves or splits, as a sheet that people fill in and send back.

Out: a row for each member, with the cell of today and the cell proposed. Back: file number and code of the new cell, or
`new:<key>` of a cell that the plan founds; for the holding cell also the code of who takes the member onward. All rows
or none: a sheet with a wrong row leaves the plan as it was.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from services.gateway.membership import members, sheets
from services.gateway.membership.import_refusals import CellOfSheetIsNotReadable, CodeOfSheetIsUnknown
from services.gateway.membership.sheets import Line
from services.gateway.organization import organizations, restructurings
from services.gateway.organization.allocation_rules import AllocationRule, Proposal, proposals
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Asked
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, where
from services.organization.contracts.restructuring import Allocation, Operation
from shared.vocabulary.refusals import Refusal

COLUMNS = {"file_number": "Số lý lịch", "target": "Mã chi bộ đến"}
ONWARD = {"onward": "Mã nơi giới thiệu tiếp"}
_HEADER = ("Họ và tên", "Số lý lịch", "Mã chi bộ hiện nay", *tuple(COLUMNS.values())[1:], *ONWARD.values())
_SPREADS = frozenset({"DISSOLVE", "SPLIT", "SEPARATE", "FOUND"})
_ENDS = frozenset({"DISSOLVE", "SPLIT", "MERGE_INTO", "CONSOLIDATE"})
_NEW = "new:"
_PURPOSE = "phân bổ đảng viên / allocation"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet, and how many members it has of how many."""

    csv: str
    rows: int
    total: int
    left: int


async def sheet(asked: Asked, plan: UUID, first_row: int, rules: Sequence[AllocationRule] = ()) -> Sheet:
    """At most 1,000 members from `first_row` on, by cell and name; every name read is on record."""
    operations = await _operations(asked, plan)
    cells = [source for one in operations if one.kind in _SPREADS for source in one.sources]
    people = await asked.reader.rows(_members(asked, cells))
    codes = {row["organization"]: row["code"] for row in await _places(asked, [row["cell"] for row in people])}
    ordered = sorted(people, key=lambda row: (codes.get(row["cell"], ""), row["sort_key"], row["member"]))
    page = ordered[first_row - 1 : first_row - 1 + sheets.MOST_ROWS]
    default = await _proposed(asked, operations)
    by_rule = await proposals(
        asked,
        {row["member"]: row["cell"] for row in page},
        rules,
        ending={source for one in operations if one.kind in _ENDS for source in one.sources},
        holdings=await _holdings(asked, operations),
        founded=_founded(operations),
    )
    left = 0
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADER)
    for row in page:
        asked.looks.note(row["member"], "full_name", _PURPOSE)
        here = codes.get(row["cell"], "")
        there = by_rule.get(row["member"]) or Proposal(target=default.get(row["cell"], ""))
        left += not there.target
        told = (row["full_name"], row["file_number"], here, there.target, there.onward)
        writer.writerow([_plain(text) for text in told])
    return Sheet(csv=out.getvalue(), rows=len(page), total=len(ordered), left=left)


async def allocations(asked: Asked, plan: UUID, lines: Sequence[Line]) -> tuple[list[Allocation], dict[int, Refusal]]:
    """What the rows say, and what is wrong with each that says nothing usable."""
    numbers = [line.cells["file_number"] for line in lines if "file_number" in line.cells]
    targets = {line.cells[name] for line in lines for name in ("target", "onward") if name in line.cells}
    found = {row["file_number"]: row["member"] for row in await asked.reader.rows(_by_numbers(numbers))}
    codes = {row["code"]: row["organization"] for row in await _by_codes(asked, targets)}
    pairs: list[Allocation] = []
    wrong: dict[int, Refusal] = {}
    for line in lines:
        if "file_number" in line.cells and "target" not in line.cells:
            continue  # nobody has said where to; the dry run lists whoever must not be left
        try:
            member = found.get(sheets.text_of(line, "file_number", COLUMNS["file_number"]))
            if member is None:
                raise CellOfSheetIsNotReadable(COLUMNS["file_number"], column=COLUMNS["file_number"])
            target = sheets.text_of(line, "target", COLUMNS["target"])
            onward = _onward(line.cells.get("onward"), codes)
            pairs.append(Allocation(member=member, cell=_cell(plan, target, codes), onward=onward))
        except Refusal as refusal:
            wrong[line.number] = refusal
    return pairs, wrong


def _cell(plan: UUID, target: str, codes: Mapping[str, UUID]) -> UUID:
    if target.startswith(_NEW):
        return restructurings.founded_as(plan, target.removeprefix(_NEW))
    if target not in codes:
        raise CodeOfSheetIsUnknown(COLUMNS["target"], organization=target)
    return codes[target]


def _onward(code: str | None, codes: Mapping[str, UUID]) -> UUID | None:
    if not code:
        return None
    if code not in codes:
        raise CodeOfSheetIsUnknown(ONWARD["onward"], organization=code)
    return codes[code]


async def _operations(asked: Asked, plan: UUID) -> list[Operation]:
    rows = await asked.reader.rows(restructurings.operations([plan]))
    return [msgspec.json.decode(row["body"], type=Operation) for row in rows]


async def _proposed(asked: Asked, operations: Sequence[Operation]) -> dict[UUID, str]:
    """Where the plan itself names where the rest goes, that is proposed for everyone."""
    refs = {
        source: target
        for one in operations
        if one.kind in _SPREADS and (target := one.target or next(iter(one.targets), None)) is not None
        for source in one.sources
    }
    return await _coded(asked, refs)


def _founded(operations: Sequence[Operation]) -> dict[UUID, dict[str, list[UUID]]]:
    """Parent → the cells that the plan founds there out of others, each as the sheet names it, with those others."""
    found: dict[UUID, dict[str, list[UUID]]] = {}
    for one in operations:
        if one.new is not None and one.sources and not one.new.parent.startswith(_NEW):
            found.setdefault(UUID(one.new.parent), {})[f"{_NEW}{one.new.key}"] = list(one.sources)
    return found


async def _holdings(asked: Asked, operations: Sequence[Operation]) -> dict[UUID, str]:
    """Chi bộ tạm quản lý, by the cells that it stands in for."""
    return await _coded(asked, {source: one.holding for one in operations if one.holding for source in one.sources})


async def _coded(asked: Asked, refs: Mapping[UUID, str]) -> dict[UUID, str]:
    known = [UUID(ref) for ref in refs.values() if not ref.startswith(_NEW)]
    codes = {str(row["organization"]): row["code"] for row in await _places(asked, known)}
    return {cell: codes.get(ref, ref) for cell, ref in refs.items()}


def _members(asked: Asked, cells: Sequence[UUID]) -> Query:
    within = organizations.below_any(list(cells), Instant(asked.today), "cell")
    columns = ("member", "cell", "full_name", "file_number", "sort_key")
    active = where("state in ('FULL', 'PROBATIONARY')")
    return Query(table=members.TABLE, columns=columns, where=(active, within))


def _by_numbers(numbers: Sequence[str]) -> Query:
    chosen = where("file_number = any({}::text[])", list(numbers))
    return Query(table=members.TABLE, columns=("member", "file_number"), where=(chosen,))


async def _places(asked: Asked, places: Sequence[UUID]) -> Sequence[Row]:
    return await asked.reader.rows(organizations.by_id(sorted(set(places)), Instant(asked.today)))


async def _by_codes(asked: Asked, codes: set[str]) -> Sequence[Row]:
    chosen = where("code = any({}::text[])", sorted(codes))
    conditions = (chosen, organizations.STANDING, *Instant(asked.today).conditions())
    return await asked.reader.rows(Query(table=organizations.TABLE, columns=("organization", "code"), where=conditions))


def _plain(text: str | None) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text and text[0] in "=+-@\t\r" else text or ""
