"""Stored names: every fact of every service is registered at start, so that old history finds its class.

A name that nobody registered finds nothing: what is stored never makes this process import a module.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from eventsourcing.utils import get_topic, register_topic

from shared.eventlog.refusals import TopicIsUnknown
from shared.vocabulary.facts import Fact

if TYPE_CHECKING:
    from shared.runtime.service import Service

_registered: set[type[Fact]] = set()
_named: dict[str, type[Fact]] = {}
_UNKNOWN = """
    select topic, count(*) as count, min(position) as first
    from (select topic, position from facts union all select topic, position from outbox) as named
    where topic <> all($1::text[]) group by topic order by first
"""


class UnknownFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of one log, its own or published, that nothing is made of: of an unknown name, or unreadable."""

    topic: str
    count: int
    first: int


def register_topics(services: "Iterable[Service]") -> None:
    """Register all own and published facts; two classes of one name are refused."""
    for service in services:
        own = (fact for stream in service.streams for fact in stream.facts)
        for fact in dict.fromkeys((*own, *service.publishes)):
            register_fact(fact)


def register_fact(fact: type[Fact]) -> None:
    """Register one class under its TOPIC; once is enough, and what a process inherits stays shared with its parent."""
    if fact in _registered:
        return
    if "TOPIC" not in vars(fact):
        raise TypeError(
            f"{fact.__qualname__} has no TOPIC of its own: its stored name must not hang on where it stands"
        )
    get_topic(fact)  # registers under TOPIC
    register_topic(fact.TOPIC, fact)
    _named[fact.TOPIC] = fact
    _registered.add(fact)


def fact_named(topic: str) -> type[Fact] | None:
    """The class behind a stored name; None for a name that this process does not know."""
    return _named.get(topic)


def class_of(topic: str) -> type[Fact]:
    """The class behind a stored name; TopicIsUnknown for a name that this process does not know."""
    fact = _named.get(topic)
    if fact is None:
        raise TopicIsUnknown(topic)
    return fact


async def unknown_facts(connection: Any) -> list[UnknownFacts]:
    """What a log holds under unknown names, the first first; reads every fact's name, so it is for operators."""
    return [UnknownFacts(**dict(row)) for row in await connection.fetch(_UNKNOWN, list(_named))]
