"""Các bước đi tới - review, endorse and introduce, receive, present, admit, confirm."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.dates import in_order
from services.membership.domain.member import Member
from services.membership.domain.member_facts import GuestStayStarted, MemberHomeMoved
from services.membership.domain.refusals_request import DestinationIsTheHomeCell
from services.membership.domain.refusals_transfer import NextBodyIsAlreadyKnown, NextBodyMustBeNamed
from services.membership.domain.route import Hop
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.dated import dated
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.lateness import became_overdue
from services.membership.domain.transfer.state import Transfer, evolve
from services.membership.domain.transfer.stay import begin
from services.membership.domain.transfer.steps import Step, require


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """Giấy giới thiệu: its number in the issuer's register and the last day to present it."""

    number: str
    present_by: date


def review(transfer: Transfer, act: Act, today: date) -> tuple[told.TransferFact, ...]:
    """Chi bộ nơi đi xem xét và đồng ý."""
    require(Step.REVIEW, transfer)
    dated(transfer, act, today)
    return (told.TransferReviewed(act=act),)


def introduces(transfer: Transfer) -> bool:
    """Whether the holder's endorsement is the introduction: it is the last hop on the origin's side."""
    return transfer.hop == transfer.origin_hops - 1


def needs_letter(transfer: Transfer) -> bool:
    """Whether the introduction takes a number from the register: not where a letter came back with the transfer."""
    return introduces(transfer) and transfer.letter_number is None


def endorse(transfer: Transfer, act: Act, letter: Letter | None, today: date) -> tuple[told.TransferFact, ...]:
    """Cấp ủy nơi đi xác nhận; the last one issues the letter, whose date starts the clock."""
    require(Step.ENDORSE, transfer)
    dated(transfer, act, today)
    if not introduces(transfer):
        return (told.TransferEndorsed(act=act),)
    introduced = _introduced(transfer, act, letter)
    return (introduced, *became_overdue(evolve(transfer, introduced), introduced.present_by, today))


def receive(transfer: Transfer, act: Act, below: tuple[Hop, ...], today: date) -> tuple[told.TransferFact, ...]:
    """Cấp ủy nơi đến tiếp nhận; where it is itself the destination it says what comes below."""
    require(Step.RECEIVE, transfer)
    dated(transfer, act, today)
    if below and not transfer.holder.assigns:
        raise NextBodyIsAlreadyKnown("forward_to_id")
    if not below and transfer.holder == transfer.destination:
        raise NextBodyMustBeNamed("forward_to_id")
    if below and below[-1].organization == transfer.origin:
        raise DestinationIsTheHomeCell("forward_to_id")
    return (told.TransferReceived(act=act, below=below),)


def present(transfer: Transfer, act: Act, today: date) -> tuple[told.TransferFact, ...]:
    """Nộp giấy cho chi ủy nơi đến: the clock stops here."""
    require(Step.PRESENT, transfer)
    dated(transfer, act, today)
    return (told.TransferPresented(act=act),)


def admit(
    transfer_id: UUID, transfer: Transfer, member: Member, act: Act, today: date
) -> tuple[tuple[told.TransferFact, ...], MemberHomeMoved | GuestStayStarted]:
    """Chi bộ nơi đến tiếp nhận: the transfer's fact and the member's, recorded in one commit."""
    require(Step.ADMIT, transfer)
    dated(transfer, act, today)
    admitted, moved = _arrived(transfer_id, transfer, member, act)
    return (admitted,), moved


def confirm_external(
    transfer_id: UUID, transfer: Transfer, member: Member, act: Act, today: date
) -> tuple[tuple[told.TransferFact, ...], MemberHomeMoved | GuestStayStarted]:
    """Phiếu báo từ nơi ngoài hệ thống, typed by the issuer: admits and confirms at once."""
    require(Step.CONFIRM, transfer)
    dated(transfer, act, today)
    admitted, moved = _arrived(transfer_id, transfer, member, act)
    return (admitted, told.TransferConfirmed(act=act)), moved


def confirm_admitted(transfer: Transfer) -> tuple[told.TransferFact, ...]:
    """Xác nhận đã tiếp nhận: what the policy does after an admission; nothing where that is done."""
    if transfer.state != "ADMITTED" or transfer.origin is None:
        return ()
    return (told.TransferConfirmed(act=Act(organization=transfer.origin, acted_on=transfer.last_acted_on)),)


def _introduced(transfer: Transfer, act: Act, letter: Letter | None) -> told.TransferIntroduced:
    if letter is not None:
        return told.TransferIntroduced(
            act=act, letter_number=letter.number, introduced_on=act.acted_on, present_by=letter.present_by
        )
    assert transfer.letter_number and transfer.introduced_on and transfer.present_by
    return told.TransferIntroduced(
        act=act,
        letter_number=transfer.letter_number,
        introduced_on=transfer.introduced_on,
        present_by=transfer.present_by,
    )


def _arrived(
    transfer_id: UUID, transfer: Transfer, member: Member, act: Act
) -> tuple[told.TransferAdmitted | told.GuestAdmitted, MemberHomeMoved | GuestStayStarted]:
    return (begin if transfer.is_temporary else _moved)(transfer_id, transfer, member, act)


def _moved(
    transfer_id: UUID, transfer: Transfer, member: Member, act: Act
) -> tuple[told.TransferAdmitted, MemberHomeMoved]:
    """One home always: the fact that ends the old one begins the new one, on the same date."""
    assert member.home is not None
    in_order(member.home_since, act.acted_on, "acted_on")
    to_cell = transfer.destination.organization
    external = transfer.destination.external
    admitted = told.TransferAdmitted(act=act, from_cell=member.home, to_cell=to_cell, external=external)
    return admitted, MemberHomeMoved(from_cell=member.home, to_cell=to_cell, on=act.acted_on, transfer=transfer_id)
