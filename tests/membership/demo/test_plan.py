"""The demo data as a plan: labelled, made up, the same at every run, and acceptable to the rules."""

from datetime import date

from services.demo import bodies, evaluation, home, kinds
from services.demo.loading import total
from services.demo.moves import moves
from services.demo.people import IN_EACH_CELL, Register
from services.demo.places import cells, places
from services.membership.domain.member import Papers, checked
from shared.vocabulary.codes import is_code

TODAY = date(2026, 11, 21)


def everyone():
    register = Register()
    return [person for cell in cells() for person in register.next_cell(cell.code)]


def test_forty_cells_in_two_provinces_each_labelled():
    assert len(cells()) == 40
    assert {cell.code[:2] for cell in cells()} == {"79", "82"}
    assert len({cell.setting for cell in cells()}) >= 6
    assert all("(tổng hợp)" in place.name and is_code(place.code) for place in places())
    assert len({place.code for place in places()}) == len(places())


def test_parents_come_first():
    known = {"00"}
    for place in places():
        assert place.parent in known or place.parent.count(".") == 1
        known.add(place.code)


def test_two_thousand_made_up_persons_whom_the_rules_accept():
    people = everyone()
    assert len(people) == 40 * IN_EACH_CELL == 2000
    for field in ("personal_id", "file_number"):
        assert len({getattr(person, field) for person in people}) == 2000
    for person in people:
        assert person.personal_id.startswith("999")
        stated = {name: getattr(person, name) for name in Papers.__struct_fields__ if hasattr(person, name)}
        fields = stated | {"state": person.state.value}
        kept = checked(Papers(**fields), TODAY)
        assert kept.full_name == person.full_name


def test_the_same_persons_at_every_run():
    assert everyone() == everyone()


def test_each_member_moves_once_at_most_and_somewhere_else():
    movers = [(move.origin, move.row) for move in moves()]
    assert len(set(movers)) == len(movers)
    assert all(move.origin != move.destination for move in moves())
    assert (cells()[0].code, IN_EACH_CELL - 1) not in movers
    sent = len(places()) + len(cells()) + sum(1 + len(move.steps) for move in moves())
    assert total() == sent + home.total() + bodies.total() + kinds.total() + evaluation.total()


def test_some_arrive_in_the_other_province_and_two_are_late():
    done = [move for move in moves() if move.steps and move.steps[-1][0].__name__ == "AdmitTransfer"]
    assert any(move.origin[:2] != move.destination[:2] for move in done)
    assert [move.acted_on for move in moves() if move.acted_on] == [date(2026, 8, 3), date(2026, 8, 10)]
