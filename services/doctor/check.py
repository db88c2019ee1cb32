"""Check: what the doctor says of one thing."""

from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """How it stands."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One line: the thing, the verdict, what was found, and the command to run next."""

    name: str
    verdict: Verdict
    found: str
    next: str = ""


def fine(name: str, found: str) -> Check:
    """Nothing to do."""
    return Check(name=name, verdict=Verdict.OK, found=found)


def warn(name: str, found: str, then: str) -> Check:
    """It works, but not for ever."""
    return Check(name=name, verdict=Verdict.WARN, found=found, next=then)


def fail(name: str, found: str, then: str) -> Check:
    """It does not work."""
    return Check(name=name, verdict=Verdict.FAIL, found=found, next=then)


def judged(name: str, good: bool, found: str, then: str) -> Check:
    """OK or FAIL."""
    return fine(name, found) if good else fail(name, found, then)
