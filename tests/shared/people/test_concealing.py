"""What is sealed is shown as a mark, wherever it stands in a fact."""

import msgspec

from shared.people.concealing import MARK, concealed
from shared.vocabulary.facts import Fact, Sealed


class Note(msgspec.Struct, frozen=True):
    by: str
    text: Sealed | None = None


class Noted(Fact, frozen=True, kw_only=True):
    TOPIC = "test.Noted"
    number: int
    name: Sealed
    nothing: Sealed | None = None
    others: dict[str, Sealed]
    notes: tuple[Note, ...]
    list: tuple[Sealed, ...] = ()


def test_every_sealed_value_is_marked_and_nothing_else():
    fact = Noted(
        number=7,
        name=Sealed("c2VhbGVk"),
        others={"bhxh": Sealed("c2VhbGVk")},
        notes=(Note("officer", Sealed("c2VhbGVk")), Note("officer")),
        list=(Sealed("c2VhbGVk"),),
    )
    assert concealed(fact) == {
        "number": 7,
        "name": MARK,
        "nothing": None,
        "others": {"bhxh": MARK},
        "notes": [{"by": "officer", "text": MARK}, {"by": "officer", "text": None}],
        "list": [MARK],
    }
