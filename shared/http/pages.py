"""What `GET /facts` and `POST /keys` say on the wire, for the routes and for the client, which needs no framework."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from shared.eventlog.rows import OutboxRow


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
