"""Facts to stored bytes and back: the library's Mapper, both directions, for frozen msgspec structs."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from eventsourcing.utils import get_topic

from shared.eventlog.refusals import FactIsUnreadable
from shared.eventlog.topics import class_of
from shared.vocabulary.facts import Fact

_MARK = b'{"class_version":'
_encode = msgspec.json.Encoder().encode


class StoredFact(msgspec.Struct, frozen=True):
    """A fact with its place in its stream: what the library calls a domain event."""

    originator_id: UUID
    originator_version: int
    fact: Fact


class JsonTranscoder(Transcoder):
    """JSON by msgspec: inspectable in psql, and many times faster than the stock codec."""

    def encode(self, obj: Any) -> bytes:
        """Any value as JSON."""
        return _encode(obj)

    def decode(self, data: bytes) -> Any:
        """JSON as plain values."""
        return msgspec.json.decode(data)


class FactMapper(Mapper[UUID]):
    """Topics and class versions as the library keeps them; a state of an older version goes through its upcasters."""

    def __init__(self) -> None:
        super().__init__(JsonTranscoder())

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """A fact with its place, as the library's recorders take it."""
        topic, state = self.encode(domain_event.fact)
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, topic, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """What a recorder returned, as a fact with its place."""
        fact = self.decode(stored_event.topic, stored_event.state)
        return StoredFact(UUID(str(stored_event.originator_id)), stored_event.originator_version, fact)

    def encode(self, fact: Fact) -> tuple[str, bytes]:
        """Topic and stored state; states of version 1 carry no version."""
        version = type(fact).class_version
        if version == 1:
            return get_topic(type(fact)), _encode(fact)
        return get_topic(type(fact)), _marked(version) + _encode(fact)[1:]

    def decode(self, topic: str, state: bytes) -> Fact:
        """The fact behind a stored state; TopicIsUnknown for a name that nobody registered, else FactIsUnreadable."""
        cls: type[Fact] = class_of(topic)
        try:
            if state.startswith(_marked(cls.class_version)) or (cls.class_version == 1 and not _is_marked(state)):
                return _decoder(cls).decode(state)
            return self._upcast(cls, msgspec.json.decode(state))
        except FactIsUnreadable:
            raise
        except Exception as error:  # upcasters meet whatever stands there, and raise whatever they like
            raise FactIsUnreadable(topic) from error

    def decode_all(self, topics: Sequence[str], states: Sequence[bytes]) -> list[Fact]:
        """Many facts in order; those of one kind that stand side by side are read in one go: in half the time.

        Raises something if one of them cannot be read; which one, `decode` tells.
        """
        facts: list[Fact] = []
        for topic, run in groupby(topics):
            stored = states[len(facts) : len(facts) + sum(1 for _ in run)]
            cls: type[Fact] = class_of(topic)
            if cls.class_version == 1:
                if any(map(_is_marked, stored)):
                    raise FactIsUnreadable(topic, newer=True)
                facts += _as_many(stored, _decoder_of_many(cls).decode(b"".join((b"[", b",".join(stored), b"]"))))
            else:
                facts += [self.decode(topic, state) for state in stored]
        return facts

    def _upcast(self, cls: type[Fact], state: dict[str, Any]) -> Fact:
        stored = state.pop("class_version", 1)
        if stored > cls.class_version:
            raise FactIsUnreadable(cls.TOPIC, newer=True)
        for version in range(stored, cls.class_version):
            getattr(cls, f"upcast_v{version}_v{version + 1}")(state)
        return msgspec.convert(state, cls)


def _as_many(stored: Sequence[bytes], facts: list[Fact]) -> list[Fact]:
    """A state that is empty, or holds two, would be no error among others: the next would take its place."""
    if len(facts) != len(stored):
        raise ValueError("not one fact each")
    return facts


def may_be_marked(states: bytes) -> bool:
    """Whether one of many may carry a class version; a map's first key that is called so looks alike, and only that."""
    return _MARK in states


def _is_marked(state: bytes) -> bool:
    """Whether it carries a class version, which stands first; those of version 1 carry none."""
    return state.startswith(_MARK)


def _marked(version: int) -> bytes:
    return _MARK + b"%d," % version


@cache
def _decoder_of_many(cls: type[Fact]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(list[cls])


@cache  # one per class of fact
def _decoder(cls: type[Fact]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cls)
