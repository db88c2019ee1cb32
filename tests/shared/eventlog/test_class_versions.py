"""A class version stands first in a stored fact; what only looks like one further inside is no version."""

from datetime import date
from uuid import UUID

from services.membership.domain.member import MEMBERS
from services.membership.domain.member_facts import MemberEnrolled
from shared.eventlog.mapper import FactMapper
from shared.eventlog.topics import register_topics
from shared.runtime.service import Service
from shared.vocabulary.facts import Sealed


def test_a_map_with_a_key_of_that_name_is_no_newer_version():
    """Other systems, of which a member has numbers, are named by whoever registers the member."""
    register_topics([Service(name="membership", owns="", streams=(MEMBERS,))])
    fact = MemberEnrolled(
        cell=UUID(int=1), state="FULL", home_since=date(2026, 11, 1), full_name=Sealed("a"), personal_id=Sealed("b"),
        date_of_birth=Sealed("c"), external_ids={"class_version": Sealed("d")},
    )  # fmt: skip
    topic, state = FactMapper().encode(fact)
    assert b'{"class_version":' in state
    assert FactMapper().decode(topic, state) == fact
    assert FactMapper().decode_all([topic] * 2, [state] * 2) == [fact] * 2
