"""Danh sách của một phương án - sheets whose rows are taken all together or not at all: operations, allocations."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from services.gateway.membership.import_refusals import SheetIsNotReadable
from services.gateway.membership.import_types import ImportInput, ImportPayload, ImportRow, errors_of, payload_of
from services.gateway.membership.sheets import Line
from services.gateway.reading.asked import Asked
from services.gateway.reading.ids import RESTRUCTURING, uuid_of
from services.gateway.types.scalars import Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request


def plan_of(given: ImportInput) -> UUID:
    """The plan that the sheet is for."""
    return uuid_of(given.restructuring_id or "", RESTRUCTURING, "input", "restructuringId")


def command_of(given: ImportInput) -> UUID:
    """The same part of the same sheet is the same command, however often it is sent."""
    return uuid5(given.command_id, f"row/{given.first_row}")


def refuse_no_rows(lines: Sequence[Line]) -> None:
    """A sheet of headers alone says nothing."""
    if not lines:
        raise SheetIsNotReadable("input", "csv")


async def taken(
    asked: Asked, given: ImportInput, lines: Sequence[Line], wrong: Mapping[int, Refusal], request: Request | None
) -> ImportPayload:
    """Every wrong row is named; in earnest one of them keeps all others from being recorded."""
    position = None
    if request is not None and not wrong and not given.dry_run:
        position = Position((await asked.sender.send("organization", request)).position)
    stopped = bool(wrong) and not given.dry_run
    rows = [
        ImportRow(
            row=line.number,
            accepted=not stopped and line.number not in wrong,
            id=None,
            errors=errors_of(asked, wrong.get(line.number)),
        )
        for line in lines
    ]
    return payload_of(rows, position)
