"""Mã đảng viên - the id of a member as people and clients write it."""

import base64
import binascii
from uuid import UUID, uuid5


def member_behind(text: str) -> UUID | None:
    """The member's id behind a text: a UUID, or the API's global one; None where it is neither."""
    try:
        return UUID(text)
    except ValueError:
        return _from_global_id(text)


def _from_global_id(text: str) -> UUID | None:
    try:
        kind, _, number = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode().partition(":")
        return UUID(number) if kind == "Member" else None
    except (binascii.Error, ValueError):
        return None


def custody_of_file(member: UUID) -> UUID:
    """The id of the custody of a member's file: there is one file, so there is one chain."""
    return uuid5(member, "custody of the member's file")
