"""Meetings, confidence votes, targets: levels and quorums from rows, whole numbers, and no way back to a voter."""

from datetime import date
from decimal import Decimal
from typing import get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.application.telling import tells_who
from services.evaluation.contracts.register_facts import ConfidenceVoteRecorded as Told
from services.evaluation.contracts.register_facts import MeetingRecorded as ToldMeeting
from services.evaluation.domain import confidence, meeting, target
from services.evaluation.domain import refusals_meetings as refused
from services.evaluation.domain.confidence import ConfidenceCounts, ConfidenceVote, ConfidenceVoteRecorded
from services.evaluation.domain.meeting import Meeting, MeetingRecorded, quality_of
from services.evaluation.domain.refusals import MoreVotesThanPresent
from services.evaluation.domain.target import FigureRecorded, Target, TargetSet

TODAY, ONE = date(2026, 12, 20), UUID(int=1)
ROWS = {"meeting.bands": [90, 70, 50], "vote.quorum": "2/3", "vote.low": ["1/2", "2/3"]}


def met(**more) -> MeetingRecorded:
    given_ = {
        "organization": ONE, "of": "CELL", "held_on": date(2026, 12, 3), "mode": "IN_PERSON", "thematic": False,
        "visited": False, "invited": 20, "present": 18, "excused": 2, "points": Decimal(92), "full_marks": True,
        "quality": None, "every_months": 1,
    }  # fmt: skip
    return MeetingRecorded(**{**given_, **more})


@pytest.mark.parametrize(
    ("points", "full", "level"),
    [("90", True, "GOOD"), ("100", False, "FAIR"), ("89.99", True, "FAIR"), ("70", True, "FAIR"),
     ("69.99", True, "AVERAGE"), ("50", True, "AVERAGE"), ("49.99", True, "POOR"), ("0", True, "POOR")],
)  # fmt: skip
def test_four_levels_and_the_best_needs_full_marks(points, full, level):
    assert quality_of(Decimal(points), full_marks=full, rows=ROWS) == level


@pytest.mark.parametrize("points", ["NaN", "-1", "100.01", "50.001"])
def test_points_of_a_meeting_are_a_number_in_range(points):
    with pytest.raises(refused.MeetingPointsAreOutOfRange):
        quality_of(Decimal(points), full_marks=True, rows=ROWS)


def test_a_meeting_is_recorded_once_and_corrected_by_the_newest_word():
    (told,) = meeting.record(Meeting(), met(), TODAY, ROWS)
    assert (told.quality, told.every_months) == ("GOOD", 1)
    state = meeting.evolve(Meeting(), told)
    assert meeting.record(state, met(), TODAY, ROWS) == ()
    assert meeting.record(state, met(present=17), TODAY, ROWS)
    (quarterly,) = meeting.record(Meeting(), met(), TODAY, {"meeting.every_months": {"CELL": 3}})
    assert quarterly.every_months == 3


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"held_on": date(2026, 12, 21)}, refused.MeetingIsInTheFuture),
        ({"present": 19}, refused.MeetingCountsDoNotAgree),
        ({"excused": -1}, refused.MeetingCountsDoNotAgree),
        ({"mode": "ONLINE"}, refused.MeetingMustBeInPerson),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused(more, refusal):
    with pytest.raises(refusal):
        meeting.record(Meeting(), met(**more), TODAY, ROWS)
    meeting.record(Meeting(), met(mode="ONLINE"), TODAY, {"meeting.online": True})


def vote(summoned: int, present: int, high: int, confident: int, low: int) -> ConfidenceVoteRecorded:
    counts = ConfidenceCounts(summoned=summoned, present=present, high=high, confident=confident, low=low)
    return ConfidenceVoteRecorded(
        organization=ONE, person=UUID(int=2), held_on=date(2026, 6, 1), counts=counts, consequence="NONE"
    )


@pytest.mark.parametrize(
    ("low", "consequence"),
    [(0, "NONE"), (15, "NONE"), (16, "CONSIDER_RELEASE"), (19, "CONSIDER_RELEASE"), (20, "CONSIDER_DISMISSAL")],
)
def test_low_confidence_leads_to_being_considered(low, consequence):
    (told,) = confidence.record(ConfidenceVote(), vote(30, 30, 30 - low, 0, low), TODAY, ROWS)
    assert told.consequence == consequence


@pytest.mark.parametrize(("present", "holds"), [(26, True), (25, False), (0, False)])
def test_two_thirds_of_those_summoned_make_a_quorum(present, holds):
    asked = vote(39, present, present, 0, 0)
    if holds:
        assert confidence.record(ConfidenceVote(), asked, TODAY, ROWS)
        return
    with pytest.raises(refused.VoteHasNoQuorum):
        confidence.record(ConfidenceVote(), asked, TODAY, ROWS)


def test_sums_are_recorded_once_and_never_changed():
    (told,) = confidence.record(ConfidenceVote(), vote(9, 9, 5, 3, 1), TODAY, ROWS)
    state = confidence.evolve(ConfidenceVote(), told)
    assert confidence.record(state, vote(9, 9, 5, 3, 1), TODAY, ROWS) == ()
    with pytest.raises(refused.VoteIsRecordedAlready):
        confidence.record(state, vote(9, 9, 4, 4, 1), TODAY, ROWS)
    with pytest.raises(MoreVotesThanPresent):
        confidence.record(ConfidenceVote(), vote(9, 8, 5, 3, 1), TODAY, ROWS)


@given(st.integers(0, 30), st.lists(st.integers(0, 20), min_size=3, max_size=3))
def test_what_is_told_never_says_how_one_person_voted(away, counts):
    present = sum(counts) + away
    if not tells_who(present, counts):
        assert present >= 5
        assert max(counts) < present


def test_no_field_of_a_confidence_vote_could_hold_a_ballot_or_a_voter():
    """One person, whom it is about; a day, not a moment; sums. Nothing per ballot, in the log or in what is told."""
    for fact in (ConfidenceVoteRecorded, Told):
        ids = {name for name, hint in get_type_hints(fact).items() if hint in (UUID, UUID | None)}
        assert ids <= {"organization", "person", "vote"}
        days = [hint for name, hint in get_type_hints(fact).items() if name == "held_on"]
        assert days == [date]
    assert set(msgspec.structs.asdict(vote(9, 9, 5, 3, 1).counts)) == {
        "summoned",
        "present",
        "high",
        "confident",
        "low",
    }
    assert set(get_type_hints(ConfidenceCounts).values()) == {int}


def test_no_field_of_a_meeting_could_say_who_was_there():
    """One organisation, a day, counts and two yes-or-no: no list, no person, no moment."""
    for fact in (MeetingRecorded, ToldMeeting):
        hints = get_type_hints(fact)
        assert {name for name, hint in hints.items() if hint in (UUID, UUID | None)} <= {"organization", "meeting"}
        assert {name for name, hint in hints.items() if hint is date} == {"held_on"}
        assert not {name for name, hint in hints.items() if get_origin(hint) in (tuple, list, dict, set, frozenset)}


def test_targets_are_shares_and_figures_have_documents():
    asked = TargetSet(
        organization=ONE,
        year=2026,
        measure="MEMBERS_EXCELLENT",
        least=Decimal("0.15"),
        most=Decimal("0.20"),
        source="S",
    )
    (told,) = target.set_target(Target(), asked)
    assert target.set_target(target.evolve(Target(), told), asked) == ()
    for least, most in ((None, None), ("0.3", "0.2"), ("1.01", None), ("NaN", None)):
        shares = {"least": least and Decimal(least), "most": most and Decimal(most)}
        with pytest.raises(refused.TargetIsUnfit):
            target.set_target(Target(), msgspec.structs.replace(asked, **shares))
    figure = FigureRecorded(
        organization=ONE, year=2026, measure="FRONT_COMMITTEES_FAIR_OR_BETTER", numerator=7, denominator=10,
        issued_by=None, document_number="45-BC/MT", document_date=TODAY,
    )  # fmt: skip
    assert target.record_figure(Target(), figure, TODAY) == (figure,)
    assert target.record_figure(target.evolve(Target(), figure), figure, TODAY) == ()
    for more, refusal in (
        ({"numerator": 11}, refused.FigureIsUnfit),
        ({"numerator": None}, refused.FigureIsUnfit),
        ({"measure": "MEMBERS_OF_POPULATION"}, refused.FigureIsUnfit),
        ({"document_date": date(2026, 12, 21)}, refused.DocumentIsUnfit),
    ):
        with pytest.raises(refusal):
            target.record_figure(Target(), msgspec.structs.replace(figure, **more), TODAY)
