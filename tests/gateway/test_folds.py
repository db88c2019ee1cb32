"""Folds, purely: the same facts give the same rows; personal values stand only in columns that are marked."""

from uuid import uuid4

import msgspec
import pytest

from services.gateway.membership import homes, members, residences, timeline, transfers, transits
from services.gateway.service import SERVICE
from services.membership.contracts.facts import TRANSFER_FACTS, PersonErased
from shared.readmodel.view import Patch, Put, Run
from shared.vocabulary.facts import Delivered, Meta, Sealed

AN, MOVE = uuid4(), uuid4()
VIEWS = [view for reaction in SERVICE.reactions for view in reaction.views]


def told(fact, sequence=7):
    from datetime import UTC, datetime

    meta = Meta(actor="test", command_id=uuid4(), correlation=uuid4(), causation=uuid4())
    return Delivered(
        service=fact.SERVICE, sequence=sequence, told_as=uuid4(), aggregate=AN, version=3, province="79", fact=fact,
        stored_meta=meta.stored(), recorded_at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip


def opened(_person, field, sealed):
    return None if sealed is None else f"{field} in clear"


def rows(view, fact):
    return list(view.fold(told(fact), opened))


def test_a_member_is_one_row_whose_personal_columns_are_marked(facts):
    (row,) = rows(members.VIEW, facts.registered(AN, facts.place("79.26740.001"), "An"))
    assert isinstance(row, Put)
    assert row.key == {"member": AN}
    clear = {name for name, value in row.columns.items() if "in clear" in str(value)}
    assert clear <= set(members.VIEW.personal)
    assert row.columns["cell"] == facts.place("79.26740.001")


def test_where_a_member_lives_is_a_row_only_if_it_was_told(facts):
    registered = facts.registered(AN, facts.place("79.26740.001"), "An")
    assert not rows(residences.VIEW, registered)
    assert not list(residences.VIEW.people(told(registered)))
    (row,) = rows(residences.VIEW, msgspec.structs.replace(registered, workplace=Sealed("-")))
    assert row == Put("residences", {"member": AN, "kind": "workplace"}, {"place": "workplace in clear"})
    blanked = rows(residences.VIEW, PersonErased(member=AN))
    assert Patch("residences", row.key, {"place": None}) in blanked


def test_neither_personal_id_nor_birth_date_is_kept(facts):
    asked = []

    def noting(_person, field, sealed):
        asked.append(field)
        return opened(_person, field, sealed)

    fact = facts.registered(AN, facts.place("79.26740.001"), "An")
    for view in (members.VIEW, homes.VIEW):
        list(view.fold(told(fact), noting))
    assert set(asked) == {"full_name", "file_number", "card_number"}


def test_erasure_blanks_every_marked_column():
    (row,) = rows(members.VIEW, PersonErased(member=AN))
    assert isinstance(row, Patch)
    assert set(row.columns) == set(members.VIEW.personal)
    assert not any(row.columns.values())
    assert isinstance(rows(timeline.VIEW, PersonErased(member=AN))[0], Run)


def test_admission_moves_the_stated_cell_and_nothing_else(facts):
    assert rows(members.VIEW, facts.admitted(MOVE, AN)) == [
        Patch("members", {"member": AN}, {"cell": facts.place("82.29869.001")})
    ]
    assert [type(op) for op in rows(homes.VIEW, facts.admitted(MOVE, AN))] == [Run]


def test_a_transfer_takes_the_whole_standing_of_its_last_fact(facts):
    fact = facts.introduced(MOVE, AN)
    (row,) = rows(transfers.VIEW, fact)
    assert isinstance(row, Patch)
    assert row.columns["version"] == 3
    assert row.columns["route"] == list(fact.standing.route)
    assert row.columns["allowed_steps"] == ["RECEIVE", "RETURN"]
    assert [type(op) for op in rows(transits.VIEW, fact)] == [Run]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_same_fact_gives_the_same_rows(view, facts):
    for fact in (*facts.tree, facts.registered(AN, facts.place("79"), "An"), facts.requested(MOVE, AN)):
        if isinstance(fact, view.on):
            delivered = told(fact)
            assert list(view.asked(delivered, opened)) == list(view.asked(delivered, opened))


def test_every_fact_of_a_transfer_reaches_the_transfer_and_its_timeline():
    assert set(TRANSFER_FACTS) <= set(transfers.VIEW.on) & set(timeline.VIEW.on)
