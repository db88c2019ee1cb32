"""Chuyển đến từ ngoài hệ thống - a letter that a member brings, registered by the committee that receives it."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.clocks import Clocks
from services.membership.domain.dates import not_in_future, within_a_year
from services.membership.domain.refusals_kinds import KindIsNotIncoming
from services.membership.domain.refusals_request import DestinationCannotReceive
from services.membership.domain.route import Route
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.kinds import INCOMING_KINDS, check_stay
from services.membership.domain.transfer.lateness import became_overdue
from services.membership.domain.transfer.state import TRANSFERS, Transfer


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """What the letter says, and who registers it."""

    member: UUID
    kind: str
    reason: str
    letter_number: str
    introduced_on: date
    effective_on: date
    return_by: date | None
    requested_by: str
    province: str
    is_guest: bool = False


def register(letter: Incoming, route: Route, act: Act, *, clocks: Clocks, today: date) -> tuple[told.TransferFact, ...]:
    """The transfer stands where a letter of ours would have brought it: introduced, at the first body inside."""
    if letter.kind not in INCOMING_KINDS:
        raise KindIsNotIncoming("kind", kind=letter.kind)
    not_in_future(letter.introduced_on, today, "introduced_on")
    within_a_year(letter.effective_on, today, "effective_on")
    stay = (letter.reason, letter.effective_on, letter.return_by)
    check_stay(letter.kind, *stay, is_guest=letter.is_guest, clocks=clocks)
    if route.hops[-1].type in ("CENTRAL", "GROUP") or route.hops[-1].external:
        raise DestinationCannotReceive("destination_id", type=route.hops[-1].type)
    present_by = clocks.present_by(letter.introduced_on)
    facts = (
        _requested(letter, route, act, clocks),
        told.TransferIntroduced(
            act=act, letter_number=letter.letter_number, introduced_on=letter.introduced_on, present_by=present_by
        ),
    )
    introduced = Transfer()
    for fact in facts:
        introduced = TRANSFERS.evolve(introduced, fact)
    return (*facts, *became_overdue(introduced, present_by, today))


def _requested(letter: Incoming, route: Route, act: Act, clocks: Clocks) -> told.TransferRequested:
    start_by = clocks.start_by(letter.effective_on)
    return told.TransferRequested(
        act=act,
        member=letter.member,
        kind=letter.kind,
        reason=letter.reason,
        origin=route.hops[0].organization,
        destination=route.hops[-1].organization,
        hops=route.hops,
        origin_hops=route.origin_hops,
        effective_on=letter.effective_on,
        start_by=start_by,
        started_late=act.acted_on > start_by,
        return_by=letter.return_by,
        requested_by=letter.requested_by,
        province=letter.province,
    )
