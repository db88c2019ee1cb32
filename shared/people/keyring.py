"""Keys of persons in a service that keeps none: fetched in pages, cached for minutes, so that an erasure reaches it."""

import base64
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from uuid import UUID

from shared.people.kek import Kek, ReadKeys
from shared.people.sealer import Sealer
from shared.vocabulary.facts import Sealed

Fetch = Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, str]]]
"""Wrapped keys (base64) of up to a page of persons, from membership; the erased are left out."""

PAGE = 1_000
_LIVES = 300.0
_KEPT = 50_000


class Keyring:
    """`prefetch` before a batch, then `open` without waiting."""

    def __init__(self, fetch: Fetch, kek: bytes | ReadKeys, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._kek = Kek(kek)
        self._clock = clock
        self._held: dict[UUID, tuple[float, Sealer | None]] = {}

    async def prefetch(self, persons: Iterable[UUID]) -> None:
        """Have the keys of these persons at hand."""
        now = self._clock()
        wanted = [person for person in dict.fromkeys(persons) if self._expires(person) <= now]
        self._make_room(now, len(wanted))
        for start in range(0, len(wanted), PAGE):
            page = wanted[start : start + PAGE]
            wrapped = await self._fetch(page)
            for person in page:
                self._held[person] = (now + _LIVES, self._unwrapped(person, wrapped.get(person)))

    def hear(self, told: Mapping[UUID, str]) -> None:
        """Keys of new persons, told by their keeper before anybody asked; what is known, an erasure too, stays."""
        now = self._clock()
        self._make_room(now, len(told))
        for person, wrapped in told.items():
            if self._expires(person) <= now:
                self._held[person] = (now + _LIVES, self._unwrapped(person, wrapped))

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

    def _unwrapped(self, person: UUID, wrapped: str | None) -> Sealer | None:
        return None if wrapped is None else Sealer(person, self._kek.unwrap(person, base64.b64decode(wrapped)))

    def _make_room(self, now: float, wanted: int) -> None:
        if len(self._held) + wanted > _KEPT:
            self._held = {person: held for person, held in self._held.items() if held[0] > now}
        if len(self._held) + wanted > _KEPT:
            self._held.clear()
