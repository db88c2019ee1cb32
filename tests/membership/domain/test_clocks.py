"""The clocks against real dates: working days, public holidays, swap days, rows by date and place."""

from datetime import date

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
