"""One attempt of one command: what it looked at, what it decided, what it claims; committed whole or not at all."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from shared.eventlog.append import Append, Claim, Tracking, Write
from shared.eventlog.refusals import ClaimIsTaken
from shared.eventlog.session import Session
from shared.eventlog.states import Loaded
from shared.eventlog.versions import stale
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Fact, Meta, PublishedFact, Stream
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request, new_id

S = TypeVar("S")


class _Touched(Generic[S]):
    """A stream as this attempt sees it: loaded at `version`, then `facts` on top."""

    __slots__ = ("facts", "id", "kind", "province", "published", "state", "version")

    def __init__(self, id: UUID, kind: Stream[S], state: S, version: int) -> None:
        self.id = id
        self.kind = kind
        self.state = state
        self.version = version
        self.province = ""
        self.facts: list[Fact] = []
        self.published: list[PublishedFact | None] = []


class Work:
    """What a handler is given. Nothing it does is visible to anyone before the commit."""

    def __init__(self, session: Session, request: Request, actor: Actor, basis: Mapping[str, int]) -> None:
        self._session = session
        self.request = request
        self.actor = actor
        self.command_id = request.command_id
        self.basis = dict(basis)
        self.now: datetime = session.clock.now()
        self._touched: dict[int, _Touched[Any]] = {}  # by the number of the id, which is hashed quicker
        self._claims: dict[Claim, Refusal] = {}
        self._releases: list[Claim] = []
        self._answer: tuple[str, UUID | None] = ("", None)

    @cached_property
    def today(self) -> date:
        """The civil date in Viet Nam."""
        return self._session.clock.today()

    async def load(self, stream: Stream[S], id: UUID) -> Loaded[S]:
        """A thing's state and version (0 = absent). It must still be at that version when this work is committed."""
        number = id.int
        if number not in self._touched:
            loaded = await self._session.states.load(stream, id)
            self._touched[number] = _Touched(id, stream, loaded.state, loaded.version)
        touched = self._touched[number]
        return Loaded(touched.state, touched.version + len(touched.facts))

    def record(self, stream: Stream[Any], id: UUID, *facts: Fact, province: str) -> None:
        """What has been decided. A stream that was not loaded is a new one; `province` is its home now."""
        touched = self._touched.get(id.int)
        if touched is None:
            touched = self._touched[id.int] = _Touched(id, stream, stream.initial, 0)
        touched.province = province
        for fact in facts:
            touched.state = stream.evolve(touched.state, fact)
            tell = self._session.publishing.get(type(fact))
            touched.facts.append(fact)
            touched.published.append(tell(fact, id, touched.state) if tell else None)

    def claim(self, kind: str, value: str, *, holder: UUID, refusal: Refusal) -> None:
        """Take a key of which there is only one; `refusal` is what the caller hears if another has it."""
        self._claims[Claim(kind, value, holder)] = refusal

    def release(self, kind: str, value: str, holder: UUID) -> None:
        """Give a key back; one that another holds stays his."""
        self._releases.append(Claim(kind, value, holder))

    async def holder(self, kind: str, value: str) -> UUID | None:
        """Who holds a key now; only a claim makes sure of it."""
        return await self._session.log.claim_holder(kind, value)

    async def holders(self, kind: str, values: Iterable[str]) -> dict[str, UUID]:
        """Who holds each of many keys now; only a claim makes sure of it."""
        return await self._session.log.claim_holders(kind, values)

    def answer(self, thing: str, id: UUID) -> None:
        """What the receipt names: the main thing of this command."""
        self._answer = (thing, id)

    def new_id(self, kind: str) -> UUID:
        """The id of a thing this command creates: the same however often it is tried."""
        return new_id(self.command_id, kind)

    def check_expected_version(self) -> None:
        """The client's own expectation about the main thing."""
        _, id = self._answer
        expected = self.request.expected_version
        if expected is None or id is None:
            return
        touched = self._touched.get(id.int)
        actual = touched.version if touched else 0
        if actual != expected:
            raise stale(id, expected, actual)

    def written(self) -> list[UUID]:
        """The streams that get facts."""
        return [touched.id for touched in self._touched.values() if touched.facts]

    def looked_at(self) -> dict[UUID, int]:
        """The versions that this attempt rests on."""
        return {touched.id: touched.version for touched in self._touched.values()}

    def outcome(self, meta: Meta, digest: bytes, tracking: Tracking | None) -> Append:
        """All of it, for the log."""
        thing, answer = self._answer
        touched = self._touched.get(answer.int) if answer else None
        written = [it for it in self._touched.values() if it.facts]
        guards = [(it.id, it.version) for it in self._touched.values() if not it.facts]
        return Append(
            command_id=self.command_id,
            actor=self.actor.subject,
            digest=digest,
            meta=meta,
            thing=thing,
            answer=answer,
            answer_version=touched.version if touched else 0,
            writes=tuple([_write(it) for it in written]),
            guards=tuple(guards),
            claims=tuple(self._claims),
            releases=tuple(self._releases),
            tracking=tracking,
        )

    def refusal_for(self, taken: ClaimIsTaken) -> Refusal:
        """What the handler wanted to be said about a key that is taken."""
        return taken if taken.claim is None else self._claims.get(taken.claim, taken)

    def keep_states(self) -> None:
        """The commit stood: the folded states are the newest."""
        keep = self._session.states.keep
        for touched in self._touched.values():
            keep(touched.kind, touched.id, touched.state, touched.version + len(touched.facts))


def _write(touched: _Touched[Any]) -> Write:
    return Write(
        stream=touched.id,
        expected_version=touched.version,
        facts=tuple(touched.facts),
        province=touched.province,
        published=tuple(touched.published),
    )
