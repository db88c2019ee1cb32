"""What facts, keys and sheets look like on the wire, for the routes and the client, which needs no framework."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from shared.eventlog.rows import OutboxRow
from shared.vocabulary.requests import Receipt

MOST_ROWS = 500
"""How many rows of a sheet are taken at once."""


class FactsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of the outbox as they stand there, byte for byte, so that a reader can check their digests."""

    epoch: str
    head: int
    rows: list[OutboxRow]


class AskKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose keys are asked for."""

    persons: list[UUID]


class KeysPage(msgspec.Struct, frozen=True, kw_only=True):
    """The wrapped keys that exist; a person without one has been erased or was never here."""

    keys: Mapping[UUID, str]
    kek: str = ""
    """The name of the deployment's key that wraps now, so that whoever has another one knows."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rows of a sheet, each the body of one command, read on its own."""

    rows: tuple[msgspec.Raw, ...]


class RowAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one row: its receipt, or its refusal as it would have come alone."""

    receipt: Receipt | None = None
    status: int = 200
    refusal: dict[str, Any] = {}


class SheetAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer for each row, in their order."""

    rows: list[RowAnswer]
