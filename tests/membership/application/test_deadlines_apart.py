"""What is due is told row by row: a row that cannot be reckoned keeps no other transfer from its deadline."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.membership.domain.clocks import Clocks
from services.membership.domain.transfer.reminders import ESCALATION
from services.membership.policies import mark_transfers_overdue, remind_of_deadlines
from services.membership.projections.deadlines import Running
from services.membership.projections.reminders import Wanted
from shared.runtime.due import Unasked

DAY = date(2026, 11, 23)
BAD = uuid4()


class Looking:
    """Limits of every organisation but one, of which they cannot be told."""

    def __init__(self, rows: list[Any], error: Exception) -> None:
        self.deadlines = self.reminders = self
        self._rows, self._error = rows, error

    async def near(self, today: date) -> list[Any]:
        return self._rows

    async def clocks(self, organization: UUID, on: date, today: date) -> Any:
        if organization == BAD:
            raise self._error
        return SimpleNamespace(
            present_by=lambda on: on, extended=lambda day, pauses: day, escalates=lambda due, today: True
        )


def clock() -> Any:
    return SimpleNamespace(today=lambda: DAY)


def overdue(issuer: UUID) -> Running:
    on = date(2026, 9, 1)
    return Running(transfer=uuid4(), issuer=issuer, introduced_on=on, present_by=on, given=False, pauses=[])


def limit(about: UUID) -> Wanted:
    return Wanted(transfer=uuid4(), what=ESCALATION, due=date(2026, 9, 1), about=about, since=date(2026, 9, 1))


CASES = [(mark_transfers_overdue.due, overdue), (remind_of_deadlines.due, limit)]


@pytest.mark.parametrize(("due", "row"), CASES, ids=["overdue", "reminders"])
async def test_the_rows_beside_it_are_asked_for(due: Any, row: Any):
    rows = [row(uuid4()), row(BAD), row(uuid4())]
    first, bad, last = await due(Looking(rows, ValueError("words")), clock())
    assert (first.transfer_id, last.transfer_id) == (rows[0].transfer, rows[2].transfer)
    assert isinstance(bad, Unasked) and bad.thing == rows[1].transfer


@pytest.mark.parametrize(("due", "row"), CASES, ids=["overdue", "reminders"])
async def test_an_outage_is_no_rows_fault(due: Any, row: Any):
    with pytest.raises(ConnectionRefusedError):
        await due(Looking([row(uuid4()), row(BAD)], ConnectionRefusedError()), clock())


def test_the_limits_are_asked_by_these_names():
    assert all(hasattr(Clocks, name) for name in ("present_by", "extended", "escalates"))
