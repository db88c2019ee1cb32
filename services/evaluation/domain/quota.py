"""Sổ xếp loại của một phạm vi - all ratings decided under one cap: one stream, so that no race exceeds it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

import msgspec

from services.evaluation.domain.cap import BASE_EN, BASE_VI, Base, Cap, Rounding, Tally, Verdict, judged, tally_of
from services.evaluation.domain.derivation import Step, percent
from services.evaluation.domain.ratings import Rating, SubjectKind
from services.evaluation.domain.refusals_deciding import CapWouldBeExceeded
from services.evaluation.domain.rule_set import NAMESPACE
from shared.vocabulary.facts import Fact, Stream

# Facts


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One subject's rating within a decision."""

    evaluation: UUID
    rating: Rating


class RatingsDecided(Fact, frozen=True, kw_only=True):
    """Quyết định xếp loại - the deciding body rates these at once; the cap was counted at these sequences."""

    TOPIC = "evaluation.RatingsDecided"
    campaign: UUID
    body: UUID
    scope: UUID  # the organisation across which the cap holds
    kind: SubjectKind
    decisions: tuple[Decision, ...]
    decided_on: date
    tally: Tally  # of the whole scope after this decision
    limit: int | None  # None: no cap was in force
    counted: int
    ratio: Decimal | None = None
    base: Base | None = None
    rounding: Rounding | None = None
    outstanding: bool = False
    confirmed: bool = True
    decision_number: str | None = None
    organization_sequence: int = 0
    membership_sequence: int = 0


# State


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """Which evaluation of the scope has which rating."""

    ratings: Mapping[UUID, Rating] = msgspec.field(default_factory=dict)
    outstanding: bool = False


# Evolve


def evolve(quota: Quota, fact: RatingsDecided) -> Quota:
    """The newest rating of each counts; one that is reopened keeps counting until it is decided anew."""
    newest: dict[UUID, Rating] = {decision.evaluation: decision.rating for decision in fact.decisions}
    return Quota(ratings={**quota.ratings, **newest}, outstanding=fact.outstanding)


QUOTAS: Stream[Quota] = Stream("quota", Quota(), evolve, (RatingsDecided,))


def quota_id(campaign: UUID, scope: UUID, kind: SubjectKind, group: str = "") -> UUID:
    """One stream per campaign, scope, kind of subject and, where the cap asks for it, group of similar function."""
    return uuid5(NAMESPACE, f"quota|{campaign}|{scope}|{kind}|{group}")


# Decide


def decide(quota: Quota, cap: Cap | None, decisions: Sequence[Decision]) -> tuple[Tally, Verdict | None]:
    """The scope's tally with these ratings; refused as a whole when the cap would be exceeded."""
    newest: dict[UUID, Rating] = {decision.evaluation: decision.rating for decision in decisions}
    after: dict[UUID, Rating] = {**quota.ratings, **newest}
    tally = tally_of(after.values())
    if cap is None:
        return tally, None
    verdict = judged(cap, tally)
    if not verdict.holds:
        raise CapWouldBeExceeded(
            "ratings",
            excellent=verdict.excellent,
            limit=verdict.limit,
            counted=verdict.counted,
            ratio=percent(cap.ratio),
            base_vi=BASE_VI[cap.base],
            base_en=BASE_EN[cap.base],
        )
    return tally, verdict


def cap_step(cap: Cap | None, verdict: Verdict | None) -> Step:
    """What the cap had to do with a rating, for its explanation."""
    if cap is None or verdict is None:
        vi, en = "Không có quy định tỷ lệ xuất sắc tại ngày này", "No cap on EXCELLENT was in force on that date"
        return Step(part="CAP", depth=1, holds=True, allows=None, vi=vi, en=en)
    ratio = percent(cap.ratio)
    doubt_vi, doubt_en = ("", "") if cap.confirmed else (" (cơ sở tính: chưa xác nhận)", " (base not confirmed)")
    vi = f"Xuất sắc {verdict.excellent}, tối đa {verdict.limit}: {ratio} của {verdict.counted} {BASE_VI[cap.base]}"
    en = f"EXCELLENT {verdict.excellent}, at most {verdict.limit}: {ratio} of {verdict.counted}, {BASE_EN[cap.base]}"
    return Step(part="CAP", depth=1, holds=verdict.holds, allows=None, vi=vi + doubt_vi, en=en + doubt_en)
