"""Quá hạn nộp giấy - lateness is a case to be considered and decided, never a removal (294-QĐ/TW 6.3.1)."""

from datetime import date, timedelta

from services.membership.domain.clocks import Clocks
from services.membership.domain.refusals import ReasonIsMissing
from services.membership.domain.refusals_transfer import NewLimitIsNotLater
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.dated import dated
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.state import Transfer, evolve
from services.membership.domain.transfer.steps import Step, require


def limit(transfer: Transfer, clocks: Clocks) -> date | None:
    """The last day to present the paper, by today's calendar; a limit given by decision stands, pauses apart."""
    if transfer.introduced_on is None:
        return transfer.present_by
    return clocks.extended(transfer.given_limit or clocks.present_by(transfer.introduced_on), transfer.pauses)


def became_overdue(transfer: Transfer, present_by: date | None, today: date) -> tuple[told.TransferBecameOverdue, ...]:
    """Mở trường hợp quá hạn, once, where the clock runs and its limit has passed."""
    if not transfer.clock_runs or transfer.late or present_by is None or today <= present_by:
        return ()
    act = Act(organization=transfer.issuer.organization, acted_on=present_by + timedelta(days=1))
    return (told.TransferBecameOverdue(act=act, present_by=present_by),)


def decide_overdue(transfer: Transfer, act: Act, present_by: date | None, today: date) -> tuple[told.TransferFact, ...]:
    """Xem xét quá hạn: accept the lateness with a new limit, or keep the case open with the reason on record."""
    require(Step.DECIDE_OVERDUE, transfer)
    dated(transfer, act, today)
    if act.remark is None:
        raise ReasonIsMissing("reason")
    old = transfer.present_by or act.acted_on
    if present_by is not None and present_by <= max(old, act.acted_on):
        raise NewLimitIsNotLater("present_by", present_by=old)
    decided = told.OverdueTransferDecided(act=act, present_by=present_by)
    return (decided, *became_overdue(evolve(transfer, decided), present_by, today))
