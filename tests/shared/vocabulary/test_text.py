"""Vietnamese text: two habits of placing the tone mark are one word, for finding and for sorting."""

import pytest

from shared.vocabulary.text import fold, person_sort_key, sort_key, spellings


@pytest.mark.parametrize(("old", "new"), [("hòa", "hoà"), ("THỦY", "THUỶ"), ("khỏe", "khoẻ"), ("hòa", "hoà")])
def test_where_the_tone_mark_stands_makes_no_difference(old, new):
    assert sort_key(f"xã {old} Bình") == sort_key(f"xã {new} Bình")
    assert person_sort_key(f"Lê {old}") == person_sort_key(f"Lê {new}")
    assert fold(old) == fold(new)
    assert set(spellings(old)) == set(spellings(new))


def test_words_come_in_vietnamese_order():
    ordered = ["Ân", "Hà Nội", "Hải Phòng", "Hoa Lư", "Hoà An", "Hòa Bình", "Hoá Trung", "Hoài Đức", "Ý Yên"]
    assert sorted(set(ordered), key=sort_key) == ordered


@pytest.mark.parametrize("odd", ["", "à", "x̀", "àà", "ÀÁÂÃ" * 50, "123", "đ"])
def test_what_is_no_syllable_is_left_alone(odd):
    assert len(spellings(odd)) <= 3
