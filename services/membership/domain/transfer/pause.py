"""Tạm dừng tính hạn - while the office itself carries the member's file, the 30 working days stand still.

A member whose file is on its way to his home cannot present his paper; who brings it late is not he.
Source: the initiative of Ho Chi Minh City as the fourth source article tells it; a policy row, not confirmed.
"""

from datetime import date

from msgspec.structs import replace

from services.membership.domain.clocks import Clocks
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.lateness import became_overdue, limit
from services.membership.domain.transfer.state import Transfer, evolve


def pause(transfer: Transfer, act: Act, clocks: Clocks) -> tuple[told.TransferFact, ...]:
    """Nothing where the clock does not run, stands already, or the rows say that it goes on."""
    present_by = limit(transfer, clocks)
    if not transfer.clock_runs or not clocks.pauses or present_by is None or transfer.introduced_on is None:
        return ()
    since = max(act.acted_on, transfer.introduced_on)
    return (told.TransferClockPaused(act=act, since=since, present_by=present_by),)


def resume(transfer: Transfer, act: Act, clocks: Clocks, today: date) -> tuple[told.TransferFact, ...]:
    """The limit is later by the working days after the hand-over to the office up to the one that ended it."""
    since = transfer.clock_paused_since
    if since is None:
        return ()
    until = max(act.acted_on, since)
    present_by = limit(replace(transfer, pauses=(*transfer.pauses, (since, until))), clocks)
    assert present_by is not None
    resumed = told.TransferClockResumed(
        act=act,
        since=since,
        until=until,
        present_by=present_by,
        issuer=transfer.issuer.organization,
        late=transfer.late,
    )
    return (resumed, *became_overdue(evolve(transfer, resumed), present_by, today))
