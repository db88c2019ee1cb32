"""Merging: the ops of a batch become one effect per row, and order still counts."""

from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.readmodel.merge import Gathered, segments
from shared.readmodel.view import Patch, Put, Remove, Row, Run, compared
from shared.vocabulary.excerpts import Excerpt, decoder_of
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


def test_a_new_row_stays_new_whatever_is_set_in_it():
    (segment,) = segments([Put("t", ONE, {"a": 1}, new=True), patch(b=2)])
    assert segment["t"].rows[1,] == Put("t", ONE, {"a": 1, "b": 2}, new=True)


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
    id: UUID
    a: int
    b: int


class Moved(Fact, frozen=True, kw_only=True):
    TOPIC = "test.merge.Moved"
    id: UUID
    a: int


STOOD = Row("t", key={"id": "id"}, columns={"a": "a", "of_b": "b"})
MOVED = Row("t", key={"id": "id"}, columns={"a": "a"})
_IDS = st.integers(0, 2).map(lambda number: UUID(int=number))
_FACTS = st.one_of(
    st.builds(Stood, id=_IDS, a=st.integers(), b=st.integers()), st.builds(Moved, id=_IDS, a=st.integers())
)
_STEPS = st.one_of(
    st.tuples(_FACTS, st.booleans()),  # a fact, and whether it is read whole
    st.builds(lambda id, a: Put("t", {"id": id}, {"of_b": a}), _IDS, st.integers()),
    st.builds(lambda id, a: Patch("t", {"id": id}, {"a": a}), _IDS, st.integers()),
    st.builds(lambda id: Remove("t", {"id": id}), _IDS),
    st.just(Run("select 1")),
)


def row_of(fact):
    return STOOD if isinstance(fact, Stood) else MOVED


def read(fact, *, whole):
    """The fact, or what is read of it for its row: ids as their text."""
    if whole:
        return fact
    (excerpt,) = decoder_of(Excerpt(type(fact), row_of(fact).fields)).decode(b"[%b]" % msgspec.json.encode(fact))
    return excerpt


def seen(parts):
    """The ops by their keys as these are compared, rows that are copied among them."""
    found = []
    for part in parts:
        if isinstance(part, Run):
            found.append(part)
            continue
        effects = part["t"]
        ops = [*effects.rows.values(), *(effects.row.put(row) for row in effects.copied.values())]
        seen_of = {compared(tuple(op.key.values())): (type(op), getattr(op, "columns", None)) for op in ops}
        assert len(seen_of) == len(ops), "a row is there twice"
        found.append(seen_of)
    return found


@given(st.lists(_STEPS, max_size=12))
def test_rows_that_facts_put_as_they_are_merge_as_ops_do(steps):
    gathered = Gathered()
    for step in steps:
        if isinstance(step, tuple):
            fact, whole = step
            gathered.put(row_of(fact), [read(fact, whole=whole)])
        else:
            gathered.add([step])
    ops = [row_of(step[0]).op(step[0]) if isinstance(step, tuple) else step for step in steps]
    assert seen(gathered.parts) == seen(segments(ops))


def test_many_facts_of_a_kind_are_rows_in_one_go_and_the_last_counts():
    gathered = Gathered()
    one, two = UUID(int=1), UUID(int=2)
    gathered.put(STOOD, [Stood(id=one, a=1, b=1), Stood(id=two, a=2, b=2), Stood(id=one, a=3, b=3)])
    ((segment,),) = [gathered.parts]
    assert (gathered.rows, list(segment["t"].copied.values())) == (2, [(one, 3, 3), (two, 2, 2)])
