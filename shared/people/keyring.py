"""Keys of persons in a service that keeps none: fetched in pages, cached for minutes, so that an erasure reaches it."""

import base64
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

import structlog

from shared.eventlog.refusals import SecretIsWrong
from shared.people.kek import Kek, ReadKeys
from shared.people.refusals import PersonKeyIsBroken
from shared.people.sealer import Sealer, SealIsBroken
from shared.vocabulary.facts import Sealed
from shared.vocabulary.refusals import Refusal

_log = structlog.get_logger()

Fetch = Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, str]]]
"""Wrapped keys (base64) of up to a page of persons, from membership; the erased are left out."""

PAGE = 1_000
_LIVES = 300.0
_KEPT = 50_000


class BrokenKey:
    """Stands where a key does not open: whoever uses it is told whose it is."""

    def __init__(self, person: UUID) -> None:
        self._person = person

    def open(self, field: str, sealed: Sealed | None) -> str | None:
        """PersonKeyIsBroken; None for none."""
        if sealed is None:
            return None
        raise PersonKeyIsBroken(person=self._person)

    def seal(self, field: str, value: str) -> Sealed:
        """PersonKeyIsBroken."""
        raise PersonKeyIsBroken(person=self._person)


class Keyring:
    """`prefetch` before a batch, then `open` without waiting."""

    def __init__(self, fetch: Fetch, kek: bytes | ReadKeys, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._kek = Kek(kek)
        self._clock = clock
        self._held: dict[UUID, tuple[float, Sealer | BrokenKey | None]] = {}
        self.kek_is_wrong = False
        self.broken: set[UUID] = set()  # persons whose key no key of the deployment opens

    async def prefetch(self, persons: Iterable[UUID]) -> None:
        """Have the keys of these persons at hand, all of them, until the caller waits for something again."""
        asked, now = dict.fromkeys(persons), self._clock()
        wanted = [person for person in asked if self._expires(person) <= now]
        while wanted:
            wrapped: dict[UUID, str] = {}
            for start in range(0, len(wanted), PAGE):
                wrapped |= await self._fetched(wanted[start : start + PAGE])
            self._make_room(now, len(wanted), asked)
            for person in wanted:
                if self._expires(person) <= now:  # else an erasure, perhaps, was told meanwhile
                    self._hold(now, person, wrapped.get(person))
            wanted = [person for person in asked if person not in self._held]  # others have made room meanwhile

    def hear(self, told: Mapping[UUID, str]) -> None:
        """Keys of new persons, told by their keeper before anybody asked; what is known, an erasure too, stays."""
        now = self._clock()
        self._make_room(now, len(told))
        for person, wrapped in told.items():
            if self._expires(person) <= now:
                self._hold(now, person, wrapped)

    def open(self, person: UUID, field: str, sealed: Sealed | None) -> str | None:
        """The clear value; None for none, and for a person who has been erased."""
        if sealed is None:
            return None
        if person not in self._held:
            raise LookupError("the keys of a person were not fetched before opening")
        sealer = self._held[person][1]
        return None if sealer is None else sealer.open(field, sealed)

    def seal(self, person: UUID, field: str, value: str) -> Sealed | None:
        """A value under the person's own key; None for a person who has been erased. Fetched before, as for `open`."""
        if person not in self._held:
            raise LookupError("the keys of a person were not fetched before sealing")
        sealer = self._held[person][1]
        return None if sealer is None else sealer.seal(field, value)

    def forget(self, person: UUID) -> None:
        """A person has been erased: open nothing of theirs any more."""
        self._held[person] = (self._clock() + _LIVES, None)

    def _expires(self, person: UUID) -> float:
        return self._held[person][0] if person in self._held else 0.0

    async def _fetched(self, page: Sequence[UUID]) -> Mapping[UUID, str]:
        try:
            fetched = await self._fetch(page)
        except Refusal as refusal:
            self.kek_is_wrong = refusal.code == SecretIsWrong.code
            raise
        self.kek_is_wrong = False
        return fetched

    def _hold(self, now: float, person: UUID, wrapped: str | None) -> None:
        """One broken key keeps nobody else's from being used; it is fetched anew each time, for it may be mended."""
        try:
            opened = None if wrapped is None else Sealer(person, self._kek.unwrap(person, base64.b64decode(wrapped)))
        except SealIsBroken:
            if person not in self.broken:
                _log.error("a person's key does not open", kind="person", name=str(person))
            self.broken.add(person)
            self._held[person] = (now, BrokenKey(person))
            return
        self.broken.discard(person)
        self._held[person] = (now + _LIVES, opened)

    def _make_room(self, now: float, wanted: int, asked: Collection[UUID] = ()) -> None:
        """Let go of what is too much, but never of what is asked for just now."""
        if len(self._held) + wanted > _KEPT:
            self._held = {person: held for person, held in self._held.items() if held[0] > now or person in asked}
        if len(self._held) + wanted > _KEPT:
            self._held = {person: self._held[person] for person in asked if person in self._held}
