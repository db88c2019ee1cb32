"""Sinh hoạt tạm thời - a guest's stay: begun by an admission, extended where the guest is, ended by the return."""

from datetime import date
from uuid import UUID

from services.membership.domain.clocks import Clocks
from services.membership.domain.dates import in_order
from services.membership.domain.member import Member
from services.membership.domain.member_facts import GuestStayEnded, GuestStayExtended, GuestStayStarted
from services.membership.domain.refusals import ReasonIsMissing
from services.membership.domain.refusals_kinds import (
    MemberIsAGuestAlready,
    NewReturnIsNotLater,
    ReturnDateIsMissing,
    StayIsNotOpen,
    StayIsOutOfRange,
)
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.dated import dated
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.kinds import latest_return
from services.membership.domain.transfer.state import Transfer


def begin(
    transfer_id: UUID, transfer: Transfer, member: Member, act: Act
) -> tuple[told.GuestAdmitted, GuestStayStarted]:
    """The guest cell admits: the transfer's fact and the member's, recorded in one commit."""
    assert member.home is not None and transfer.return_by is not None
    if member.stay is not None:
        raise MemberIsAGuestAlready("transfer_id")
    in_order(member.home_since, act.acted_on, "acted_on")
    cell, until = transfer.destination, transfer.return_by
    admitted = told.GuestAdmitted(
        act=act, home=member.home, cell=cell.organization, return_by=until, external=cell.external
    )
    began = GuestStayStarted(cell=cell.organization, since=act.acted_on, return_by=until, transfer=transfer_id)
    return admitted, began


def extend(
    transfer_id: UUID, transfer: Transfer, act: Act, return_by: date | None, *, clocks: Clocks, today: date
) -> tuple[told.GuestStayProlonged, GuestStayExtended]:
    """Gia hạn: a later return, still within what may be temporary."""
    _check(transfer, act, today)
    assert transfer.return_by is not None
    if return_by is None:
        raise ReturnDateIsMissing("return_by")
    if return_by <= transfer.return_by:
        raise NewReturnIsNotLater("return_by", return_by=transfer.return_by)
    latest = latest_return(transfer.reason, transfer.effective_on, clocks)
    if return_by > latest:
        raise StayIsOutOfRange("return_by", earliest=transfer.return_by, latest=latest)
    prolonged = told.GuestStayProlonged(act=act, return_by=return_by)
    return prolonged, GuestStayExtended(return_by=return_by, transfer=transfer_id)


def end(transfer_id: UUID, transfer: Transfer, act: Act, today: date) -> tuple[told.GuestReturned, GuestStayEnded]:
    """Trở về nơi sinh hoạt chính thức."""
    _check(transfer, act, today)
    return told.GuestReturned(act=act), GuestStayEnded(on=act.acted_on, transfer=transfer_id)


def _check(transfer: Transfer, act: Act, today: date) -> None:
    if not transfer.stay_is_open:
        raise StayIsNotOpen("transfer_id")
    dated(transfer, act, today)
    if act.remark is None:
        raise ReasonIsMissing("reason")
