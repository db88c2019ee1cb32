"""Tỷ lệ xuất sắc của cả một địa bàn - the scopes below a body side by side, and which of them ask for too many."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from services.evaluation.domain.cap import BASES, Cap, Tally, side_by_side
from services.evaluation.domain.ratings import SubjectKind
from services.evaluation.domain.simulation import LISTED, CapSimulated, Limit, ScopeOver


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is proposed within one scope, and the cap in force there."""

    scope: UUID
    cap: Cap | None
    tally: Tally


def survey(cap: Cap, scopes: Sequence[Asked], campaign: UUID, body: UUID, kind: SubjectKind) -> CapSimulated:
    """The sums, and the scopes that are over, the worst first. A sum is no cap: each scope keeps its own."""
    limits = dict.fromkeys(BASES, 0)
    over: list[ScopeOver] = []
    limit = 0
    for each in scopes:
        if each.cap is None:
            continue
        allowed_here = side_by_side(each.cap, each.tally.qualified, each.tally.rated)
        most_here = allowed_here[each.cap.base]
        limit += most_here
        for base, allowed in allowed_here.items():
            limits[base] += allowed
        if each.tally.excellent > most_here:
            over.append(
                ScopeOver(scope=each.scope, rated=each.tally.rated, excellent=each.tally.excellent, limit=most_here)
            )
    over.sort(key=lambda one: (one.limit - one.excellent, str(one.scope)))
    rated = sum(each.tally.rated for each in scopes)
    excellent = sum(each.tally.excellent for each in scopes)
    vi = f"{len(scopes)} phạm vi, {rated} người được đề nghị xếp loại, xuất sắc {excellent}; {len(over)} phạm vi vượt."
    en = f"{len(scopes)} scopes, {rated} proposed for a rating, EXCELLENT {excellent}; {len(over)} scopes are over."
    return CapSimulated(
        campaign=campaign,
        body=body,
        kind=kind,
        rated=rated,
        qualified=sum(each.tally.qualified for each in scopes),
        proposed_excellent=excellent,
        limit=limit,
        base=cap.base,
        ratio=cap.ratio,
        confirmed=cap.confirmed,
        limits=tuple(Limit(base=base, limit=allowed) for base, allowed in limits.items()),
        candidates=(),
        vi=vi,
        en=en,
        scopes=len(scopes),
        over=tuple(over[:LISTED]),
    )
