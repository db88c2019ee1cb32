"""Giới thiệu tiếp khi tổ chức đảng giải thể - a superior sends on the members of an organisation that was dissolved.

The superior collects their files and introduces each of them onward (domain.md 3.1, ORG_DISBANDED). The member waits
in a cell that the superior keeps for this; nobody asked, so nobody withdraws, and no cell has a box to fill in first.
Who is handed over together with others has no transfer of his own: COLLECTIVE is a decision with a signed list.
"""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.clocks import Clocks
from services.membership.domain.dates import in_order, not_in_future
from services.membership.domain.member import ACTIVE, Member
from services.membership.domain.refusals_member import MemberHasLeft
from services.membership.domain.refusals_request import DestinationIsTheHomeCell, RouteIsUnknown
from services.membership.domain.route import route
from services.membership.domain.transfer.facts import Act, TransferRequested, TransferReviewed
from services.membership.domain.transfer.request import Way

DISBANDED = "ORG_DISBANDED"


class Onward(msgspec.Struct, frozen=True, kw_only=True):
    """What the restructuring says: whom, since when the organisation is gone, by which decision."""

    member: UUID
    effective_on: date
    decision_number: str | None = None
    decision_date: date | None = None
    requested_by: str
    province: str


def send_onward(
    said: Onward, member: Member, way: Way, act: Act, *, clocks: Clocks, today: date
) -> tuple[TransferRequested, TransferReviewed]:
    """Opened and past the cell in one commit; where no destination is known yet it is the superior, who names it."""
    not_in_future(act.acted_on, today, "acted_on")
    in_order(member.home_since, act.acted_on, "acted_on")
    if member.state not in ACTIVE:
        raise MemberHasLeft("member_id")
    origin, destination = way.origin[0], way.destination[0]
    if origin.id == destination.id:
        raise DestinationIsTheHomeCell("destination_id")
    hops = route(way.origin, way.destination)
    if hops is None:
        raise RouteIsUnknown("destination_id", on=way.on)
    asked = TransferRequested(
        act=act,
        kind=DISBANDED,
        reason="REORGANISATION",
        origin=origin.id,
        destination=destination.id,
        hops=hops.hops,
        origin_hops=hops.origin_hops,
        start_by=clocks.start_by(said.effective_on),
        started_late=False,
        **msgspec.structs.asdict(said),
    )
    return asked, TransferReviewed(act=act)
