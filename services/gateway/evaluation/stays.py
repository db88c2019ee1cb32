"""Where a member was at home within a span of dates: the segments of an evaluation, read from the view of homes."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from services.gateway.membership import homes
from services.gateway.reading.query import Query, where


def within(members: Sequence[UUID], start: date, end: date) -> Query:
    """The stays of each of several members that touch the span, in order; the last day counts."""
    these = where("member = any({}::uuid[]) and known_to = 'infinity'", list(members))
    touching = where("valid_from <= {} and valid_to > {}", end, start)
    after = where("nullif(valid_to, 'infinity') as valid_to")
    columns = ("member", "cell", "valid_from", after)
    return Query(table=homes.TABLE, columns=columns, where=(these, touching), order_by=("valid_from",))


def months(start: date, end: date) -> int:
    """Full months from a day to the end of another."""
    after = end + timedelta(days=1)
    whole = (after.year - start.year) * 12 + after.month - start.month
    return max(0, whole - (after.day < start.day))
