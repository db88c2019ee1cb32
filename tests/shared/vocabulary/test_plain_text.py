"""Text from clients: composed, bounded, without what nobody can see."""

import msgspec
import pytest

from shared.vocabulary.plain_text import LONGEST, TextHasControlCharacters, TextIsTooLong, checked, plain


def test_text_is_stored_composed_and_trimmed():
    assert plain("name", "  Nguye\u0302\u0303n\u00a0 Va\u0306n  An ") == "Nguyễn Văn An"


def test_lines_are_kept_where_they_belong():
    assert plain("remark", " một \n hai ", lines=True) == "một\nhai"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\ufeff", "\ue000"])
def test_what_nobody_can_see_is_refused(character: str):
    with pytest.raises(TextHasControlCharacters) as refused:
        plain("name", f"An{character}h")
    assert refused.value.path == ["name"]
    assert refused.value.params["index"] == 2
    assert f"U+{ord(character):04X}" in refused.value.wire()["vi"]


def test_a_name_has_no_line_ends():
    with pytest.raises(TextHasControlCharacters):
        plain("name", "An\nBình")


def test_the_limit_counts_characters():
    assert plain("name", "ế" * 200)
    with pytest.raises(TextIsTooLong) as refused:
        plain(("input", "name"), "ế" * 201)
    assert refused.value.path == ["input", "name"]
    assert refused.value.params == {"length": 201, "limit": 200}


@pytest.mark.parametrize("text", ["Đặng Thị Ngọc Ánh", "Kơ Sor H'Blâm", "Ê-đê", "M’Nông", "một 😀", "中文"])
def test_ordinary_names_pass(text: str):
    assert plain("name", text) == text


class Inner(msgspec.Struct, frozen=True):
    note: str


class Outer(msgspec.Struct, frozen=True):
    name: str
    inner: tuple[Inner, ...] = ()
    labels: dict[str, str] = {}


def test_every_text_of_a_request_is_checked():
    decomposed = "Hoa\u0300"
    good = checked(Outer(name=decomposed, inner=(Inner(decomposed),), labels={decomposed: decomposed}))
    assert good == Outer(name="Hoà", inner=(Inner("Hoà"),), labels={"Hoà": "Hoà"})
    with pytest.raises(TextHasControlCharacters) as refused:
        checked(Outer(name="x", inner=(Inner("a"), Inner("b\x00"))))
    assert refused.value.path == ["inner", "1", "note"]
    with pytest.raises(TextIsTooLong):
        checked(Outer(name="x", labels={"a": "x" * (LONGEST + 1)}))


def test_a_request_that_is_well_is_the_same_object():
    request = Inner("Hoà")
    assert checked(request) is request
