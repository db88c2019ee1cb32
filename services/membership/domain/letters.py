"""Sổ giới thiệu sinh hoạt đảng - an organisation's gap-free register of letters, one a year (Mẫu 10-SHĐ)."""

import re
from datetime import date
from uuid import UUID, uuid5

import msgspec

from services.membership.domain.refusals_transfer import LetterNumberIsTaken, LetterNumberLeavesAGap
from shared.vocabulary.facts import Fact, Stream

_REGISTERS = UUID("5a4d0a3e-6a0f-5d1b-9c57-0c1f6f0b7d11")
_OURS = re.compile(r"([0-9]{1,6})-GTSHĐ/.+")
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
    """Numbers run from `first` to `last` without a gap; `written` are those typed from paper, as they are spelled."""

    first: int = 0
    last: int = 0
    written: frozenset[str] = frozenset()


# Evolve


def evolve(register: Register, fact: LetterNumbered | PaperLetterEntered) -> Register:
    """The register after an entry."""
    match fact:
        case LetterNumbered():
            return _up_to(register, fact.number)
        case PaperLetterEntered():
            entered = msgspec.structs.replace(register, written=register.written | {_key(fact.text)})
            return _up_to(entered, _number_of(fact.text))


def _up_to(register: Register, number: int) -> Register:
    """The first number ever entered opens the register: on paper it may have begun long before."""
    if number <= register.last:
        return register
    return msgspec.structs.replace(register, first=register.first or number, last=number)


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
        number = register.last + 1
        return LetterNumbered(number=number, text=_text(number, issuer_type), transfer=transfer, issued_on=issued_on)
    number = _number_of(written) if _key(written) == _key(_text(_number_of(written), issuer_type)) else 0
    if _key(written) in register.written or (register.first <= number <= register.last and number):
        raise LetterNumberIsTaken("paper_number", year=issued_on.year)
    if register.last and number > register.last + 1:
        raise LetterNumberLeavesAGap("paper_number", next=_text(register.last + 1, issuer_type), year=issued_on.year)
    return PaperLetterEntered(text=written, transfer=transfer, issued_on=issued_on)


def _number_of(text: str) -> int:
    """The place in the register; 0 where the number is written in another form than the register's."""
    found = _OURS.fullmatch(_key(text))
    return int(found[1]) if found else 0


def _text(number: int, issuer_type: str) -> str:
    """As letters are numbered in the field: 15-GTSHĐ/ĐU."""
    return f"{number}-GTSHĐ/{_ISSUERS.get(issuer_type, 'ĐU')}"


def _key(text: str) -> str:
    """Two spellings of a number are one number: 015-gtshđ/đu is 15-GTSHĐ/ĐU."""
    return text.replace(" ", "").upper().lstrip("0")
