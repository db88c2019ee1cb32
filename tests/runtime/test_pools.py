"""A process learns once how PostgreSQL's own arrays are built; what a database defines is asked in every connection."""

from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from shared.runtime import pools
from shared.runtime.pools import LeanConnection
from shared.testing.postgres import Databases

VALUES = "select $1::uuid[] as ids, $2::text[] as names, $3::date[] as days"


async def test_a_new_connection_does_not_ask_what_another_has_learnt(databases: Databases, monkeypatch):
    monkeypatch.setattr(pools, "_known", {})
    database = await databases.fresh(["village"])
    given = [uuid4()], ["Lan", None], [date(2025, 7, 1)]
    first = await asyncpg.connect(database.admin_dsn, connection_class=LeanConnection)
    second = await asyncpg.connect(database.admin_dsn, connection_class=LeanConnection)
    try:
        assert tuple(await first.fetchrow(VALUES, *given) or ()) == given
        await first.execute("create type public.mood as enum ('good', 'bad')")
        assert await first.fetchval("select $1::public.mood[]", ["good"]) == ["good"]
        assert max(row["oid"] for rows in pools._known.values() for row in rows) < pools._FIRST_OF_USERS

        async def asked(*_all: object) -> None:
            raise AssertionError("asked again")

        monkeypatch.setattr(asyncpg.Connection, "_introspect_types", asked)
        assert tuple(await second.fetchrow(VALUES, *given) or ()) == given
        with pytest.raises(AssertionError, match="asked again"):
            await second.fetchval("select $1::public.mood[]", ["good"])
    finally:
        await first.close()
        await second.close()
        await databases.drop(database)


async def test_what_is_known_from_the_start_is_what_the_catalogue_says(databases: Databases):
    known = dict(pools._known)
    database = await databases.fresh(["village"])
    connection = await asyncpg.connect(database.admin_dsn)
    try:
        for *_element, array in pools._ARRAYS:
            told, _statement = await connection._introspect_types([array], None)
            assert [dict(row) for row in told] == known[array]
    finally:
        await connection.close()
        await databases.drop(database)
