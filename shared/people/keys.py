"""Keys of persons, kept by membership: one each, wrapped by the deployment's key; deleting it forgets the person."""

import base64
import os
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import asyncpg

from shared.people.sealer import Sealer, unwrap, wrap

_MADE = """
    with made as (
        insert into person_keys (person, wrapped) select * from unnest($1::uuid[], $2::bytea[])
        on conflict do nothing returning person, wrapped
    )
    select person, wrapped from made
    union all
    select k.person, k.wrapped from person_keys k where k.person = any ($1::uuid[])
"""


class PersonKeys:
    """The only place where keys are made. `kek` is the deployment's key-encryption key, 32 bytes."""

    def __init__(self, pool: asyncpg.Pool, kek: bytes) -> None:
        self._pool = pool
        self._kek = kek

    async def sealer(self, person: UUID) -> Sealer:
        """The person's sealer; makes the key at first use."""
        return (await self.sealers([person]))[person]

    async def sealers(self, persons: Iterable[UUID]) -> dict[UUID, Sealer]:
        """Sealers of many persons in one round trip, for imports."""
        wanted = list(dict.fromkeys(persons))
        fresh = [wrap(self._kek, person, os.urandom(32)) for person in wanted]
        rows = await self._pool.fetch(_MADE, wanted, fresh)
        found = {row["person"]: Sealer(row["person"], unwrap(self._kek, row["person"], row["wrapped"])) for row in rows}
        missing = [person for person in wanted if person not in found]
        return found if not missing else {**found, **await self.sealers(missing)}  # another made it this instant

    async def page(self, persons: Sequence[UUID], reader: str) -> Mapping[UUID, str]:
        """Wrapped keys for a named service, audited; who is erased or unknown is left out."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("insert into key_reads (reader, persons) values ($1, $2)", reader, list(persons))
            rows = await connection.fetch(
                "select person, wrapped from person_keys where person = any ($1::uuid[])", list(persons)
            )
        return {row["person"]: base64.b64encode(row["wrapped"]).decode() for row in rows}

    async def erase(self, person: UUID) -> bool:
        """Forget a person: no fact about them can be opened any more."""
        return await self._pool.execute("delete from person_keys where person = $1", person) == "DELETE 1"
