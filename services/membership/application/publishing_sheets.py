"""Những gì membership kể về việc xuất danh sách."""

from typing import Any
from uuid import UUID

import msgspec

from services.membership.contracts import sheet_facts as published
from services.membership.domain import sheet_export as told
from services.membership.domain.sheet_export import SheetExport
from shared.vocabulary.facts import Publishing

_KINDS: dict[type[Any], type[published.SheetExportFact]] = {
    told.SheetAsked: published.SheetExportRequested,
    told.SheetApproved: published.SheetExportApproved,
    told.SheetRefused: published.SheetExportRefused,
    told.SheetFetched: published.SheetExportFetched,
}


def _told(fact: told.SheetExportEvent, export: UUID, after: SheetExport) -> published.SheetExportFact:
    fields = {"organization": after.organization, **msgspec.structs.asdict(fact)}
    return _KINDS[type(fact)](export=export, **fields)


PUBLISHING_SHEETS: Publishing = dict.fromkeys(_KINDS, _told)
