"""Tạm giữ - a hold on a member: while a body looks into something, the home does not move (294-QĐ/TW 6.3.1).

Only who, by which document and since when is kept; never what it is about.
"""

from datetime import date
from uuid import UUID

from services.membership.domain.dates import not_in_future
from services.membership.domain.member import ACTIVE, Member
from services.membership.domain.member_facts import HoldLifted, HoldPlaced
from services.membership.domain.refusals_life import HoldIsNotThere, HoldStandsAlready
from services.membership.domain.refusals_member import MemberHasLeft
from services.membership.domain.transfer.facts import Act, TransferPutOnHold, TransferReleased
from services.membership.domain.transfer.state import Transfer
from services.membership.domain.transfer.steps import ENDED
from shared.vocabulary.facts import Sealed


def place(member: Member, body: UUID, document: Sealed, on: date, today: date) -> HoldPlaced:
    """One hold for each body that looks into something."""
    not_in_future(on, today, "on")
    if member.state not in ACTIVE:
        raise MemberHasLeft("member_id")
    if body in member.holds:
        raise HoldStandsAlready("organization_id")
    return HoldPlaced(organization=body, document_number=document, on=on)


def lift(member: Member, body: UUID, document: Sealed, on: date, today: date) -> HoldLifted:
    """Thôi tạm giữ, by the body that placed it."""
    not_in_future(on, today, "on")
    if body not in member.holds:
        raise HoldIsNotThere("organization_id")
    return HoldLifted(organization=body, document_number=document, on=on)


def put_on_hold(transfer: Transfer, act: Act) -> tuple[TransferPutOnHold, ...]:
    """A home does not move under a hold; who goes for a time keeps it, so that goes on."""
    if not _is_open(transfer) or transfer.is_temporary or transfer.on_hold:
        return ()
    return (TransferPutOnHold(act=act),)


def let_go(transfer: Transfer, member: Member, act: Act) -> tuple[TransferReleased, ...]:
    """The transfer is free once the last hold is lifted."""
    if not _is_open(transfer) or not transfer.on_hold or member.holds:
        return ()
    return (TransferReleased(act=act),)


def _is_open(transfer: Transfer) -> bool:
    return bool(transfer.state) and transfer.state not in ENDED and transfer.state != "ADMITTED"
