"""Xem trước tỷ lệ xuất sắc - what the cap would say of the proposals so far; kept as a record, deciding nothing."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

import msgspec

from services.evaluation.domain.cap import (
    BASE_EN,
    BASE_VI,
    Base,
    Candidate,
    Cap,
    Placed,
    most,
    placed,
    side_by_side,
)
from services.evaluation.domain.derivation import percent
from services.evaluation.domain.ratings import SubjectKind
from shared.vocabulary.facts import Fact, Stream

LISTED = 1_000
"""How many candidates a record names; the limit and the counts are of all."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """The limit under one base."""

    base: Base
    limit: int


class ScopeOver(msgspec.Struct, frozen=True, kw_only=True):
    """Một phạm vi đề nghị vượt tỷ lệ."""

    scope: UUID
    rated: int
    excellent: int
    limit: int


class CapSimulated(Fact, frozen=True, kw_only=True):
    """Đã xem trước - who fits, who is over, who is tied for the last places."""

    TOPIC = "evaluation.CapSimulated"
    campaign: UUID
    body: UUID
    kind: SubjectKind
    rated: int
    qualified: int
    proposed_excellent: int
    limit: int
    base: Base
    ratio: Decimal
    confirmed: bool
    limits: tuple[Limit, ...]
    candidates: tuple[Placed, ...]
    vi: str
    en: str
    organization_sequence: int = 0
    membership_sequence: int = 0
    scopes: int = 0  # how many scopes were looked at together; 0: one, the body's own
    over: tuple[ScopeOver, ...] = ()


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """A record that nothing follows from."""

    done: bool = False


def evolve(_state: Simulation, _fact: CapSimulated) -> Simulation:
    """Fact → state."""
    return Simulation(done=True)


SIMULATIONS: Stream[Simulation] = Stream("simulation", Simulation(), evolve, (CapSimulated,))


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """The proposals of a scope, counted."""

    rated: int
    qualified: int
    candidates: tuple[Candidate, ...]


def simulate(cap: Cap, counted: Counted, campaign: UUID, body: UUID, kind: SubjectKind) -> CapSimulated:
    """The limit, the three bases side by side, and each candidate's place."""
    limit = most(cap, counted.qualified, counted.rated)
    ranked = placed(counted.candidates, limit)
    vi, en = _told(cap, counted, limit, ranked)
    return CapSimulated(
        campaign=campaign,
        body=body,
        kind=kind,
        rated=counted.rated,
        qualified=counted.qualified,
        proposed_excellent=len(ranked),
        limit=limit,
        base=cap.base,
        ratio=cap.ratio,
        confirmed=cap.confirmed,
        limits=tuple(
            Limit(base=base, limit=most_) for base, most_ in side_by_side(cap, counted.qualified, counted.rated).items()
        ),
        candidates=ranked[:LISTED],
        vi=vi,
        en=en,
    )


def _told(cap: Cap, counted: Counted, limit: int, ranked: Sequence[Placed]) -> tuple[str, str]:
    tied = sum(one.place == "TIED" for one in ranked)
    exact = cap.ratio * {"ALL_RATED": counted.rated}.get(cap.base, counted.qualified)
    if cap.base == "GOOD_ONLY":
        exact /= 1 + cap.ratio
    shown = f"{exact.quantize(Decimal('0.01')):f}"
    vi = (
        f"Được đề nghị từ Tốt trở lên {counted.qualified} trên {counted.rated} người được xếp loại. "
        f"Tối đa {percent(cap.ratio)} {BASE_VI[cap.base]}: {shown}, làm tròn thành {limit}. "
        f"Đề nghị xuất sắc {len(ranked)}."
    )
    en = (
        f"{counted.qualified} of {counted.rated} rated are proposed for GOOD or better. "
        f"At most {percent(cap.ratio)} of {BASE_EN[cap.base]}: {shown}, rounded to {limit}. "
        f"{len(ranked)} are proposed for EXCELLENT."
    )
    if tied:
        vi += f" {tied} người bằng điểm ở ranh giới: cấp có thẩm quyền chọn."
        en += f" {tied} share the points at the boundary: the body decides among them."
    if not cap.confirmed:
        vi += " Cơ sở tính, cách làm tròn: chưa xác nhận."
        en += " Base and rounding are not confirmed."
    return vi, en
