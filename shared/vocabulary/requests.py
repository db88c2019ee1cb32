"""Requests: what a service may be asked to do. Versioned structs of its `contracts/`, one per command."""

from typing import ClassVar
from uuid import UUID, uuid5

import msgspec


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
    return uuid5(command_id, kind)
