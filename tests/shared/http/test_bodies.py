"""What a body lacks is told in Vietnamese and in English, in words of our own: one case for each shape of message."""

import json
import re
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from enum import Enum
from math import inf
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from shared.http.bodies import read
from shared.http.refusals import BodyIsNotReadable

SENT = "q7q7"  # stands in every value that is sent as text


class Colour(Enum):
    """Two values to choose from."""

    RED = "red"
    BLUE = "blue"


class Place(msgspec.Struct, forbid_unknown_fields=True):
    """A struct inside the body; its field bears the name of a kind of value."""

    date: str = ""


class Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A field for each shape."""

    time: int
    text: str = ""
    whole: int = 0
    part: float = 0
    yes: bool = False
    maybe: int | str | None = None
    id: UUID | None = None
    on: date | None = None
    at: datetime | None = None
    clock: time_of_day | None = None
    rate: Decimal | None = None
    raw: bytes = b""
    span: timedelta | None = None
    colour: Colour = Colour.RED
    word: Literal["a", "b"] = "a"
    number: Literal[1, 2] = 1
    place: Place | None = None
    many: tuple[int, ...] = ()
    pair: tuple[int, str] = (0, "")
    named: dict[str, int] = {}
    by_id: dict[UUID, int] = {}
    least: Annotated[int, Meta(ge=1)] = 1
    most: Annotated[int, Meta(le=9)] = 1
    above: Annotated[float, Meta(gt=0)] = 1
    below: Annotated[float, Meta(lt=1)] = 0
    tens: Annotated[int, Meta(multiple_of=10)] = 0
    short: Annotated[str, Meta(max_length=2)] = ""
    long: Annotated[str, Meta(min_length=2)] = "xx"
    few: Annotated[tuple[int, ...], Meta(max_length=1)] = ()
    full: Annotated[tuple[int, ...], Meta(min_length=2)] = (1, 2)
    keyed: Annotated[dict[str, int], Meta(min_length=1)] = msgspec.field(default_factory=dict)
    unkeyed: Annotated[dict[str, int], Meta(max_length=0)] = {}
    code: Annotated[str, Meta(pattern="^[0-9]$")] = "1"
    zoned: Annotated[datetime, Meta(tz=True)] | None = None
    local: Annotated[datetime, Meta(tz=False)] | None = None


SHAPES: dict[str, tuple[Any, str, str]] = {
    "missing": ({}, "thiếu ô bắt buộc time", "the required field time is missing"),
    "unknown field": ({SENT: 1}, "chỉ nhận các ô time, text", "only the fields time, text"),
    "unknown field inside": ({"place": {SENT: 1}}, "có ô không được nhận", "a field that is not taken"),
    "no object": ([], "cần đối tượng, nhận được danh sách", "an object is expected, not a list"),
    "text": ({"text": 7}, "cần văn bản, nhận được số nguyên", "text is expected, not a whole number"),
    "whole": ({"whole": SENT}, "cần số nguyên, nhận được văn bản", "a whole number is expected, not text"),
    "whole with a part": ({"whole": 1.5}, "cần số nguyên, nhận được số", "a whole number is expected, not a number"),
    "part": ({"part": SENT}, "cần số, nhận được văn bản", "a number is expected, not text"),
    "yes": ({"yes": None}, "cần giá trị đúng/sai, nhận được giá trị trống", "true or false is expected, not null"),
    "maybe": ({"maybe": []}, "cần số nguyên hoặc văn bản hoặc giá trị trống", "a whole number or text or null"),
    "id": ({"id": SENT}, "không phải mã UUID", "no UUID"),
    "on": ({"on": SENT}, "không phải ngày theo dạng YYYY-MM-DD", "no date written YYYY-MM-DD"),
    "no such day": ({"on": "2025-02-30"}, "không phải ngày theo dạng", "no date"),
    "at": ({"at": SENT}, "không phải ngày giờ theo RFC 3339", "no date and time"),
    "clock": ({"clock": SENT}, "không phải giờ theo RFC 3339", "no time as RFC 3339"),
    "rate": ({"rate": SENT}, "không phải số thập phân", "no decimal number"),
    "raw": ({"raw": "@" + SENT}, "không phải dữ liệu base64", "no base64 data"),
    "span": ({"span": SENT}, "không phải khoảng thời gian", "no ISO 8601 duration"),
    "span too long": ({"span": "P" + "9" * 12 + "D"}, "nằm ngoài phạm vi", "out of range"),
    "colour": ({"colour": SENT}, "không nằm trong các giá trị được nhận", "not one of those that are taken"),
    "word": ({"word": SENT}, "không nằm trong các giá trị được nhận", "not one of those that are taken"),
    "number": ({"number": 77007}, "không nằm trong các giá trị được nhận", "not one of those that are taken"),
    "number's kind": ({"number": SENT}, "cần số nguyên", "a whole number is expected"),
    "in a list": ({"many": [1, SENT]}, "cần số nguyên", "a whole number is expected"),
    "pair": ({"pair": [1]}, "cần danh sách có độ dài 2", "a list with a length of 2"),
    "in a map": ({"named": {SENT: None}}, "cần số nguyên", "a whole number is expected"),
    "a map's key": ({"by_id": {SENT: 1}}, "không phải mã UUID", "no UUID"),
    "least": ({"least": 0}, "cần số nguyên từ 1 trở lên", "a whole number of at least 1"),
    "most": ({"most": 77007}, "cần số nguyên không quá 9", "a whole number of at most 9"),
    "above": ({"above": -77007.5}, "cần số lớn hơn 0", "a number above 0"),
    "below": ({"below": 77007.5}, "cần số nhỏ hơn 1", "a number below 1"),
    "tens": ({"tens": 77007}, "cần số nguyên là bội của 10", "a multiple of 10"),
    "short": ({"short": SENT}, "cần văn bản có độ dài nhiều nhất 2", "text with a length of at most 2"),
    "long": ({"long": "q"}, "cần văn bản có độ dài ít nhất 2", "text with a length of at least 2"),
    "few": ({"few": [1, 2]}, "cần danh sách có độ dài nhiều nhất 1", "a list with a length of at most 1"),
    "full": ({"full": []}, "cần danh sách có độ dài ít nhất 2", "a list with a length of at least 2"),
    "keyed": ({"keyed": {}}, "cần đối tượng có độ dài ít nhất 1", "an object with a length of at least 1"),
    "unkeyed": ({"unkeyed": {SENT: 1}}, "cần đối tượng có độ dài nhiều nhất 0", "an object with a length of at most 0"),
    "code": ({"code": SENT}, "cần văn bản đúng khuôn mẫu", "text in the set pattern"),
    "zoned": ({"zoned": "2025-07-01T07:00:00"}, "cần ngày giờ có múi giờ", "with a time zone"),
    "local": ({"local": "2025-07-01T07:00:00Z"}, "cần ngày giờ không có múi giờ", "without a time zone"),
    "beyond all numbers": ({"part": inf}, "nằm ngoài phạm vi", "out of range"),
}
OF_OURS = {"time", "text", "whole"}  # names of fields, which are English by our choice
NAMES = {"UUID", "RFC", "ISO", "base"}


def theirs(body: bytes) -> str:
    """What msgspec itself says of it, without the place."""
    with pytest.raises(msgspec.DecodeError) as told:
        msgspec.json.decode(body, type=Body)
    return re.sub(r" - at `.*$", "", str(told.value))


@pytest.mark.parametrize(("fields", "vi", "en"), SHAPES.values(), ids=SHAPES)
def test_each_shape_is_told_in_both_languages_and_in_no_word_of_msgspec(fields: Any, vi: str, en: str):
    body = json.dumps({"time": 1, **fields} if fields else fields).replace("Infinity", "1e999").encode()
    with pytest.raises(BodyIsNotReadable) as refused:
        read(body, Body)
    told = refused.value.wire()
    assert (vi in told["vi"], en in told["en"]) == (True, True), (told["vi"], told["en"])
    english = {word for word in re.findall(r"[A-Za-z]{2,}", theirs(body)) if word not in NAMES | OF_OURS}
    assert english
    assert not english & set(re.findall(r"[A-Za-zÀ-ỹ]+", expectation(told)))
    assert "`" not in told["vi"] + told["en"]
    assert not re.search(f"{SENT}|77007", str(told))


def expectation(told: dict[str, Any]) -> str:
    """The Vietnamese sentence behind the place, whose names are of the API."""
    place = told["params"]["where"]
    return told["vi"].split(f"tại {place}: ")[1]


@pytest.mark.parametrize("body", [b"", b"{", b"nul", b'{"text":"\xff"}', b'{"time":1}x'])
def test_no_json_is_told_in_both_languages(body: bytes):
    with pytest.raises(BodyIsNotReadable) as refused:
        read(body, Body)
    told = refused.value.wire()
    assert told["vi"].endswith("cần JSON đúng cú pháp.")
    assert told["en"].endswith("well-formed JSON is expected.")


class Strict(msgspec.Struct):
    """A body that says no by itself."""

    text: str

    def __post_init__(self) -> None:
        raise ValueError(f"this {self.text} is a sentence of ours")


def test_a_sentence_that_is_not_known_is_not_repeated():
    with pytest.raises(BodyIsNotReadable) as refused:
        read(msgspec.json.encode({"text": SENT}), Strict)
    told = refused.value.wire()
    assert "giá trị không đúng dạng" in told["vi"]
    assert SENT not in str(told)


def test_a_field_that_bears_the_name_of_a_kind_keeps_it():
    with pytest.raises(BodyIsNotReadable) as refused:
        read(b"{}", Body)
    assert refused.value.wire()["vi"].endswith("thiếu ô bắt buộc time.")
