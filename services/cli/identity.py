"""A thing's id as it is typed: the plain id of facts and log lines, or the one that the API gives."""

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from cyclopts import Parameter, Token

from services.cli.speech import told


def identity(text: str) -> UUID:
    """The id in a plain id, or in what the API gives (base64 of `Kind:id`); ValueError if it is neither."""
    try:
        return UUID(text)
    except ValueError:
        pass
    try:
        _, _, plain = base64.b64decode(text, validate=True).decode().partition(":")
        return UUID(plain)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        said = told("không phải mã, cũng không phải id của API", "is neither an id nor what the API gives as one")
        raise ValueError(f"{text!r} {said}") from error


def _typed(_kind: Any, tokens: Sequence[Token]) -> UUID:
    return identity(tokens[0].value)


ThingId = Annotated[
    UUID, Parameter(name="ID", converter=_typed, help="Mã của đối tượng - its id, as the API gives it.")
]
PlanId = Annotated[
    UUID, Parameter(name="ID", converter=_typed, help="Mã phương án: UUID hoặc id của API - the plan's id.")
]
MemberId = Annotated[
    UUID, Parameter(name="MEMBER_ID", converter=_typed, help="Mã đảng viên - the member's id, as the API gives it.")
]
