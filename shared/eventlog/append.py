"""What is asked of the log in one commit, and what it answers."""

from uuid import UUID

import msgspec

from shared.vocabulary.facts import Fact, Meta, PublishedFact
from shared.vocabulary.requests import Receipt


class Write(msgspec.Struct, frozen=True, kw_only=True):
    """Facts for one stream that must still be at `expected_version` (0 = absent).

    `published[i]` is what the others are told of `facts[i]`, None if nothing; `province` is the home at record time.
    """

    stream: UUID
    expected_version: int
    facts: tuple[Fact, ...]
    province: str
    published: tuple[PublishedFact | None, ...] = ()

    @property
    def begins(self) -> bool:
        """Whether the stream begins with these facts."""
        return self.expected_version == 0 and bool(self.facts)


class Claim(msgspec.Struct, frozen=True):
    """A key of which there is only one, and the stream that holds it. Stored as an HMAC, never the value."""

    kind: str
    value: str
    holder: UUID


class Tracking(msgspec.Struct, frozen=True, kw_only=True):
    """A follower's checkpoint, moved from `expected` (None = first time) in the same commit, in its source's epoch."""

    follower: str
    epoch: str
    expected: int | None
    sequence: int
    digest: bytes = b""


class Append(msgspec.Struct, frozen=True, kw_only=True):
    """One command's outcome. `thing` and `answer` name what the receipt is about, at `answer_version` if not written.

    `digest` is the HMAC of the request's body: the same command_id with another digest or actor is refused.
    """

    command_id: UUID
    actor: str
    digest: bytes
    meta: Meta
    thing: str = ""
    answer: UUID | None = None
    answer_version: int = 0
    writes: tuple[Write, ...] = ()
    guards: tuple[tuple[UUID, int], ...] = ()
    claims: tuple[Claim, ...] = ()
    releases: tuple[Claim, ...] = ()
    tracking: Tracking | None = None


class Committed(msgspec.Struct, frozen=True, kw_only=True):
    """Where it stands: positions `first`..`last` (first > last: no fact was needed), outbox sequence after it."""

    first: int
    last: int
    sequence: int
    receipt: Receipt
    replayed: bool = False


class KnownCommand(msgspec.Struct, frozen=True, array_like=True):
    """A command that was accepted before, kept for good: a row of `commands`, its columns in order."""

    command_id: UUID
    actor: str
    digest: bytes
    first: int
    last: int
    sequence: int
    receipt: Receipt

    def is_same(self, actor: str, digest: bytes) -> bool:
        """Whether the same account sent the same body."""
        return self.actor == actor and self.digest == digest

    def replay(self) -> Committed:
        """The first answer again."""
        return Committed(first=self.first, last=self.last, sequence=self.sequence, receipt=self.receipt, replayed=True)
