"""Những gì membership kể cho các dịch vụ khác - the only place that turns own facts into published ones."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from services.membership.application.publishing_data import PUBLISHING_DATA
from services.membership.application.publishing_home import HOME_PUBLISHING
from services.membership.application.publishing_sheets import PUBLISHING_SHEETS
from services.membership.contracts import facts as published
from services.membership.contracts.glass import RecordOpened
from services.membership.domain import cell, erasure, glass, letters, plan
from services.membership.domain import member_facts as member
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.state import Transfer
from services.membership.domain.transfer.steps import allowed_steps
from shared.vocabulary.facts import PublishedFact, Publishing

Tell = Callable[[Any, UUID, Any], PublishedFact | None]


def standing(transfer: Transfer) -> published.Standing:
    """Where the transfer stands, decided here once for everyone who reads it."""
    return published.Standing(
        state=transfer.state,
        holder=transfer.holder.organization,
        route=tuple(hop.organization for hop in transfer.hops),
        hop=transfer.hop,
        allowed_steps=tuple(allowed_steps(transfer)),
        origin_hops=transfer.origin_hops,
        letter_number=transfer.letter_number,
        letter_issuer=transfer.issuer.organization if transfer.letter_number else None,
        introduced_on=transfer.introduced_on,
        present_by=transfer.present_by,
        presented_on=transfer.presented_on,
        admitted_on=transfer.admitted_on,
        overdue=transfer.overdue,
        paper_lost=transfer.paper_lost,
        on_hold=transfer.on_hold,
        kind=transfer.kind,
        return_by=transfer.return_by,
        returned_on=transfer.returned_on,
        paused_since=transfer.clock_paused_since,
    )


_STEPS: dict[type[told.TransferFact], tuple[type[published.TransferFact], str, tuple[str, ...]]] = {
    told.TransferRequested: (
        published.TransferRequested,
        "REQUEST",
        (
            "kind",
            "reason",
            "origin",
            "destination",
            "effective_on",
            "start_by",
            "started_late",
            "decision_number",
            "decision_date",
            "return_by",
            "pull",
            "requested_by",
        ),
    ),
    told.TransferReviewed: (published.TransferReviewed, "REVIEW", ()),
    told.TransferEndorsed: (published.TransferEndorsed, "ENDORSE", ()),
    told.TransferIntroduced: (published.TransferIntroduced, "ENDORSE", ()),
    told.TransferPresented: (published.TransferPresented, "PRESENT", ()),
    told.GuestStayProlonged: (published.GuestStayProlonged, "EXTEND", ("return_by",)),
    told.TransferConfirmed: (published.TransferConfirmed, "CONFIRM", ()),
    told.TransferReturned: (published.TransferReturned, "RETURN", ("to_hop", "voided_number")),
    told.TransferWithdrawn: (published.TransferWithdrawn, "WITHDRAW", ()),
    told.TransferCancelled: (published.TransferCancelled, "CANCEL", ()),
    told.TransferPutOnHold: (published.TransferPutOnHold, "HOLD", ()),
    told.TransferReleased: (published.TransferReleased, "RELEASE", ()),
    told.TransferPaperReissued: (published.TransferPaperReissued, "REISSUE", ("voided_number",)),
    told.TransferBecameOverdue: (published.TransferBecameOverdue, "OVERDUE", ()),
    told.OverdueTransferDecided: (published.OverdueTransferDecided, "DECIDE_OVERDUE", ()),
    told.TransferClockPaused: (published.TransferClockPaused, "PAUSE", ("since",)),
    told.TransferClockResumed: (published.TransferClockResumed, "RESUME", ("since", "until")),
    told.TransferReminded: (published.TransferReminded, "REMIND", ("what", "due")),
}
"""Own fact → what is told, the step of its act, and the fields that go with it unchanged."""


def _act(act: told.Act, step: str, *, accept: bool = True) -> published.Act:
    return published.Act(step=step, accept=accept, **msgspec.structs.asdict(act))


def _told(fact: told.TransferFact, transfer: UUID, after: Transfer) -> published.TransferFact:
    kind, step, fields = _STEPS[type(fact)]
    more = {name: getattr(fact, name) for name in fields}
    return kind(**_common(transfer, after), act=_act(fact.act, step), **more)


def _received(fact: told.TransferReceived, transfer: UUID, after: Transfer) -> published.TransferReceived:
    destination = after.destination.organization
    return published.TransferReceived(
        **_common(transfer, after), act=_act(fact.act, "RECEIVE"), destination=destination
    )


def _admitted(fact: told.TransferAdmitted, transfer: UUID, after: Transfer) -> published.TransferAdmitted:
    return published.TransferAdmitted(
        **_common(transfer, after),
        act=_act(fact.act, "CONFIRM" if fact.external else "ADMIT"),
        from_cell=fact.from_cell,
        to_cell=fact.to_cell,
        admitted_on=fact.act.acted_on,
    )


def _guest_admitted(fact: told.GuestAdmitted, transfer: UUID, after: Transfer) -> published.GuestAdmitted:
    return published.GuestAdmitted(
        **_common(transfer, after),
        act=_act(fact.act, "CONFIRM" if fact.external else "ADMIT"),
        home=fact.home,
        cell=fact.cell,
        since=fact.act.acted_on,
        return_by=fact.return_by,
    )


def _guest_returned(fact: told.GuestReturned, transfer: UUID, after: Transfer) -> published.GuestReturned:
    act = _act(fact.act, "END")
    return published.GuestReturned(**_common(transfer, after), act=act, returned_on=fact.act.acted_on)


def _readdressed(fact: told.TransferReaddressed, transfer: UUID, after: Transfer) -> published.TransferReaddressed:
    return published.TransferReaddressed(
        **_common(transfer, after),
        act=_act(fact.act, "READDRESS"),
        origin=fact.origin,
        destination=fact.destination,
        replaced=tuple(published.Replaced(one.ended, one.successor) for one in fact.replaced),
    )


def _refused(fact: told.TransferRefused, transfer: UUID, after: Transfer) -> published.TransferRefused:
    act = _act(fact.act, fact.step or "REFUSE", accept=fact.step is None)
    return published.TransferRefused(**_common(transfer, after), act=act)


def _common(transfer: UUID, after: Transfer) -> dict[str, Any]:
    return {"transfer": transfer, "member": after.member, "standing": standing(after)}


def _registered(fact: member.MemberEnrolled, member_id: UUID, _after: Any) -> published.MemberRegistered:
    return published.MemberRegistered(member=member_id, **msgspec.structs.asdict(fact))


def _rehomed(fact: member.MemberPlacedByPlan, member_id: UUID, _after: Any) -> published.MemberRehomed:
    return published.MemberRehomed(member=member_id, **msgspec.structs.asdict(fact))


def _of_member(kind: type[published.MemberFact]) -> Tell:
    """The same fields, of whom they are beside them."""

    def tell(fact: Any, member_id: UUID, _after: Any) -> published.MemberFact:
        return kind(member=member_id, **msgspec.structs.asdict(fact))

    return tell


def _erased(fact: erasure.PersonErasureOrdered, _id: UUID, _after: Any) -> published.PersonErased:
    return published.PersonErased(member=fact.member)


def _opened(fact: glass.EmergencyOpened, glass_id: UUID, _after: Any) -> RecordOpened:
    return RecordOpened(glass=glass_id, **msgspec.structs.asdict(fact))


def _private(_fact: Any, _id: UUID, _after: Any) -> None:
    return None


PUBLISHING: Publishing = {
    member.MemberEnrolled: _registered,
    member.MemberHomeMoved: _private,  # told by the transfer that moved it
    member.GuestStayStarted: _private,  # so are the guest's stays
    member.GuestStayExtended: _private,
    member.GuestStayEnded: _private,
    member.HoldPlaced: _of_member(published.MemberHoldPlaced),
    member.HoldLifted: _of_member(published.MemberHoldLifted),
    member.MemberStateDecided: _of_member(published.MemberStateDecided),
    member.MemberCorrected: _of_member(published.MemberCorrected),
    cell.CellImported: _private,
    cell.CellClosed: _private,
    cell.CellDivided: _private,
    cell.CellReopened: _private,
    member.MemberPlacedByPlan: _rehomed,
    plan.PlanImported: _private,
    plan.PlanEnacted: _private,
    plan.AllocationsStated: _private,
    plan.PlanTakenBack: _private,
    erasure.PersonErasureOrdered: _erased,
    erasure.PersonKeyDestroyed: _private,
    letters.LetterNumbered: _private,
    letters.PaperLetterEntered: _private,
    told.TransferReceived: _received,
    told.TransferAdmitted: _admitted,
    told.GuestAdmitted: _guest_admitted,
    told.GuestReturned: _guest_returned,
    told.TransferRefused: _refused,
    told.TransferReaddressed: _readdressed,
    **dict.fromkeys(_STEPS, _told),
    **HOME_PUBLISHING,
    glass.EmergencyOpened: _opened,
    **PUBLISHING_DATA,
    **PUBLISHING_SHEETS,
}
