"""Codes: flat numbers below a commune, official ones for provinces, and nothing that has the wrong shape."""

import pytest
from hypothesis import given as all_of
from hypothesis import strategies as st

from services.organization.domain.code_refusals import (
    CodeDoesNotFitParent,
    CodeIsMalformed,
    NumbersAreUsedUp,
    OfficialCodeIsMissing,
)
from services.organization.domain.codes import (
    NUMBERING,
    NumberGiven,
    base_of,
    numbered,
    refuse_numbering,
    refuse_unfit,
)
from shared.testing.given import given
from shared.vocabulary.codes import is_code, province_of

BASES = st.from_regex(r"[0-9]{2}(\.([0-9]{5}|[db][0-9]{2,3}))?", fullmatch=True)


@pytest.mark.parametrize(
    ("parent", "number", "code"),
    [
        ("79.26740", 7, "79.26740.007"),
        ("79.26740.007", 8, "79.26740.008"),
        ("79.d760", 7, "79.d760.007"),
        ("79.b01", 12, "79.b01.012"),
        ("79.26740", 1000, "79.26740.1000"),
        ("79", 1, "79.b01"),
        ("79", 100, "79.b100"),
        ("00", 3, "00.b03"),
    ],
)
def test_numbers_are_given_flat(parent: str, number: int, code: str):
    assert numbered(base_of(parent), number) == code


@all_of(BASES, st.integers(1, 999), st.integers(1, 999))
def test_a_number_is_a_code_of_its_province_and_no_two_are_alike(base: str, one: int, other: int):
    code = numbered(base, one)
    assert is_code(code)
    assert province_of(code) == province_of(base)
    assert (code == numbered(base, other)) == (one == other)


@all_of(BASES, st.integers(1, 999))
def test_what_we_number_would_be_accepted_if_it_were_asked_for(base: str, number: int):
    refuse_unfit(numbered(base, number), "GRASSROOTS_CELL", base)


@all_of(st.text(max_size=16))
def test_a_text_is_a_code_or_is_refused(text: str):
    decided = given(NUMBERING).when(lambda _: refuse_unfit(text, "CELL", "79.26740") or ())
    if is_code(text) and text.startswith("79.26740."):
        decided.nothing()
    else:
        assert decided.refusal is not None


@pytest.mark.parametrize(("base", "number"), [("79", 1000), ("79.26740", 100_000)])
def test_numbers_end(base: str, number: int):
    given(NUMBERING).when(lambda _: numbered(base, number)).refused(NumbersAreUsedUp, "parent_id")


@pytest.mark.parametrize(
    "code", ["79.26740.7", "79.26740.007\n", "79.２６７４０", "7", "", "79.x01", "79.26740.007.001", "00"]
)
def test_the_wrong_shape(code: str):
    given(NUMBERING).when(lambda _: refuse_unfit(code, "CELL", "79.26740")).refused(CodeIsMalformed, "code")


@pytest.mark.parametrize(
    ("code", "kind", "parent"),
    [
        ("82.26740.001", "CELL", "79.26740"),
        ("79.26741.001", "CELL", "79.26740"),
        ("79.26740", "CELL", "79.26740"),
        ("80.26740", "DIRECT_SUPERIOR", "79"),
        ("79.26740", "PROVINCIAL", "00"),
    ],
)
def test_the_wrong_place(code: str, kind: str, parent: str):
    given(NUMBERING).when(lambda _: refuse_unfit(code, kind, parent)).refused(CodeDoesNotFitParent, "code")


def test_a_province_brings_its_official_code():
    given(NUMBERING).when(lambda _: refuse_numbering("PROVINCIAL", "00")).refused(OfficialCodeIsMissing, "code")
    refuse_unfit("79", "PROVINCIAL", "00")


def test_the_last_number_is_remembered():
    assert given(NUMBERING, NumberGiven(base="79.26740", number=7)).state.last == 7
