"""Đề nghị chuyển sinh hoạt - the one decision that opens a transfer."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.clocks import Clocks
from services.membership.domain.dates import in_order, not_in_future, within_a_year
from services.membership.domain.member import ACTIVE, Member
from services.membership.domain.refusals_kinds import CellsAreNotOfOneCommittee, IncomingIsRegisteredFromPaper
from services.membership.domain.refusals_member import MemberHasLeft
from services.membership.domain.refusals_request import (
    DestinationCannotReceive,
    DestinationIsTheHomeCell,
    RouteIsUnknown,
)
from services.membership.domain.route import Body, Route, internal_route, route
from services.membership.domain.transfer.facts import Act, TransferRequested
from services.membership.domain.transfer.kinds import check_destination, check_kind, check_stay

_NEVER_RECEIVES = frozenset({"CENTRAL", "GROUP"})


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: who, why, from when, by which decision, and by which account."""

    member: UUID
    kind: str
    reason: str
    effective_on: date
    decision_number: str | None = None
    decision_date: date | None = None
    return_by: date | None = None
    pull: bool = False
    requested_by: str
    province: str


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """Where from and where to: two chains up to the root on the tree of one date."""

    origin: Sequence[Body]
    destination: Sequence[Body]
    on: date


def request(
    proposal: Proposal,
    member: Member,
    way: Way,
    act: Act,
    *,
    clocks: Clocks,
    today: date,
) -> TransferRequested:
    """Open a transfer along the route from the origin cell to the destination."""
    check_kind(proposal.kind)
    _check_dates(proposal, member, act, today)
    if member.state not in ACTIVE:
        raise MemberHasLeft("member_id")
    origin, destination = way.origin[0], way.destination[0]
    if origin.external:
        raise IncomingIsRegisteredFromPaper("member_id")
    _check_destination(origin, destination)
    check_destination(proposal.kind, external=destination.external)
    stay = (proposal.reason, proposal.effective_on, proposal.return_by)
    check_stay(proposal.kind, *stay, is_guest=member.stay is not None, clocks=clocks)
    hops = _hops(proposal.kind, way)
    start_by = clocks.start_by(proposal.effective_on)
    return TransferRequested(
        act=act,
        member=proposal.member,
        kind=proposal.kind,
        reason=proposal.reason,
        origin=origin.id,
        destination=destination.id,
        hops=hops.hops,
        origin_hops=hops.origin_hops,
        effective_on=proposal.effective_on,
        start_by=start_by,
        started_late=act.acted_on > start_by,
        decision_number=proposal.decision_number,
        decision_date=proposal.decision_date,
        return_by=proposal.return_by,
        pull=proposal.pull,
        requested_by=proposal.requested_by,
        province=proposal.province,
    )


def _hops(kind: str, way: Way) -> Route:
    """The way that the kind goes: an internal transfer the short one, all others by the tree."""
    if kind == "INTERNAL":
        short = internal_route(way.origin, way.destination)
        if short is None:
            raise CellsAreNotOfOneCommittee("destination_id")
        return short
    hops = route(way.origin, way.destination)
    if hops is None:
        raise RouteIsUnknown("destination_id", on=way.on)
    return hops


def _check_dates(proposal: Proposal, member: Member, act: Act, today: date) -> None:
    not_in_future(act.acted_on, today, "acted_on")
    in_order(member.home_since, act.acted_on, "acted_on")
    not_in_future(proposal.decision_date, today, "decision_date")
    in_order(proposal.decision_date, act.acted_on, "decision_date")
    within_a_year(proposal.effective_on, today, "effective_on")


def _check_destination(origin: Body, destination: Body) -> None:
    if destination.id == origin.id:
        raise DestinationIsTheHomeCell("destination_id")
    if destination.type in _NEVER_RECEIVES:
        raise DestinationCannotReceive("destination_id", type=destination.type)
