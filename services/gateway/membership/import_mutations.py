"""Mutations that import the official sheets: dry run first, then the same call in earnest."""

from collections.abc import Mapping
from typing import Annotated

import strawberry

from services.gateway.membership import importing, sheets
from services.gateway.membership.import_types import (
    ImportInput,
    ImportPayload,
    ImportRow,
    errors_of,
    lines_given,
    payload_of,
    refused_whole,
)
from services.gateway.membership.importing import Make, Verdict
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.ids import MEMBER, ORGANIZATION, TRANSFER, global_id, uuid_of
from services.gateway.types.scalars import Position
from shared.vocabulary.refusals import Refusal

Input = strawberry.argument(description="Danh sách / The sheet")


async def _import(
    asked: Asked, given: ImportInput, columns: Mapping[str, str], make: Make, *, place: str, kind: str
) -> ImportPayload:
    """Every row on its own; what is wrong with the sheet as a whole refuses all of it."""
    try:
        await asked.reach(given.min_position)
        required = (place,) if place == "cell" and not given.organization_id else ()
        lines = await lines_given(given, columns, required)
    except Refusal as refusal:
        return refused_whole(asked, refusal)
    more = {"command_id": given.command_id, "dry_run": given.dry_run}
    verdicts = await importing.imported(asked, lines, make, **more)
    rows = [_row(asked, verdict, "" if given.dry_run else kind) for verdict in verdicts]
    newest = None if given.dry_run else importing.newest(verdicts)
    return payload_of(rows, Position(newest) if newest else None)


def _row(asked: Asked, verdict: Verdict, kind: str) -> ImportRow:
    refusal, receipt = verdict.refusal, verdict.receipt
    identity = strawberry.ID(global_id(kind, receipt.id)) if receipt and kind else None
    return ImportRow(row=verdict.row, accepted=refusal is None, id=identity, errors=errors_of(asked, refusal))


@strawberry.type
class ImportMutations:
    """Nhập danh sách."""

    @strawberry.mutation(description="Nhập danh sách đảng viên; thử trước / Import members; dry run first")
    async def import_members(self, info: Info, input: Annotated[ImportInput, Input]) -> ImportPayload:
        """Nhập đảng viên."""
        given = input.organization_id
        cell = uuid_of(given, ORGANIZATION, "input", "organizationId") if given else None
        make = importing.member_of(cell, dry_run=input.dry_run)
        return await _import(info.context, input, sheets.MEMBER_COLUMNS, make, place="cell", kind=MEMBER)

    @strawberry.mutation(description="Nhập danh sách đề nghị chuyển sinh hoạt / Import requests for transfers")
    async def import_transfers(self, info: Info, input: Annotated[ImportInput, Input]) -> ImportPayload:
        """Nhập đề nghị chuyển."""
        make = importing.transfer_of_row(dry_run=input.dry_run)
        return await _import(info.context, input, sheets.TRANSFER_COLUMNS, make, place="destination", kind=TRANSFER)
