"""Facts: what has happened. A service keeps its own facts for ever and publishes some of them to the others."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, NewType, TypeVar
from uuid import UUID, uuid5

import msgspec

_OWN_FACTS = UUID("d2a3c7be-0f0c-5a43-8a0e-6d5f1f1c7a10")

Sealed = NewType("Sealed", str)
"""A personal value as ciphertext under its person's key (`shared.people`): the only form in which a fact holds one."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something a service remembers for ever. TOPIC is the stored name: files may move, it may not change.

    A changed shape raises `class_version` and adds `upcast_vN_vM(state: dict) -> None` static methods. What a newer
    version wrote is unreadable to an older program, and waits for the newer one.
    """

    TOPIC: ClassVar[str]
    class_version: ClassVar[int] = 1


class PublishedFact(Fact, frozen=True, kw_only=True):
    """A fact told to the other services; lives in the owner's `contracts/`. Changes only by added optional fields."""

    SERVICE: ClassVar[str]
    AGGREGATE: ClassVar[str]
    ERASES: ClassVar[str] = ""  # the field with the person whose personal values nobody may open any more
    MAJOR: ClassVar[int] = 1

    @classmethod
    def subject_tail(cls) -> str:
        """`<service>.<aggregate>.<fact>.v<n>`: the part of the subject that the type decides."""
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        return f"{cls.SERVICE}.{cls.AGGREGATE}.{name}.v{cls.MAJOR}"


class Meta(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who caused a fact, and what it followed from. No personal data: `actor` is an account, never a name."""

    actor: str
    command_id: UUID
    correlation: UUID
    causation: UUID
    traceparent: str = ""
    on_behalf_of: UUID | None = None
    basis: dict[str, int] = {}  # foreign service -> outbox sequence the decision had seen

    def stored(self) -> msgspec.Raw:
        """As it stands in a log."""
        return msgspec.Raw(msgspec.json.encode(self))


_META = msgspec.json.Decoder(Meta)


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of a service's own log, as it stands there."""

    position: int
    stream: UUID
    version: int
    fact: Fact
    meta: Meta
    recorded_at: datetime


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as a follower receives it: a published one from another service, or an own one from the own log.

    `sequence` is the outbox sequence (published) or the position (own); `id` is stable over redelivery and rebuilds.
    """

    service: str
    sequence: int
    aggregate: UUID
    version: int
    province: str
    fact: Fact
    stored_meta: msgspec.Raw
    recorded_at: datetime
    told_as: UUID | None = None

    @property
    def id(self) -> UUID:
        """The published fact's own; an own fact's follows from its place in its stream."""
        return self.told_as or uuid5(_OWN_FACTS, f"{self.aggregate}/{self.version}")

    @property
    def meta(self) -> Meta:
        """Who caused it; read when it is asked for: views have no use for it."""
        return _META.decode(self.stored_meta)


State = TypeVar("State")


class Stream(msgspec.Struct, Generic[State], frozen=True):
    """A kind of aggregate: how its facts fold into the state that decisions need."""

    name: str
    initial: State
    evolve: Callable[[State, Any], State]
    facts: tuple[type[Fact], ...]


Publishing = Mapping[type[Fact], Callable[[Any, UUID, Any], PublishedFact | None]]
"""Own fact type -> what others are told: (own fact, aggregate id, state after it) -> published fact, None = private."""
