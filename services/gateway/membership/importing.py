"""Nhập danh sách - each row is a command of its own, with its own verdict; what is done is not done twice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from services.gateway.membership import sheets
from services.gateway.membership.import_refusals import CodeOfSheetIsUnknown
from services.gateway.membership.sheets import MEMBER_COLUMNS, TRANSFER_COLUMNS, Line
from services.gateway.organization.organizations import STANDING, TABLE
from services.gateway.reading.asked import Asked
from services.gateway.reading.query import Query, where
from services.membership.contracts import requests
from services.membership.contracts.enums import MemberState, TransferKind, TransferReason
from shared.vocabulary.position import Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request

PART = 250
"""Rows that go to the service at once: well below its limits in number and bytes."""
_PLACES = ("cell", "destination")
Make = Callable[[Line, UUID, Mapping[str, UUID]], Request]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one row."""

    row: int
    receipt: Receipt | None = None
    refusal: Refusal | None = None


async def imported(
    asked: Asked, lines: Sequence[Line], make: Make, *, command_id: UUID, dry_run: bool
) -> list[Verdict]:
    """A verdict per row, in the sheet's order. The same commandId and row make the same command, however often."""
    codes = await _codes(asked, {line.cells[place] for line in lines for place in _PLACES if place in line.cells})
    verdicts: dict[int, Verdict] = {}
    rows: list[tuple[int, Request]] = []
    for line in lines:
        try:
            identity = uuid4() if dry_run else uuid5(command_id, f"row/{line.number}")
            rows.append((line.number, make(line, identity, codes)))
        except Refusal as refusal:
            verdicts[line.number] = Verdict(row=line.number, refusal=refusal)
    for start in range(0, len(rows), PART):  # one after the other: a service that is busy is not given more to do
        answered = await _sent(asked, rows[start : start + PART])
        verdicts |= {verdict.row: verdict for verdict in answered}
    return [verdicts[line.number] for line in lines]


async def _sent(asked: Asked, part: Sequence[tuple[int, Request]]) -> list[Verdict]:
    """The rows of one part; a service that does not answer is the verdict of each, and each may be sent again."""
    try:
        answers = await asked.sender.send_sheet("membership", [request for _, request in part])
    except Refusal as refusal:
        return [Verdict(row=row, refusal=refusal) for row, _ in part]
    return [_verdict(row, answer) for (row, _), answer in zip(part, answers, strict=True)]


def _verdict(row: int, answer: Receipt | Refusal) -> Verdict:
    if isinstance(answer, Refusal):
        return Verdict(row=row, refusal=answer)
    return Verdict(row=row, receipt=answer)


def newest(verdicts: Sequence[Verdict]) -> str | None:
    """The position from which everything imported can be read."""
    positions = [verdict.receipt.position for verdict in verdicts if verdict.receipt]
    return max(positions, key=lambda text: Position.decode(text).at.get("membership", 0), default=None)


def member_of(cell: UUID | None, *, dry_run: bool) -> Make:
    """A row as the registration of a member, in the cell that the row names, else in the one of the call."""
    kind = requests.CheckRegistration if dry_run else requests.RegisterMember

    def make(line: Line, command_id: UUID, codes: Mapping[str, UUID]) -> Request:
        days: dict[str, Any] = {
            name: sheets.day(line, name, MEMBER_COLUMNS[name])
            for name in ("admitted_on", "full_member_on", "home_since")
        }
        return kind(
            command_id=command_id,
            organization_id=_place(line, "cell", codes) if "cell" in line.cells or cell is None else cell,
            full_name=sheets.text_of(line, "full_name", MEMBER_COLUMNS["full_name"]),
            personal_id=sheets.text_of(line, "personal_id", MEMBER_COLUMNS["personal_id"]),
            date_of_birth=_needed(line, "date_of_birth", MEMBER_COLUMNS),
            state=MemberState(sheets.word(line, "state", MEMBER_COLUMNS["state"])),
            file_number=line.cells.get("file_number"),
            card_number=line.cells.get("card_number"),
            **days,
        )

    return make


def transfer_of_row(*, dry_run: bool) -> Make:
    """A row as the request for a transfer; where it names the member's cell, the superior enters it for that cell."""
    kind = requests.CheckTransferRequest if dry_run else requests.RequestTransfer

    def make(line: Line, command_id: UUID, codes: Mapping[str, UUID]) -> Request:
        days: dict[str, Any] = {
            name: sheets.day(line, name, TRANSFER_COLUMNS[name]) for name in ("decision_date", "acted_on", "return_by")
        }
        return kind(
            command_id=command_id,
            file_number=sheets.text_of(line, "file_number", TRANSFER_COLUMNS["file_number"]),
            kind=TransferKind(sheets.word(line, "kind", TRANSFER_COLUMNS["kind"])),
            reason=TransferReason(sheets.word(line, "reason", TRANSFER_COLUMNS["reason"])),
            destination_id=_place(line, "destination", codes),
            effective_on=_needed(line, "effective_on", TRANSFER_COLUMNS),
            decision_number=line.cells.get("decision_number"),
            on_behalf=requests.OnBehalf(organization_id=_place(line, "cell", codes)) if "cell" in line.cells else None,
            **days,
        )

    return make


def _needed(line: Line, field: str, columns: Mapping[str, str]) -> Any:
    sheets.text_of(line, field, columns[field])
    return sheets.day(line, field, columns[field])


def _place(line: Line, field: str, codes: Mapping[str, UUID]) -> UUID:
    code = line.cells.get(field, "")
    if code not in codes:
        raise CodeOfSheetIsUnknown({**MEMBER_COLUMNS, **TRANSFER_COLUMNS}[field], organization=code or "-")
    return codes[code]


async def _codes(asked: Asked, codes: set[str]) -> dict[str, UUID]:
    """Today's bearers of the sheet's codes, in one statement."""
    if not codes:
        return {}
    when = where("valid_from <= {} and valid_to > {} and known_to = 'infinity'", asked.today, asked.today)
    chosen = (where("code = any({}::text[])", sorted(codes)), STANDING, when)
    rows = await asked.reader.rows(Query(table=TABLE, columns=("code", "organization"), where=chosen))
    return {row["code"]: row["organization"] for row in rows}
