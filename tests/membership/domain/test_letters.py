"""The register of letters: gap-free, and a number given once is never given again."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.domain.letters import LETTERS, LetterNumbered, PaperLetterEntered, enter, register_of
from services.membership.domain.refusals_transfer import LetterNumberIsTaken, LetterNumberLeavesAGap
from shared.testing.given import given

ON = date(2026, 1, 9)
TRANSFER = uuid4()


def next_one(register):
    return enter(register, "DIRECT_SUPERIOR", TRANSFER, ON, None)


def written(text):
    return lambda register: enter(register, "DIRECT_SUPERIOR", TRANSFER, ON, text)


def given_numbers(*numbers):
    return [
        LetterNumbered(number=number, text=f"{number}-GTSHĐ/ĐU", transfer=TRANSFER, issued_on=ON) for number in numbers
    ]


def test_numbers_run_without_a_gap():
    first = given(LETTERS).when(next_one)
    assert [fact.text for fact in first.facts] == ["1-GTSHĐ/ĐU"]
    second = given(LETTERS, *first.facts).when(next_one)
    assert [fact.text for fact in second.facts] == ["2-GTSHĐ/ĐU"]


def test_a_number_from_paper_is_taken_and_skipped_later():
    paper = PaperLetterEntered(text="2-GTSHĐ/ĐU", transfer=TRANSFER, issued_on=ON)
    given(LETTERS).when(written("2-GTSHĐ/ĐU")).then(paper)
    after = given(LETTERS, *given_numbers(1), paper).when(next_one)
    assert [fact.number for fact in after.facts] == [3]


@pytest.mark.parametrize("text", ["1-GTSHĐ/ĐU", "01-gtshđ/đu", " 1 -GTSHĐ/ĐU", "7-GTSHĐ/ĐU"])
def test_a_taken_number_is_refused_however_it_is_spelled(text):
    paper = PaperLetterEntered(text="7-GTSHĐ/ĐU", transfer=TRANSFER, issued_on=ON)
    given(LETTERS, *given_numbers(1), paper).when(written(text)).refused(LetterNumberIsTaken, "paper_number")


def test_a_register_that_began_on_paper_goes_on_from_there():
    paper = PaperLetterEntered(text="4711-GTSHĐ/ĐU", transfer=TRANSFER, issued_on=ON)
    given(LETTERS).when(written("4711-GTSHĐ/ĐU")).then(paper)
    after = given(LETTERS, paper)
    assert [fact.number for fact in after.when(next_one).facts] == [4712]
    assert after.when(written("12-GTSHĐ/ĐU")).facts  # of before the register was kept here


@pytest.mark.parametrize("text", ["3-GTSHĐ/ĐU", "0004-gtshđ/đu", "999999-GTSHĐ/ĐU"])
def test_a_number_that_leaves_a_gap_is_refused(text):
    given(LETTERS, *given_numbers(1)).when(written(text)).refused(LetterNumberLeavesAGap, "paper_number")


def test_a_number_of_another_form_stands_beside_the_register():
    other = PaperLetterEntered(text="77-CV/ĐU", transfer=TRANSFER, issued_on=ON)
    given(LETTERS, *given_numbers(1)).when(written("77-CV/ĐU")).then(other)
    assert [fact.number for fact in given(LETTERS, *given_numbers(1), other).when(next_one).facts] == [2]


def test_every_organisation_and_year_has_its_own_register():
    issuer = uuid4()
    assert len({register_of(issuer, 2025), register_of(issuer, 2026), register_of(uuid4(), 2026)}) == 3
    assert register_of(issuer, 2026) == register_of(issuer, 2026)


def test_the_province_numbers_as_provinces_do():
    assert given(LETTERS).when(lambda r: enter(r, "PROVINCIAL", TRANSFER, ON, None)).facts[0].text == "1-GTSHĐ/TU"
