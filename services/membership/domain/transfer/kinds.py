"""Các hình thức chuyển sinh hoạt - what each kind asks of its dates and of its destination (294-QĐ/TW 6.3)."""

from datetime import date

from services.membership.domain.clocks import Clocks
from services.membership.domain.dates import months_after
from services.membership.domain.refusals_kinds import (
    AbroadIsOutside,
    IncomingIsRegisteredFromPaper,
    MemberIsAGuestAlready,
    ReturnDateIsMissing,
    StayIsOutOfRange,
)
from services.membership.domain.refusals_request import KindComesFromRestructuring, ReturnDateIsForTemporary

GUEST_KINDS = frozenset({"TEMPORARY", "ABROAD_TEMPORARY"})
"""The member keeps the home and becomes a guest elsewhere."""
ABROAD_KINDS = frozenset({"ABROAD_OFFICIAL", "ABROAD_TEMPORARY"})
INCOMING_KINDS = frozenset({"OFFICIAL", "TEMPORARY", "RETURN_FROM_ABROAD"})
"""What may be registered from the paper of an organisation that is not connected."""
FROM_RESTRUCTURING = frozenset({"COLLECTIVE", "ORG_DISBANDED"})
"""No member, cell or committee asks for these: a restructuring opens them (domain.md 3.1, 4.2)."""


def check_kind(kind: str) -> None:
    """Whether a member, a cell or a committee may ask for this kind."""
    if kind in FROM_RESTRUCTURING:
        raise KindComesFromRestructuring("kind", kind=kind)
    if kind == "RETURN_FROM_ABROAD":
        raise IncomingIsRegisteredFromPaper("kind")


def check_destination(kind: str, *, external: bool) -> None:
    """Abroad is outside: membership there is kept by an organisation that is not connected."""
    if kind in ABROAD_KINDS and not external:
        raise AbroadIsOutside("destination_id")


def check_stay(
    kind: str, reason: str, effective_on: date, return_by: date | None, *, is_guest: bool, clocks: Clocks
) -> None:
    """A stay has an end: by the rows 3 to under 12 months, for study 3 to 24; a member is a guest once at a time."""
    if kind not in GUEST_KINDS:
        if return_by is not None:
            raise ReturnDateIsForTemporary("return_by")
        return
    if return_by is None:
        raise ReturnDateIsMissing("return_by")
    if is_guest:
        raise MemberIsAGuestAlready("member_id")
    earliest, latest = months_after(effective_on, clocks.stay_from_months), latest_return(reason, effective_on, clocks)
    if not earliest <= return_by <= latest:
        raise StayIsOutOfRange("return_by", earliest=earliest, latest=latest)


def latest_return(reason: str, effective_on: date, clocks: Clocks) -> date:
    """The last day on which a stay may end; a longer one is an official transfer."""
    if reason == "STUDY":
        return months_after(effective_on, clocks.study_months)
    return date.fromordinal(months_after(effective_on, clocks.stay_below_months).toordinal() - 1)
