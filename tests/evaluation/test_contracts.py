"""The published language: an example of each fact, stable on the wire."""

import msgspec
import pytest

from services.evaluation.contracts.examples import EXAMPLES
from services.evaluation.contracts.facts import PUBLISHED


def test_every_published_fact_has_an_example():
    assert {type(example) for example in EXAMPLES} == set(PUBLISHED)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_examples_travel_and_come_back(example):
    assert msgspec.json.decode(msgspec.json.encode(example), type=type(example)) == example
