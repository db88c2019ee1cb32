"""What a body should have had in a place, in Vietnamese and English, for each shape that msgspec's messages have.

Its own sentences are English and may quote what was sent: a shape that is not known here gets a general wording.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Wording(NamedTuple):
    """One expectation in both languages; names in braces stand for what the message names."""

    vi: str
    en: str


GENERAL = Wording("giá trị không đúng dạng", "the value does not have the right form")
NO_JSON = Wording("cần JSON đúng cú pháp", "well-formed JSON is expected")
OUT_OF_RANGE = Wording("giá trị nằm ngoài phạm vi", "the value is out of range")
NONE_OF_THOSE = Wording("giá trị không nằm trong các giá trị được nhận", "the value is not one of those that are taken")
NO_OTHER_FIELD = Wording("có ô không được nhận", "there is a field that is not taken")

_TYPES = {
    "int": Wording("số nguyên", "a whole number"),
    "float": Wording("số", "a number"),
    "decimal": Wording("số thập phân", "a decimal number"),
    "str": Wording("văn bản", "text"),
    "bool": Wording("giá trị đúng/sai", "true or false"),
    "null": Wording("giá trị trống", "null"),
    "array": Wording("danh sách", "a list"),
    "object": Wording("đối tượng", "an object"),
    "bytes": Wording("dữ liệu nhị phân", "binary data"),
    "uuid": Wording("mã UUID", "a UUID"),
    "date": Wording("ngày", "a date"),
    "time": Wording("giờ", "a time"),
    "datetime": Wording("ngày giờ", "a date with its time"),
    "duration": Wording("khoảng thời gian", "a duration"),
}
_UNNAMED = Wording("giá trị loại khác", "a value of another kind")
_LONG = Wording("cần {kind} có độ dài ít nhất {n}", "{kind} with a length of at least {n} is expected")
_SHORT = Wording("cần {kind} có độ dài nhiều nhất {n}", "{kind} with a length of at most {n} is expected")

_PIECES = {
    "<kind>": r"`(?P<kind>[^`]*)`",
    "<got>": r"`(?P<got>[^`]*)`",
    "<field>": r"`(?P<field>[^`]*)`",
    "<n>": r"(?P<n>[-+.\de]+)",
    "<m>": r"(?P<m>\d+)",
    ", got <n>": r"(?:, got \d+)?",
    "<value>": r"(?s:.*)",
}
"""What stands in a shape for what differs from message to message."""

_SHAPES: tuple[tuple[str, tuple[str, str]], ...] = (
    ("Object missing required field <field>", ("thiếu ô bắt buộc {field}", "the required field {field} is missing")),
    ("Object contains unknown field <field>", NO_OTHER_FIELD),
    ("Expected <kind>, got <got>", ("cần {kind}, nhận được {got}", "{kind} is expected, not {got}")),
    ("Expected <kind>", ("cần {kind}", "{kind} is expected")),
    ("Expected <kind> >= <n>", ("cần {kind} từ {n} trở lên", "{kind} of at least {n} is expected")),
    ("Expected <kind> <= <n>", ("cần {kind} không quá {n}", "{kind} of at most {n} is expected")),
    ("Expected <kind> > <n>", ("cần {kind} lớn hơn {n}", "{kind} above {n} is expected")),
    ("Expected <kind> < <n>", ("cần {kind} nhỏ hơn {n}", "{kind} below {n} is expected")),
    (
        "Expected <kind> that's a multiple of <n>",
        ("cần {kind} là bội của {n}", "{kind} that is a multiple of {n} is expected"),
    ),
    ("Expected <kind> of length >= <n>", _LONG),
    ("Expected <kind> of at least length <n>, got <n>", _LONG),
    ("Expected <kind> of length <= <n>", _SHORT),
    ("Expected <kind> of at most length <n>, got <n>", _SHORT),
    (
        "Expected <kind> of length <n> to <m>, got <n>",
        ("cần {kind} có độ dài từ {n} đến {m}", "{kind} with a length of {n} to {m} is expected"),
    ),
    (
        "Expected <kind> of length <n>, got <n>",
        ("cần {kind} có độ dài {n}", "{kind} with a length of {n} is expected"),
    ),
    ("Expected <kind> matching regex <value>", ("cần {kind} đúng khuôn mẫu", "{kind} in the set pattern is expected")),
    (
        "Expected <kind> with a timezone component",
        ("cần {kind} có múi giờ", "{kind} with a time zone is expected"),
    ),
    (
        "Expected <kind> with no timezone component",
        ("cần {kind} không có múi giờ", "{kind} without a time zone is expected"),
    ),
    ("Invalid enum value <value>", NONE_OF_THOSE),
    ("Invalid value <value>", NONE_OF_THOSE),
    ("Invalid UUID", ("không phải mã UUID", "this is no UUID")),
    ("Invalid RFC3339 encoded date", ("không phải ngày theo dạng YYYY-MM-DD", "this is no date written YYYY-MM-DD")),
    (
        "Invalid RFC3339 encoded datetime",
        ("không phải ngày giờ theo RFC 3339", "this is no date and time as RFC 3339 writes them"),
    ),
    ("Invalid RFC3339 encoded time", ("không phải giờ theo RFC 3339", "this is no time as RFC 3339 writes it")),
    ("Invalid decimal string", ("không phải số thập phân", "this is no decimal number")),
    ("Invalid base64 encoded string", ("không phải dữ liệu base64", "this is no base64 data")),
    ("Invalid ISO8601 duration", ("không phải khoảng thời gian theo ISO 8601", "this is no ISO 8601 duration")),
    ("Invalid epoch timestamp", ("không phải mốc thời gian", "this is no timestamp")),
    ("Integer value out of range", OUT_OF_RANGE),
    ("Number out of range", OUT_OF_RANGE),
    ("Duration is out of range", OUT_OF_RANGE),
    ("Timestamp is out of range ", OUT_OF_RANGE),
)


def _pattern(shape: str) -> re.Pattern[str]:
    for piece in (", got <n>", *_PIECES):
        shape = shape.replace(piece, _PIECES[piece])
    return re.compile(shape)


_PATTERNS = tuple((_pattern(shape), told) for shape, told in _SHAPES)


def wording(message: str) -> Wording:
    """Both wordings of a message of msgspec, whose end (" - at `$.x`") was taken off."""
    for shape, told in _PATTERNS:
        if found := shape.fullmatch(message):
            return Wording(*(text.format(**_named(found, language)) for language, text in enumerate(told)))
    return GENERAL


def only_fields(names: Iterable[str]) -> Wording:
    """The fields that there are, told to whoever wrote another one."""
    listed = ", ".join(names)
    return Wording(f"chỉ nhận các ô {listed}", f"only the fields {listed} are taken")


def _named(found: re.Match[str], language: int) -> dict[str, str]:
    """What the message names: kinds of value in words, numbers and names of our own fields as they are."""
    return {
        name: _kinds(text, language) if name in ("kind", "got") else text for name, text in found.groupdict().items()
    }


def _kinds(names: str, language: int) -> str:
    words = (_TYPES.get(name.strip(), _UNNAMED)[language] for name in names.split("|"))
    return (" hoặc ", " or ")[language].join(words)
