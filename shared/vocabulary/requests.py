"""Requests: what a service may be asked to do. Versioned structs of its `contracts/`, one per command."""

from hashlib import sha1
from typing import ClassVar
from uuid import UUID

import msgspec

_BEGUN = sha1(usedforsecurity=False)  # a version 5 UUID (RFC 9562), in half the time that `uuid5` takes
_FREE = ~(0xF << 76 | 0xC << 60)
_VERSION_5 = 5 << 76 | 0x8 << 60


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One command. `command_id` makes it idempotent for good; it is bound to the actor and to the body."""

    BULK: ClassVar[bool] = False  # many rows in one commit: on the lane that yields to people's commands

    command_id: UUID
    min_position: str | None = None
    expected_version: int | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to an accepted command, kept for good: the same command_id always gets the same one."""

    thing: str
    id: UUID
    version: int
    position: str


def new_id(command_id: UUID, kind: str) -> UUID:
    """The id of a thing that a command creates: derived, so that a retried command names the same thing."""
    digest = _BEGUN.copy()
    digest.update(command_id.bytes + kind.encode())
    return UUID(int=int.from_bytes(digest.digest()[:16], "big") & _FREE | _VERSION_5)
