"""Merging: the ops of a batch become one effect per row, and order still counts."""

import pytest

from shared.readmodel.merge import segments
from shared.readmodel.view import Patch, Put, Remove, Run

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
