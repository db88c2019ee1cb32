"""Mã tổ chức - which code a new organisation bears: the official one of the date, or a number given by us for life."""

import msgspec

from services.organization.domain.code_refusals import (
    CodeDoesNotFitParent,
    CodeIsMalformed,
    NumbersAreUsedUp,
    OfficialCodeIsMissing,
)
from shared.vocabulary.codes import ROOT, is_code
from shared.vocabulary.facts import Fact, Stream

# Facts


class NumberGiven(Fact, frozen=True, kw_only=True):
    """Cấp số - the number went to a new organisation under `base` and is never given again."""

    TOPIC = "organization.NumberGiven"
    base: str
    number: int


# State


class Numbering(msgspec.Struct, frozen=True, kw_only=True):
    """The last number given under one commune, district, bloc, province or the root."""

    last: int = 0


# Evolve


def evolve(_state: Numbering, fact: NumberGiven) -> Numbering:
    """Fact → state."""
    return Numbering(last=fact.number)


NUMBERING: Stream[Numbering] = Stream("numbering", Numbering(), evolve, (NumberGiven,))

# Decide

_PROVINCE = 2  # digits


def base_of(parent_code: str) -> str:
    """What numbers below a parent are counted by: flat, so below the committee 79.26740.007 comes 79.26740.008."""
    return ".".join(parent_code.split(".")[:2])


def numbered(base: str, number: int) -> str:
    """The code of the n-th body under a base: 79.b01 under a province, 79.26740.007 under a commune."""
    code = f"{base}.b{number:02d}" if len(base) == _PROVINCE else f"{base}.{number:03d}"
    if not is_code(code):
        raise NumbersAreUsedUp("parent_id", base=base)
    return code


def refuse_numbering(child_type: str, parent_code: str) -> None:
    """A province bears its official code and is never numbered by us."""
    if _is_province(child_type, parent_code):
        raise OfficialCodeIsMissing("code")


def refuse_unfit(code: str, child_type: str, parent_code: str) -> None:
    """A code that came with the request has the right shape and stands under its parent's base."""
    if not is_code(code) or code == ROOT:
        raise CodeIsMalformed("code", code=code)
    if _is_province(child_type, parent_code):
        fits, expected = len(code) == _PROVINCE, "NN"
    else:
        base = base_of(parent_code)
        fits, expected = code.rpartition(".")[0] == base, f"{base}.…"
    if not fits:
        raise CodeDoesNotFitParent("code", code=code, parent=parent_code, expected=expected)


def _is_province(child_type: str, parent_code: str) -> bool:
    return child_type == "PROVINCIAL" and parent_code == ROOT
