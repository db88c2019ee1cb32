"""Where a transfer stands, and who did a step: what every published fact of a transfer carries."""

from datetime import date
from uuid import UUID

import msgspec

from shared.vocabulary.facts import Sealed


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a transfer stands after a fact: decided by the domain once, so that nobody else repeats its rules."""

    state: str
    holder: UUID
    route: tuple[UUID, ...]  # hops from the origin cell to the destination, as far as known
    hop: int  # index of the holder in `route`
    allowed_steps: tuple[str, ...]
    origin_hops: int = 0  # how many hops of `route` lie on the origin's side; the last of them issues the letter
    letter_number: str | None = None
    letter_issuer: UUID | None = None
    introduced_on: date | None = None
    present_by: date | None = None
    presented_on: date | None = None
    admitted_on: date | None = None
    overdue: bool = False
    paper_lost: bool = False
    on_hold: bool = False
    kind: str = ""
    return_by: date | None = None
    returned_on: date | None = None
    paused_since: date | None = None  # the office itself carries the file: the clock of `present_by` stands still


class Replaced(msgspec.Struct, frozen=True):
    """Đổi theo tổ chức kế thừa: a body of the route that has ended, and what stands for it now."""

    ended: UUID
    successor: UUID


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who did a step on which date, by which paper."""

    organization: UUID
    acted_on: date
    step: str
    accept: bool = True
    remark: Sealed | None = None
    paper_number: str | None = None
    signatory: Sealed | None = None
    evidence_hash: str | None = None
    entered_by: UUID | None = None  # the superior that typed it, when on behalf
