"""Hồ sơ chuyển đang ở đâu: what decisions need to remember of a transfer, and how facts change it."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.membership.domain.route import Hop
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.kinds import FROM_RESTRUCTURING, GUEST_KINDS
from shared.vocabulary.facts import Stream


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer; `state` is empty while there is none."""

    state: str = ""
    member: UUID | None = None
    kind: str = ""
    origin: UUID | None = None
    hops: tuple[Hop, ...] = ()
    origin_hops: int = 0
    hop: int = 0
    asked_by: UUID | None = None
    requested_by: str = ""
    pull: bool = False
    province: str = "00"
    letter_number: str | None = None
    introduced_on: date | None = None
    present_by: date | None = None
    presented_on: date | None = None
    admitted_on: date | None = None
    return_by: date | None = None
    reason: str = ""
    effective_on: date = date.min
    returned_on: date | None = None
    was_introduced: bool = False
    given_limit: date | None = None
    paused_since: date | None = None
    pauses: tuple[tuple[date, date], ...] = ()
    late: bool = False
    paper_lost: bool = False
    on_hold: bool = False
    last_acted_on: date = date.min
    reminded: frozenset[tuple[str, date]] = frozenset()

    @property
    def holder(self) -> Hop:
        """Nơi đang giữ hồ sơ."""
        return self.hops[self.hop]

    @property
    def issuer(self) -> Hop:
        """Nơi cấp giấy giới thiệu: the last hop on the origin's side."""
        return self.hops[self.origin_hops - 1]

    @property
    def desk(self) -> Hop:
        """Nơi làm việc của bên cấp giấy: the issuer, or the first body of ours where the letter came from outside."""
        return self.hops[self.origin_hops] if self.issuer.external else self.issuer

    @property
    def first_hop(self) -> int:
        """Chặng đầu trong hệ thống: no transfer is returned beyond it, nor to a cell that has no box of its own."""
        if self.kind in FROM_RESTRUCTURING:
            return 1
        return self.origin_hops if self.issuer.external else 0

    @property
    def destination(self) -> Hop:
        """Nơi đến, as far as it is known."""
        return self.hops[-1]

    @property
    def arriving(self) -> bool:
        """Whether the holder lies on the receiving side."""
        return self.hop >= self.origin_hops

    @property
    def is_temporary(self) -> bool:
        """Sinh hoạt tạm thời: the member stays at home and becomes a guest elsewhere."""
        return self.kind in GUEST_KINDS

    @property
    def stay_is_open(self) -> bool:
        """Whether the guest was admitted and has not come back."""
        return self.is_temporary and self.admitted_on is not None and self.returned_on is None

    @property
    def awaits_paper(self) -> bool:
        """Whether the letter is out and has not been presented: what the 30 working days are about."""
        return (
            self.letter_number is not None
            and self.presented_on is None
            and self.state in ("INTRODUCED", "RECEIVED", "RETURNED_FOR_CORRECTION")
        )

    @property
    def clock_paused_since(self) -> date | None:
        """Tạm dừng tính hạn từ ngày nào: since when the office itself has carried the file."""
        return self.paused_since if self.awaits_paper else None

    @property
    def clock_runs(self) -> bool:
        """Whether the 30 working days are running: from the letter's date until the paper is presented."""
        return self.awaits_paper and self.paused_since is None

    @property
    def overdue(self) -> bool:
        """Quá hạn: the paper has not come and its limit has passed undecided."""
        return self.late and self.awaits_paper


_BESIDE = (
    told.TransferBecameOverdue,
    told.TransferPutOnHold,
    told.TransferReleased,
    told.TransferReaddressed,
    told.TransferReminded,
    told.TransferClockPaused,
    told.TransferClockResumed,
)
"""What happens beside the papers: their dates move nothing."""


def evolve(transfer: Transfer, fact: told.TransferFact) -> Transfer:
    """The transfer after a fact. No rule is asked here: what was true when it happened stays true."""
    after = _EVOLVE[type(fact)](transfer, fact)
    if isinstance(fact, _BESIDE):
        return after
    return replace(after, last_acted_on=fact.act.acted_on)


def _requested(_: Transfer, fact: told.TransferRequested) -> Transfer:
    return Transfer(
        state="REQUESTED",
        member=fact.member,
        kind=fact.kind,
        origin=fact.origin,
        hops=fact.hops,
        origin_hops=fact.origin_hops,
        asked_by=fact.act.organization,
        requested_by=fact.requested_by,
        return_by=fact.return_by,
        reason=fact.reason,
        effective_on=fact.effective_on,
        pull=fact.pull,
        province=fact.province,
    )


def _introduced(transfer: Transfer, fact: told.TransferIntroduced) -> Transfer:
    return replace(
        transfer,
        state="INTRODUCED",
        hop=transfer.origin_hops,
        letter_number=fact.letter_number,
        introduced_on=fact.introduced_on,
        present_by=fact.present_by,
        was_introduced=True,
    )


def _received(transfer: Transfer, fact: told.TransferReceived) -> Transfer:
    hops = (*transfer.hops[: transfer.hop + 1], *fact.below) if fact.below else transfer.hops
    return replace(transfer, state="RECEIVED", hops=hops, hop=transfer.hop + 1)


def _presented(transfer: Transfer, fact: told.TransferPresented) -> Transfer:
    return replace(
        transfer,
        state="PRESENTED",
        presented_on=transfer.presented_on or fact.act.acted_on,
        late=False,
        paused_since=None,
    )


def _returned(transfer: Transfer, fact: told.TransferReturned) -> Transfer:
    back = replace(transfer, state="RETURNED_FOR_CORRECTION", hop=fact.to_hop)
    if fact.voided_number is None:
        return back
    return replace(
        back,
        letter_number=None,
        introduced_on=None,
        present_by=None,
        presented_on=None,
        given_limit=None,
        paused_since=None,
        pauses=(),
        late=False,
    )


def _decided(transfer: Transfer, fact: told.OverdueTransferDecided) -> Transfer:
    if fact.present_by is None:
        return transfer
    since = max(transfer.paused_since, fact.act.acted_on) if transfer.paused_since else None
    given = {"present_by": fact.present_by, "given_limit": fact.present_by}
    return replace(transfer, **given, pauses=(), paused_since=since, late=False)


def _paused(transfer: Transfer, fact: told.TransferClockPaused) -> Transfer:
    """What was marked late by a day on which the office had the file already was not late."""
    return replace(transfer, paused_since=fact.since, late=transfer.late and fact.since > fact.present_by)


def _resumed(transfer: Transfer, fact: told.TransferClockResumed) -> Transfer:
    pauses = (*transfer.pauses, (fact.since, fact.until))
    return replace(transfer, paused_since=None, pauses=pauses, present_by=fact.present_by)


_EVOLVE: dict[type[told.TransferFact], Any] = {
    told.TransferRequested: _requested,
    told.TransferReviewed: lambda t, _: replace(t, state="CELL_REVIEWED", hop=1),
    told.TransferEndorsed: lambda t, _: replace(t, state="ENDORSED", hop=t.hop + 1),
    told.TransferIntroduced: _introduced,
    told.TransferReceived: _received,
    told.TransferPresented: _presented,
    told.TransferAdmitted: lambda t, f: replace(t, state="ADMITTED", hop=0, admitted_on=f.act.acted_on),
    told.GuestAdmitted: lambda t, f: replace(t, state="ADMITTED", hop=0, admitted_on=f.act.acted_on),
    told.GuestStayProlonged: lambda t, f: replace(t, return_by=f.return_by),
    told.GuestReturned: lambda t, f: replace(t, returned_on=f.act.acted_on),
    told.TransferConfirmed: lambda t, _: replace(t, state="CONFIRMED"),
    told.TransferReturned: _returned,
    told.TransferRefused: lambda t, _: replace(t, state="REFUSED"),
    told.TransferWithdrawn: lambda t, _: replace(t, state="WITHDRAWN"),
    told.TransferCancelled: lambda t, _: replace(t, state="CANCELLED"),
    told.TransferPutOnHold: lambda t, _: replace(t, on_hold=True),
    told.TransferReleased: lambda t, _: replace(t, on_hold=False),
    told.TransferPaperReissued: lambda t, f: replace(t, letter_number=f.letter_number, paper_lost=True),
    told.TransferBecameOverdue: lambda t, f: replace(t, late=True, present_by=f.present_by),
    told.OverdueTransferDecided: _decided,
    told.TransferReaddressed: lambda t, f: replace(t, hops=f.hops, origin=f.origin),
    told.TransferClockPaused: _paused,
    told.TransferClockResumed: _resumed,
    told.TransferReminded: lambda t, f: replace(t, reminded=t.reminded | {(f.what, f.due)}),
}

TRANSFERS: Stream[Transfer] = Stream(name="transfer", initial=Transfer(), evolve=evolve, facts=told.FACTS)
