"""Lấy phiếu tín nhiệm - tallies at three levels with a quorum of 2/3 (96-QĐ/TW 2-2-2023).

Only sums ever reach the system, in one fact, when the counting is over: there is no ballot, no voter and no moment of
voting in any fact, log, key or time, so none can be linked to another.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID, uuid5

import msgspec

from services.evaluation.domain.refusals import MoreVotesThanPresent
from services.evaluation.domain.refusals_meetings import MeetingIsInTheFuture, VoteHasNoQuorum, VoteIsRecordedAlready
from services.evaluation.domain.rule_set import NAMESPACE
from shared.vocabulary.facts import Fact, Stream

QUORUM, LOW = "vote.quorum", "vote.low"
Consequence = Literal["NONE", "CONSIDER_RELEASE", "CONSIDER_DISMISSAL"]
_QUORUM, _LOW = "2/3", ("1/2", "2/3")

# Facts


class ConfidenceCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Kết quả kiểm phiếu - sums only."""

    summoned: int
    present: int
    high: int
    confident: int
    low: int

    @property
    def cast(self) -> int:
        """All ballots."""
        return self.high + self.confident + self.low


class ConfidenceVoteRecorded(Fact, frozen=True, kw_only=True):
    """Kết quả lấy phiếu tín nhiệm đối với một cá nhân - what it leads to being considered, nothing more."""

    TOPIC = "evaluation.ConfidenceVoteRecorded"
    organization: UUID
    person: UUID
    held_on: date
    counts: ConfidenceCounts
    consequence: Consequence
    minutes_hash: str | None = None


class ConfidenceVote(msgspec.Struct, frozen=True, kw_only=True):
    """What is on record of one vote."""

    told: ConfidenceVoteRecorded | None = None


def evolve(_state: ConfidenceVote, fact: ConfidenceVoteRecorded) -> ConfidenceVote:
    """Fact → state."""
    return ConfidenceVote(told=fact)


CONFIDENCE_VOTES: Stream[ConfidenceVote] = Stream(
    "confidence_vote", ConfidenceVote(), evolve, (ConfidenceVoteRecorded,)
)


def confidence_id(organization: UUID, person: UUID, held_on: date) -> UUID:
    """One vote of a body about a person a day."""
    return uuid5(NAMESPACE, f"confidence|{organization}|{person}|{held_on}")


# Decide


def record(
    state: ConfidenceVote, asked: ConfidenceVoteRecorded, today: date, rows: Mapping[str, Any]
) -> tuple[ConfidenceVoteRecorded, ...]:
    """Sums that can be true, of a meeting with a quorum; recorded once, never changed."""
    counts = asked.counts
    if asked.held_on > today:
        raise MeetingIsInTheFuture("held_on")
    sums = (counts.summoned, counts.present, counts.high, counts.confident, counts.low)
    if min(sums) < 0 or counts.cast > counts.present or counts.present > counts.summoned:
        raise MoreVotesThanPresent("counts", cast=counts.cast, present=counts.present, summoned=counts.summoned)
    quorum = rows.get(QUORUM, _QUORUM)
    if not counts.summoned or Fraction(counts.present, counts.summoned) < Fraction(quorum):
        raise VoteHasNoQuorum("counts", present=counts.present, summoned=counts.summoned, quorum=quorum)
    told = msgspec.structs.replace(asked, consequence=consequence_of(counts, rows))
    if state.told is None:
        return (told,)
    if state.told != told:
        raise VoteIsRecordedAlready("counts")
    return ()


def consequence_of(counts: ConfidenceCounts, rows: Mapping[str, Any]) -> Consequence:
    """More than half low: release is considered; two thirds or more: dismissal."""
    half, two_thirds = (Fraction(each) for each in rows.get(LOW, _LOW))
    low = Fraction(counts.low, counts.cast) if counts.cast else Fraction(0)
    if low >= two_thirds:
        return "CONSIDER_DISMISSAL"
    return "CONSIDER_RELEASE" if low > half else "NONE"
