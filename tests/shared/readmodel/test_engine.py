"""The engine writes in few statements exactly what the ops say one after the other."""

import json
from datetime import date
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.readmodel.at_once import together
from shared.readmodel.engine import Engine, Folded
from shared.readmodel.statements import ViewWritesUnknownColumn
from shared.readmodel.view import Patch, Put, Remove, Run, View

DDL = """
create table things (
    kind text, id int, name text not null default 'không tên', tags text[] not null default '{}', facts jsonb,
    path uuid[], day date, doubled int generated always as (id * 2) stored, primary key (kind, id)
)
"""
VIEW = View(name="things", version=1, ddl=DDL, on=(), fold=lambda _d, _o: ())
ORDER = "select * from gateway_views.things order by kind, id"

keys = st.fixed_dictionaries({"kind": st.sampled_from(["a", "b"]), "id": st.integers(1, 3)})
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
columns = st.fixed_dictionaries(
    {},
    optional={
        "name": words,
        "tags": st.lists(words, max_size=3),
        "facts": st.none() | st.dictionaries(words, st.integers(-9, 9) | words, max_size=2),
        "path": st.none() | st.lists(st.uuids(), max_size=2),
        "day": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    },
)
ops = st.lists(
    st.one_of(
        st.builds(Put, st.just("things"), keys, columns),
        st.builds(Patch, st.just("things"), keys, columns),
        st.builds(Remove, st.just("things"), keys),
        st.builds(Run, st.just("update things set name = name || '!' where kind = 'a'")),
    ),
    max_size=14,
)


@pytest.fixture
async def engine(town):
    connection = await town.admin("gateway")
    await connection.execute("set search_path = gateway_views")
    await connection.execute(DDL)
    engine = Engine("gateway_views", [VIEW])
    await engine.learn(connection)
    return engine, connection


def told_plainly(asked):
    """The plainest meaning of the ops: a table as a dict."""
    empty = {"name": "không tên", "tags": [], "facts": None, "path": None, "day": None}
    rows = {}
    for op in asked:
        if isinstance(op, Run):
            for (kind, _), row in rows.items():
                row["name"] += "!" if kind == "a" else ""
            continue
        key = (op.key["kind"], op.key["id"])
        if isinstance(op, Remove):
            rows.pop(key, None)
        elif isinstance(op, Put):
            rows[key] = {**empty, **op.columns}
        elif key in rows:
            rows[key] |= op.columns
    return rows


async def written(writer: Engine, connection, folded: Folded) -> None:
    """In one statement where that is possible, as a follower does with a small batch; else step by step."""
    rows = writer.in_one(folded)
    if rows is None:
        asked = folded.ops["things"]
        assert any(isinstance(op, Run) for op in asked) or len({tuple(op.key) for op in asked}) > 1
        await writer.write(connection, folded)
        return
    sql, arguments = together(("select $1::int", [1]), rows, 1)
    await connection.fetchval(sql, *arguments)


@pytest.mark.parametrize("way", [Engine.write, written])
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
async def test_a_batch_writes_what_its_ops_say_one_by_one(engine, way, data):
    writer, connection = engine
    asked = data.draw(ops)
    await connection.execute("truncate things")
    await way(writer, connection, Folded({"things": asked}))
    rows = {(row["kind"], row["id"]): row for row in await connection.fetch(ORDER)}
    expected = told_plainly(asked)
    assert rows.keys() == expected.keys()
    for key, row in rows.items():
        found = {name: row[name] for name in expected[key]}
        found["facts"] = None if found["facts"] is None else json.loads(found["facts"])
        assert found == expected[key]


async def test_nothing_is_written_in_one_statement_unless_its_first_part_moves_a_row(engine):
    writer, connection = engine
    await connection.execute("truncate things")
    rows = writer.in_one(Folded({"things": [Put("things", {"kind": "a", "id": 1}, {})]}))
    sql, arguments = together(("select $1::int where false", [1]), rows, 1)
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.fetchval(sql, *arguments)
    assert await connection.fetchval("select count(*) from things") == 0


async def test_thousands_of_rows_are_few_statements(engine):
    writer, connection = engine
    asked = [Put("things", {"kind": "a", "id": n}, {"name": str(n), "path": [UUID(int=n)]}) for n in range(5_000)]
    asked += [Patch("things", {"kind": "a", "id": n}, {"day": date(2025, 7, 1)}) for n in range(0, 5_000, 2)]
    await writer.write(connection, Folded({"things": asked}))
    assert await connection.fetchval("select count(*) from things where day is not null") == 2_500


async def test_settle_runs_once_after_the_views_that_changed(town):
    connection = await town.admin("gateway")
    await connection.execute("set search_path = gateway_views; create table t (id int primary key, settled int)")
    settle = "update t set settled = coalesce(settled, 0) + 1"
    view = View(name="t", version=1, ddl="", on=(), fold=lambda _d, _o: (), settle=settle)
    engine = Engine("gateway_views", [view])
    await engine.learn(connection)
    await engine.write(connection, Folded({"t": [Put("t", {"id": 1}, {}), Put("t", {"id": 2}, {})]}))
    await engine.write(connection, Folded({"t": []}))
    assert [row["settled"] for row in await connection.fetch("select settled from t")] == [1, 1]


@pytest.mark.parametrize(
    ("op", "name"), [(Put("other", {"id": 1}, {}), "other"), (Put("things", {"id": 1}, {"nam": 1}), "things.nam")]
)
async def test_a_table_or_column_that_is_not_there_is_named(engine, op, name):
    writer, connection = engine
    with pytest.raises(ViewWritesUnknownColumn, match=name):
        await writer.write(connection, Folded({"things": [op]}))


async def test_personal_values_are_opened_with_keys_fetched_before(town):
    from tests.shared.bus.town import HouseBuilt, built

    asked = []

    class Keys:
        async def prefetch(self, persons):
            asked.append(tuple(persons))

        def open(self, person, field, sealed):
            return f"{field} of {person.int}: {sealed}"

    view = View(
        name="t",
        version=1,
        ddl="",
        on=(HouseBuilt,),
        people=lambda delivered: [delivered.fact.house],
        fold=lambda delivered, opened: [Put("t", {"id": 1}, {"name": opened(delivered.fact.house, "name", "x")})],
    )
    folded = await Engine("gateway_views", [view], Keys()).fold([delivered(built(7)), delivered(built(8))])
    assert [sorted(person.int for person in page) for page in asked] == [[7, 8]]
    assert [op.columns["name"] for op in folded.ops["t"]] == ["name of 7: x", "name of 8: x"]


def delivered(fact):
    from datetime import UTC, datetime
    from uuid import uuid4

    from shared.vocabulary.facts import Delivered, Meta

    one = uuid4()
    return Delivered(
        service="organization",
        sequence=1,
        told_as=one,
        aggregate=one,
        version=1,
        province="79",
        fact=fact,
        stored_meta=Meta(actor="a", command_id=one, correlation=one, causation=one).stored(),
        recorded_at=datetime.now(UTC),
    )
