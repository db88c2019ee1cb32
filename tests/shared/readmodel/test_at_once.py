"""What goes in one statement: notes as the rows they would have been, a large batch once its mixture is known."""

from uuid import uuid4

import asyncpg
import pytest

from shared.readmodel.at_once import together
from shared.readmodel.engine import Engine, Folded
from shared.readmodel.view import NotesAreNotTaken, Patch, Put, View

DDL = """
create table people (person int primary key, house text not null);
create table people_notes (person int primary key, house text not null, change int not null);
create table people_sums (house text primary key, people int not null);
"""
SETTLE = """
with noted as (delete from people_notes returning *)
insert into people_sums as sums (house, people) select house, sum(change) from noted group by 1
on conflict (house) do update set people = sums.people + excluded.people
"""
SUMS = "select house, people from people_sums order by house"


def view(settle: str = SETTLE) -> View:
    return View(name="people", version=1, ddl=DDL, on=(), fold=lambda _d, _o: (), settle=settle, notes="people_notes")


def came(person: int, house: str, **note: int):
    yield Put("people", {"person": person}, {"house": house})
    yield Put("people_notes", {"person": person}, {"house": house, "change": 1, **note})


@pytest.fixture
async def engine(town):
    connection = await town.admin("gateway")
    await connection.execute("set search_path = gateway_views")
    await connection.execute(DDL)
    engine = Engine("gateway_views", [view()])
    await engine.learn(connection)
    return engine, connection


async def test_notes_are_given_in_one_statement_and_sums_are_what_they_are_step_by_step(engine):
    writer, connection = engine
    first = Folded({"people": [op for n in range(5) for op in came(n, "a" if n % 2 else "b")]})
    second = Folded({"people": [*came(7, "a"), *came(8, "c", change=3)]})
    await writer.write(connection, first)
    sql, arguments = together(("select $1::int", [1]), writer.in_one(second), 2)
    assert writer.settling(second, noted=True) == []
    await connection.fetchval(sql, *arguments)
    assert [tuple(row) for row in await connection.fetch(SUMS)] == [("a", 3), ("b", 3), ("c", 3)]
    assert await connection.fetchval("select count(*) from people_notes") == 0
    assert await connection.fetchval("select count(*) from people") == 7


async def test_what_else_is_asked_of_notes_goes_step_by_step(engine):
    writer, _ = engine
    half = [Put("people_notes", {"person": 1}, {"house": "a"})]
    assert writer.in_one(Folded({"people": half})) is None
    patched = [Patch("people_notes", {"person": 1}, {"change": 2})]
    assert writer.in_one(Folded({"people": [*came(2, "a"), *patched]})) is None


async def test_what_is_said_to_be_new_goes_at_once_only_where_it_is(engine):
    writer, connection = engine
    asked = Folded({"people": [Put("people", {"person": n}, {"house": "new"}, new=True) for n in range(2)]})
    sql, arguments = together(("select $1::int", [1]), writer.in_one(asked), 2)
    await connection.fetchval(sql, *arguments)
    await connection.execute("update people set house = 'old'; delete from people where person = 0")
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.fetchval(sql, *arguments)
    assert await connection.fetch("select house from people") == [("old",)], "all of it or nothing"
    await writer.write(connection, asked)
    assert await connection.fetch("select house from people") == [("new",), ("new",)]


def test_a_view_that_does_not_take_its_notes_cannot_be_made():
    with pytest.raises(NotesAreNotTaken):
        view("delete from people_notes")


def test_a_large_batch_goes_at_once_when_its_mixture_of_tables_came_before():
    first, others = ("select $1::int", [1]), [(f"select '{uuid4()}', $1::int[]", [[1] * 100])]
    assert together(first, others, 100) is None
    assert together(first, others, 100) is not None
    assert together(first, [(f"select '{uuid4()}', $1::int[]", [[1]])], 1) is not None
