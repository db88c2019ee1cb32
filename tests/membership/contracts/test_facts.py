"""The published language: an example of each, stable on the wire, told from every own fact that is not private."""

import msgspec
import pytest

from services.membership.application.publishing import PUBLISHING
from services.membership.contracts.examples import EXAMPLES
from services.membership.contracts.facts import PUBLISHED
from services.membership.domain.transfer.facts import FACTS
from services.membership.service import SERVICE


def test_every_published_fact_has_an_example():
    assert {type(example) for example in EXAMPLES} == set(PUBLISHED)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_examples_travel_and_come_back(example):
    assert msgspec.json.decode(msgspec.json.encode(example), type=type(example)) == example


def test_every_own_fact_says_whether_it_is_told():
    own = {fact for stream in SERVICE.streams for fact in stream.facts}
    assert own == set(PUBLISHING)
    assert set(FACTS) <= own


def test_topics_are_unique():
    own = [fact.TOPIC for stream in SERVICE.streams for fact in stream.facts]
    assert len({*own, *(fact.TOPIC for fact in PUBLISHED)}) == len(own) + len(PUBLISHED)
