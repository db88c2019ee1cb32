"""Merging: the ops of a batch become one effect per row, and order still counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.readmodel.merge import Gathered, segments
from shared.readmodel.view import Patch, Put, Remove, Row, Run
from shared.vocabulary.facts import Fact

ONE = {"id": 1}


def put(**columns):
    return Put("t", ONE, columns)


def patch(**columns):
    return Patch("t", ONE, columns)


REMOVE = Remove("t", ONE)


def effect(*ops):
    (segment,) = segments(ops)
    (only,) = segment["t"].rows.values()
    return type(only).__name__.lower(), {} if isinstance(only, Remove) else dict(only.columns)


@pytest.mark.parametrize(
    ("ops", "outcome"),
    [
        ((put(a=1), put(b=2)), ("put", {"b": 2})),
        ((put(a=1), patch(b=2)), ("put", {"a": 1, "b": 2})),
        ((patch(a=1), patch(a=2, b=3)), ("patch", {"a": 2, "b": 3})),
        ((patch(a=1), put(b=2)), ("put", {"b": 2})),
        ((put(a=1), REMOVE), ("remove", {})),
        ((REMOVE, patch(a=1)), ("remove", {})),
        ((REMOVE, put(a=1)), ("put", {"a": 1})),
    ],
)
def test_two_ops_on_a_row_are_one_effect(ops, outcome):
    assert effect(*ops) == outcome


def test_a_statement_ends_the_segment_before_it():
    run = Run("select 1")
    before, statement, after = segments([put(a=1), run, put(a=2)])
    assert statement is run
    assert before["t"].rows[1,].columns == {"a": 1}
    assert after["t"].rows[1,].columns == {"a": 2}


def test_another_key_for_a_table_ends_the_segment():
    first, second = segments([put(a=1), Remove("t", {"owner": 7})])
    assert first["t"].key == ("id",)
    assert second["t"].key == ("owner",)


def test_nothing_asked_is_nothing_written():
    assert not list(segments([]))


class Stood(Fact, frozen=True, kw_only=True):
    TOPIC = "test.merge.Stood"
    id: int
    a: int
    b: int


class Moved(Fact, frozen=True, kw_only=True):
    TOPIC = "test.merge.Moved"
    id: int
    a: int


STOOD = Row("t", key={"id": "id"}, columns={"a": "a", "of_b": "b"})
MOVED = Row("t", key={"id": "id"}, columns={"a": "a"})
_IDS = st.integers(0, 2)
_STEPS = st.one_of(
    st.builds(Stood, id=_IDS, a=st.integers(), b=st.integers()),
    st.builds(Moved, id=_IDS, a=st.integers()),
    st.builds(lambda id, a: Put("t", {"id": id}, {"of_b": a}), _IDS, st.integers()),
    st.builds(lambda id, a: Patch("t", {"id": id}, {"a": a}), _IDS, st.integers()),
    st.builds(lambda id: Remove("t", {"id": id}), _IDS),
    st.just(Run("select 1")),
)


def as_op(step):
    if isinstance(step, Fact):
        return (STOOD if isinstance(step, Stood) else MOVED).op(step)
    return step


def seen(parts):
    """The ops by their keys, rows that are copied among them."""
    found = []
    for part in parts:
        if isinstance(part, Run):
            found.append(part)
            continue
        effects = part["t"]
        assert not effects.rows.keys() & effects.copied.keys()
        found.append(effects.rows | {key: effects.row.put(row) for key, row in effects.copied.items()})
    return found


@given(st.lists(_STEPS, max_size=12))
def test_rows_that_facts_put_as_they_are_merge_as_ops_do(steps):
    gathered = Gathered()
    for step in steps:
        if isinstance(step, Fact):
            gathered.put(STOOD if isinstance(step, Stood) else MOVED, [step])
        else:
            gathered.add([step])
    assert seen(gathered.parts) == seen(segments([as_op(step) for step in steps]))


def test_many_facts_of_a_kind_are_rows_in_one_go_and_the_last_counts():
    gathered = Gathered()
    gathered.put(STOOD, [Stood(id=1, a=1, b=1), Stood(id=2, a=2, b=2), Stood(id=1, a=3, b=3)])
    ((segment,),) = [gathered.parts]
    assert (gathered.rows, list(segment["t"].copied.values())) == (2, [(1, 3, 3), (2, 2, 2)])
