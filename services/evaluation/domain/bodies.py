"""Thẩm quyền quyết định xếp loại - which body decides on whom, and across which organisation its cap holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec

from services.evaluation.domain.ratings import SubjectKind

CapScope = Literal["TCCSD", "SIMILAR_GROUP", "SUPERIOR"]
_GRASSROOTS = ("GRASSROOTS_COMMITTEE", "GRASSROOTS_CELL")
_SUPERIOR = "DIRECT_SUPERIOR"
DEFAULT_DECIDES: Mapping[SubjectKind, str] = {
    "MEMBER": "GRASSROOTS",
    "LEADER": "SUPERIOR",
    "COMMITTEE": "SUPERIOR",
    "ORGANIZATION": "SUPERIOR",
}


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation on the way up, as of a date."""

    id: UUID
    code: str
    type: str
    setting: str = ""
    founded_on: date = date.min
    stands: bool = True


class Responsible(msgspec.Struct, frozen=True, kw_only=True):
    """Who decides on a subject, and where its rating is counted."""

    body: Body
    above: Body | None  # the superior, who alone reopens
    scope: Body
    group: str = ""


def responsible(chain: Sequence[Body], kind: SubjectKind, rows: Mapping[str, Any]) -> Responsible | None:
    """From the place of the subject upward; None where nothing stands over it.

    The grassroots organisation decides on its members; a cell right below a commune is decided on by the commune.
    A collective is decided on by the organisation right above it, a leader by the one above the grassroots.
    """
    decides = {**DEFAULT_DECIDES, **rows.get("eval.deciding_body", {})}[kind]
    start = 0 if kind in ("COMMITTEE", "ORGANIZATION") else _grassroots(chain)
    if start is None and kind == "LEADER":
        start = 0  # a post above the grassroots
    if start is None:
        return None
    index = start + (decides == "SUPERIOR")
    if index >= len(chain):
        return None
    body = chain[index]
    above = chain[index + 1] if index + 1 < len(chain) else None
    return _counted(body, above, chain, rows)


def group_of(chain: Sequence[Body]) -> str:
    """Nhóm có chức năng tương đồng: the same type of organisation in the same setting."""
    return f"{chain[0].type}|{chain[0].setting}"


def _grassroots(chain: Sequence[Body]) -> int | None:
    """The nearest grassroots organisation, else the superior that stands right over the cell."""
    for wanted in (_GRASSROOTS, (_SUPERIOR,)):
        for index, body in enumerate(chain):
            if body.type in wanted:
                return index
    return None


def _counted(body: Body, above: Body | None, chain: Sequence[Body], rows: Mapping[str, Any]) -> Responsible:
    scope: CapScope = rows.get("eval.cap_scope", "TCCSD")
    group = group_of(chain) if scope == "SIMILAR_GROUP" else ""
    counted = above if scope == "SUPERIOR" and above is not None else body
    return Responsible(body=body, above=above, scope=counted, group=group)
