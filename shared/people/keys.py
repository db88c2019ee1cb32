"""Keys of persons, kept by membership: one each, wrapped by the deployment's key; deleting it forgets the person."""

import asyncio
import base64
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

import asyncpg
import structlog

from shared.eventlog.key_checks import KEK
from shared.eventlog.refusals import SecretIsWrong
from shared.people.erasures import Erasure, Erasures
from shared.people.kek import Kek, ReadKeys
from shared.people.kek_check import is_in_use
from shared.people.refusals import PersonWasErased
from shared.people.sealer import Sealer

_log = structlog.get_logger()
_LOOKS_EVERY = 5.0  # seconds
_MADE = """
    with made as (
        insert into person_keys (person, wrapped, kek)
        select person, wrapped, $3 from unnest($1::uuid[], $2::bytea[]) as wanted (person, wrapped)
        where not exists (select from erased_persons e where e.person = wanted.person)
        on conflict do nothing returning person, wrapped
    ), noted as (
        insert into key_reads (reader, persons)
        select reader, (select array_agg(person) from made) from unnest($4::text[]) as told (reader)
        where exists (select from made)
    )
    select person, wrapped, true as made from made
    union all
    select k.person, k.wrapped, false from person_keys k where k.person = any ($1::uuid[])
"""
_READ = """
    with noted as (insert into key_reads (reader, persons) values ($2, $1))
    select person, wrapped from person_keys where person = any ($1::uuid[])
"""
_ERASED = "select exists (select from erased_persons where person = any ($1::uuid[]))"


Tell = Callable[[Mapping[UUID, str]], None]
"""Tells a reader new keys, wrapped (base64); whether it hears them does not matter, it can always ask."""


class PersonKeys:
    """The only place where keys are made. `kek` is the deployment's key-encryption key, or how to read it.

    `readers` open nearly every new person at once: they are told a new key as it is made. That is noted with the key,
    in one commit, so there is never a key that was told and not noted.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        kek: bytes | ReadKeys,
        erasures: Erasures | None = None,
        readers: Mapping[str, Tell] | None = None,
    ) -> None:
        self._pool = pool
        self._erasures = erasures
        self._kek = Kek(kek)
        self._checked: tuple[bytes, ...] = ()
        self.kek_is_wrong = False
        self._readers = dict(readers or {})

    @property
    def kek(self) -> str:
        """The name of the key that wraps."""
        return self._kek.id

    async def check(self) -> None:
        """Read the deployment's key again and look up whether it wraps here, if it has changed: else SecretIsWrong."""
        self._kek.read_again()
        while (keys := self._kek.keys) != self._checked:
            async with self._pool.acquire() as connection:
                self.kek_is_wrong = not await is_in_use(connection, keys)
            if self.kek_is_wrong:
                self._checked = ()
                raise SecretIsWrong(secret=KEK)
            self._checked = keys

    async def follow(self, every: float = _LOOKS_EVERY) -> None:
        """Look now and then, so that what is said of the key is true before anybody needs it. Until cancelled."""
        while True:
            await asyncio.sleep(every)
            try:
                await self.check()
            except SecretIsWrong:
                continue  # it is said by the finding, and to whoever needs a key
            except Exception as error:  # noqa: BLE001 - a database or a file that is away is looked for again
                _log.warning("the kek was not checked", error=type(error).__name__)

    async def sealer(self, person: UUID) -> Sealer:
        """The person's sealer; makes the key at first use."""
        return (await self.sealers([person]))[person]

    async def sealers(self, persons: Iterable[UUID]) -> dict[UUID, Sealer]:
        """Sealers of many persons in one round trip, for imports; refused if one of them was erased.

        A new key is on disk before it is used: a command may wait, sealed, while PostgreSQL is away, and a crash that
        took the key back would leave its facts unreadable for ever.
        """
        wanted = list(dict.fromkeys(persons))
        await self.check()
        fresh = [os.urandom(32) for _ in wanted]
        wrapped = list(map(self._kek.wrap, wanted, fresh))
        try:
            rows = await self._pool.fetch(_MADE, wanted, wrapped, self._kek.id, list(self._readers))
        except asyncpg.IntegrityConstraintViolationError as erased_this_instant:
            raise PersonWasErased from erased_this_instant
        self._tell({person: _sent(theirs) for person, theirs, made in rows if made})
        offered = dict(zip(wanted, fresh, strict=True))
        found = {
            person: Sealer(person, offered[person] if made else self._kek.unwrap(person, theirs))
            for person, theirs, made in rows
        }
        missing = [person for person in wanted if person not in found]
        if not missing:
            return found
        if await self._pool.fetchval(_ERASED, missing):
            raise PersonWasErased
        return {**found, **await self.sealers(missing)}  # another made it this instant

    async def page(self, persons: Sequence[UUID], reader: str) -> Mapping[UUID, str]:
        """Wrapped keys for a named service, audited; who is erased or unknown is left out."""
        await self.check()
        rows = await self._pool.fetch(_READ, list(persons), reader)  # answered only once the note is durable
        return {row["person"]: _sent(row["wrapped"]) for row in rows}

    async def erase(self, person: UUID, by: Erasure | None = None) -> bool:
        """Forget a person for good: nothing about them can be opened or sealed any more. False: done before.

        What ordered it is noted beside the database first, so that a restore cannot bring the key back.
        """
        if by is not None and self._erasures is not None:
            await self._erasures.note(by)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("insert into erased_persons (person) values ($1) on conflict do nothing", person)
            return await connection.execute("delete from person_keys where person = $1", person) == "DELETE 1"

    async def not_erased(self, persons: Iterable[UUID]) -> set[UUID]:
        """Those who are not noted as erased: after a restore they may include some who were."""
        wanted = set(persons)
        rows = await self._pool.fetch("select person from erased_persons where person = any ($1::uuid[])", list(wanted))
        return wanted - {row["person"] for row in rows}

    def _tell(self, made: Mapping[UUID, str]) -> None:
        for tell in self._readers.values() if made else ():
            tell(made)


def _sent(wrapped: bytes) -> str:
    return base64.b64encode(wrapped).decode()
