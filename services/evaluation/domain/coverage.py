"""Ai được xếp loại - who is rated, who is only reviewed, and whose evaluation is closed; always with the reason.

domain.md 5.4: exempted, deceased and departed members are not rated; who was admitted, or what was founded, less than
six months before the campaign closes is reviewed but not rated (rows `eval.new_member_months`, `eval.new_org_months`,
unconfirmed). Who has left the campaign's subtree is rated where he is (the receiving cell always rates: 21-HD/BTCTW
18-10-2019 II.6). Nobody is in the way of a campaign by being inactive.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from services.evaluation.domain.bodies import Body
from services.evaluation.domain.derivation import Step
from services.evaluation.domain.months import months_before
from services.evaluation.domain.ratings import NOT_RATED_VI, NotRated, Rating
from services.evaluation.domain.refusals_coverage import SubjectIsNotRated

NEW_MEMBER, NEW_BODY = "eval.new_member_months", "eval.new_org_months"
_LEFT = frozenset({"REMOVED", "RESIGNED", "EXPELLED", "ADMISSION_CANCELLED"})
_CLOSES: frozenset[NotRated] = frozenset({"EXEMPT", "LEFT", "DECEASED", "ENDED", "ELSEWHERE"})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Tình trạng đảng viên từ một ngày - as membership decided it."""

    since: date
    state: str
    exempt: bool = False


class Uncovered(msgspec.Struct, frozen=True, kw_only=True):
    """Why a subject is not rated, and since when that holds."""

    reason: NotRated
    since: date

    @property
    def closes(self) -> bool:
        """Whether there is nothing left to review either."""
        return self.reason in _CLOSES


def person(
    standings: Sequence[Standing], admitted_on: date | None, on: date, rows: Mapping[str, Any]
) -> Uncovered | None:
    """Of a member as of the campaign's date; None: rated like everybody."""
    now = next((each for each in reversed(standings) if each.since <= on), None)
    if now is not None and now.state == "DECEASED":
        return Uncovered(reason="DECEASED", since=now.since)
    if now is not None and now.state in _LEFT:
        return Uncovered(reason="LEFT", since=now.since)
    if now is not None and now.exempt:
        return Uncovered(reason="EXEMPT", since=now.since)
    return _new("NEWLY_ADMITTED", admitted_on, on, rows.get(NEW_MEMBER))


def body(chain: Sequence[Body], subject: object, on: date, rows: Mapping[str, Any]) -> Uncovered | None:
    """Of a collective: one that has been merged or dissolved is rated no more, its heir is."""
    if not chain or chain[0].id != subject or not chain[0].stands:
        return Uncovered(reason="ENDED", since=on)
    return _new("NEWLY_FOUNDED", chain[0].founded_on, on, rows.get(NEW_BODY))


def elsewhere(since: date) -> Uncovered:
    """Of a subject that has left the campaign's subtree: the receiving place rates, in the campaign that covers it."""
    return Uncovered(reason="ELSEWHERE", since=since)


def covered(why: Uncovered | None, rating: Rating, *path: str) -> None:
    """Refuse a rating for a subject that is not rated, and say what may be given instead."""
    if why is not None and rating != "NOT_RATED":
        said = NOT_RATED_VI[why.reason]
        raise SubjectIsNotRated(*path, reason=why.reason, reason_vi=said, since=why.since)


def closing_step(why: Uncovered) -> Step:
    """The explanation of an evaluation that was closed."""
    vi = f"Khép hồ sơ, không xếp loại: {NOT_RATED_VI[why.reason]}, từ ngày {why.since:%d-%m-%Y}"
    en = f"Closed without a rating: {why.reason}, since {why.since}"
    return Step(part="DECISION", depth=1, holds=True, allows=None, vi=vi, en=en)


def _new(reason: NotRated, begun: date | None, on: date, months: int | None) -> Uncovered | None:
    if begun is None or not months or begun <= months_before(on, months):
        return None
    return Uncovered(reason=reason, since=begun)
