"""Stored names: every fact of every service is registered at start, so that old history finds its class."""

from collections.abc import Iterable

from eventsourcing.utils import TopicError, get_topic, register_topic, resolve_topic

from shared.runtime.service import Service
from shared.vocabulary.facts import Fact

_registered: set[type[Fact]] = set()


def register_topics(services: Iterable[Service]) -> None:
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
    _registered.add(fact)


def fact_named(topic: str) -> type[Fact] | None:
    """The class behind a stored name; None for a name that this process does not know."""
    try:
        found = resolve_topic(topic)
    except TopicError:
        return None
    return found if isinstance(found, type) and issubclass(found, Fact) else None
