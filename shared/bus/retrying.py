"""Trying again what is parked, in order: a key goes on until something of it still cannot be taken."""

import asyncpg

from shared.bus.sources import Source
from shared.bus.taking import Taking
from shared.readmodel.engine import PoisonFact
from shared.vocabulary.mending import ParkedFact, Retried

_BAD_ROWS = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)


class OwnerIsAway(ConnectionError):  # noqa: N818 - named as a sentence
    """A parked fact could not be read from its owner: nothing was changed, try again later."""


class Retrying:
    """Applies what a follower has parked, one fact a transaction, while live facts wait for their turn."""

    def __init__(self, pool: asyncpg.Pool, taking: Taking, source: Source) -> None:
        self._pool = pool
        self._taking = taking
        self._source = source

    async def page(self, after: int, limit: int) -> Retried:
        """The next `limit` parked facts behind a sequence."""
        parking, applied = self._taking.parking, 0
        async with self._taking.mending, self._taking.turn:
            async with self._pool.acquire() as connection:
                rows = await parking.rows(connection, after, limit)
                held = await parking.held_before(connection, after)
            try:
                for fact in rows:
                    if fact.key not in held and not await self._again(fact):
                        held.add(fact.key)
                    applied += fact.key not in held
            finally:
                async with self._pool.acquire() as connection:
                    await parking.read(connection)
                self._taking.shown_anew()
        last = rows[-1].sequence if len(rows) == limit else None
        return Retried(applied=applied, waiting=parking.count, after=last)

    async def _again(self, fact: ParkedFact) -> bool:
        """Whether it could be taken now."""
        try:
            await self._apply(fact)
        except PoisonFact as poison:
            async with self._pool.acquire() as connection:
                await self._taking.parking.blame(connection, fact, str(poison))
            return False
        return True

    async def _apply(self, fact: ParkedFact) -> None:
        arrival = await self._source.one(fact.sequence)
        if arrival is None:
            raise OwnerIsAway(self._source.name)
        taking = self._taking
        portion = await taking.portion([arrival], again=True)
        if portion.poison is not None:
            raise portion.poison
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                await taking.stay(connection)
                await taking.parking.taken(connection, fact)
                await taking.engine.write(connection, portion.folded)
                await taking.drop_kept(connection)
        except _BAD_ROWS as error:
            raise PoisonFact(fact.sequence, "a table", error) from error
