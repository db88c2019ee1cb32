"""Statements about one thing each are run together, and what follows on a thing still follows."""

from uuid import UUID, uuid4

from shared.readmodel.runs import Runs, runs_together
from shared.readmodel.view import Run

ONE, OTHER = uuid4(), uuid4()


def run(sql: str, who: UUID | None, *arguments: int) -> Run:
    return Run(sql, arguments, each=who)


def test_neighbours_about_different_things_are_one_statement():
    parts = [run("a", ONE, 1, 2), run("a", OTHER, 3, 4)]
    assert list(runs_together(parts)) == [Runs("a", ([1, 3], [2, 4]))]


def test_a_second_time_for_the_same_thing_another_statement_and_rows_between_keep_their_order():
    rows: dict = {"t": object()}
    parts = [run("a", ONE, 1), run("a", ONE, 2), run("b", ONE, 3), run("c", None, 4), rows, run("b", OTHER, 5)]
    assert list(runs_together(parts)) == [
        Runs("a", ([1],)),
        Runs("a", ([2],)),
        Runs("b", ([3],)),
        Runs("c", (4,)),
        rows,
        Runs("b", ([5],)),
    ]
