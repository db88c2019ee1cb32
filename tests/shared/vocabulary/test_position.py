"""The position that a commit's receipt names is the one that clients may send back."""

import pytest

from shared.vocabulary.position import Position, Positions


@pytest.mark.parametrize("sequence", [0, 1, 10**6, 2**63 - 1])
@pytest.mark.parametrize("epoch", ["1cd9d4da", "", '%d "}'])
def test_positions_of_a_log_are_what_a_position_says_of_itself(sequence: int, epoch: str):
    text = Positions("membership", epoch).at(sequence)
    assert text == Position({"membership": sequence}, {"membership": epoch}).encode()
    assert Position.decode(text) == Position({"membership": sequence}, {"membership": epoch})
