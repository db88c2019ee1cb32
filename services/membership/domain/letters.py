"""Sổ giới thiệu sinh hoạt đảng - an organisation's gap-free register of letters, one a year (Mẫu 10-SHĐ)."""

import re
from datetime import date
from uuid import UUID, uuid5

import msgspec

from services.membership.domain.refusals_transfer import LetterNumberIsTaken
from shared.vocabulary.facts import Fact, Stream

_REGISTERS = UUID("5a4d0a3e-6a0f-5d1b-9c57-0c1f6f0b7d11")
_DIGITS = re.compile(r"[0-9]{1,9}")
_ISSUERS = {"PROVINCIAL": "TU", "SECTIONAL": "ĐUBP"}

# Facts ─ these names are stored


class LetterNumbered(Fact, frozen=True, kw_only=True):
    """Vào sổ số tiếp theo - the register gave its next number."""

    TOPIC = "membership.LetterNumbered"
    number: int
    text: str
    transfer: UUID
    issued_on: date


class PaperLetterEntered(Fact, frozen=True, kw_only=True):
    """Vào sổ số đã ghi trên giấy - a number that was written on paper is taken."""

    TOPIC = "membership.PaperLetterEntered"
    text: str
    transfer: UUID
    issued_on: date


# State ─ which numbers are taken


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """`last` was given by the register itself; `written` came from paper."""

    last: int = 0
    written: frozenset[str] = frozenset()


# Evolve


def evolve(register: Register, fact: LetterNumbered | PaperLetterEntered) -> Register:
    """The register after an entry."""
    match fact:
        case LetterNumbered():
            return msgspec.structs.replace(register, last=fact.number)
        case PaperLetterEntered():
            return msgspec.structs.replace(register, written=register.written | {_key(fact.text)})


LETTERS: Stream[Register] = Stream(
    name="letters", initial=Register(), evolve=evolve, facts=(LetterNumbered, PaperLetterEntered)
)

# Decide


def register_of(issuer: UUID, year: int) -> UUID:
    """The stream of an organisation's register of a year."""
    return uuid5(_REGISTERS, f"{issuer}/{year}")


def enter(
    register: Register, issuer_type: str, transfer: UUID, issued_on: date, written: str | None
) -> LetterNumbered | PaperLetterEntered:
    """The next number, or the one on the paper where it is still free; a number given once is never given again."""
    if written is None:
        number = _next_free(register, issuer_type)
        return LetterNumbered(number=number, text=_text(number, issuer_type), transfer=transfer, issued_on=issued_on)
    if _key(written) in register.written or _was_given(register, issuer_type, written):
        raise LetterNumberIsTaken("paper_number", year=issued_on.year)
    return PaperLetterEntered(text=written, transfer=transfer, issued_on=issued_on)


def _next_free(register: Register, issuer_type: str) -> int:
    number = register.last + 1
    while _key(_text(number, issuer_type)) in register.written:
        number += 1
    return number


def _was_given(register: Register, issuer_type: str, written: str) -> bool:
    digits = _DIGITS.match(_key(written))
    number = int(digits[0]) if digits else 0
    return 0 < number <= register.last and _key(written) == _key(_text(number, issuer_type))


def _text(number: int, issuer_type: str) -> str:
    """As letters are numbered in the field: 15-GTSHĐ/ĐU."""
    return f"{number}-GTSHĐ/{_ISSUERS.get(issuer_type, 'ĐU')}"


def _key(text: str) -> str:
    """Two spellings of a number are one number: 015-gtshđ/đu is 15-GTSHĐ/ĐU."""
    return text.replace(" ", "").upper().lstrip("0")
