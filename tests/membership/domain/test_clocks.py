"""The clocks against real dates: working days, public holidays, swap days, rows by date and place."""

from datetime import date, timedelta

import pytest

from services.membership.domain.clocks import Clocks, clocks_from
from shared.vocabulary.policy import PolicyRow

SWAPS = {date(2026, 1, 2): False, date(2026, 1, 10): True}


def row(key: str, value, valid_from: date, code: str = "00") -> PolicyRow:
    return PolicyRow(
        key=key, organization_code=code, valid_from=valid_from, valid_to=None, value=value, source="x", confirmed=True
    )


def test_introduced_before_tet_2026():
    assert Clocks(overrides=SWAPS).present_by(date(2026, 1, 9)) == date(2026, 2, 26)
    assert Clocks().present_by(date(2026, 1, 9)) == date(2026, 2, 27)  # without the Saturday that was worked


WORKED_OUT = (
    # introduced, present by: counted by hand on the official calendars of the years
    (date(2024, 1, 8), date(2024, 2, 26)),  # Tết Giáp Thìn: Thursday 8-2 to Wednesday 14-2
    (date(2024, 4, 10), date(2024, 5, 27)),  # Giỗ Tổ 18-4, 30-4, 1-5; 29-4 swapped with Saturday 4-5
    (date(2024, 8, 1), date(2024, 9, 16)),  # Quốc khánh 2-9, 3-9
    (date(2025, 8, 1), date(2025, 9, 16)),  # Quốc khánh 1-9, 2-9
    (date(2026, 1, 9), date(2026, 2, 26)),  # domain.md 3.5
    (date(2026, 6, 1), date(2026, 7, 13)),  # no holiday in between
    (date(2027, 6, 1), date(2027, 7, 13)),
)
YEARS = {**SWAPS, date(2024, 4, 29): False, date(2024, 5, 4): True}


@pytest.mark.parametrize(("introduced", "by"), WORKED_OUT)
def test_real_calendars(introduced, by):
    assert Clocks(overrides=YEARS).present_by(introduced) == by


@pytest.mark.parametrize("year", range(2024, 2028))
def test_a_limit_is_a_working_day_and_never_comes_earlier_for_a_later_letter(year):
    clocks, before = Clocks(overrides=YEARS), date.min
    for n in range(366):
        limit = clocks.present_by(date(year, 1, 1) + timedelta(days=n))
        assert limit >= before
        assert YEARS.get(limit, limit.weekday() < 5)
        before = limit


def test_limits_of_stays_and_reminders_are_rows():
    rows = [
        row("transfer.temp.max_months", 18, date(2026, 1, 1)),
        row("transfer.remind_before", "7wd", date(2026, 1, 1)),
    ]
    clocks = clocks_from(rows, ("00",), date(2026, 6, 1))
    assert (clocks.stay_from_months, clocks.stay_below_months, clocks.study_months) == (3, 18, 24)
    assert clocks.remind_before == 7


def test_sixty_working_days_to_start():
    assert Clocks().start_by(date(2025, 7, 1)) == date(2025, 9, 25)


def test_rows_are_resolved_by_place_and_date():
    rows = [
        row("transfer.present_within", 30, date(2025, 7, 1)),
        row("transfer.present_within", "20wd", date(2026, 1, 1), "79"),
        row("calendar.working_day", True, date(2026, 1, 10)),
    ]
    assert clocks_from(rows, ("79.1", "79", "00"), date(2026, 2, 1)).present_within == 20
    assert clocks_from(rows, ("79.1", "79", "00"), date(2025, 12, 31)).present_within == 30
    assert clocks_from(rows, ("82.1", "82", "00"), date(2026, 2, 1)).present_within == 30
    assert clocks_from(rows, ("00",), date(2026, 2, 1)).overrides == {date(2026, 1, 10): True}


def test_without_rows_the_regulation_stands():
    clocks = clocks_from([], ("00",), date(2026, 1, 1))
    assert (clocks.start_within, clocks.present_within) == (60, 30)
