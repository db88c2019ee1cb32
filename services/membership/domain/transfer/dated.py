"""Ngày của một bước: never in the future, never before the step that came before it on paper."""

from datetime import date

from services.membership.domain.dates import in_order, not_in_future
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.state import Transfer


def dated(transfer: Transfer, act: Act, today: date) -> None:
    """Refuse an act whose date cannot be."""
    not_in_future(act.acted_on, today, "acted_on")
    in_order(transfer.last_acted_on, act.acted_on, "acted_on")
