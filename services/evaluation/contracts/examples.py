"""One realistic example of all that evaluation publishes; the member is made up and the remark sealed."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.evaluation.contracts import facts
from services.evaluation.contracts.enums import (
    CampaignPeriod,
    CapBase,
    CapPlace,
    CommentKind,
    EvaluationState,
    NotRatedReason,
    Rating,
    SubjectKind,
)
from services.evaluation.contracts.facts import CapCandidate, CapLimit, ExplanationStep, RefusedRow, Standing
from services.evaluation.contracts.register_examples import REGISTER_EXAMPLES
from shared.vocabulary.facts import PublishedFact, Sealed

_CAMPAIGN, _EVALUATION = UUID("5b0e8a3e-0000-5000-8000-000000000001"), UUID("5b0e8a3e-0000-5000-8000-000000000002")
_MEMBER, _CELL = UUID("397f7376-3fd8-5dc0-b7ec-7cf90795b2ba"), UUID("4a0c5a5e-0000-5000-8000-000000000001")
_BODY, _QUOTA = UUID("4a0c5a5e-0000-5000-8000-000000000002"), UUID("5b0e8a3e-0000-5000-8000-000000000003")
_SEALED = Sealed("k1Zq8Yx0c2VhbGVk")
_STEPS = (
    ExplanationStep(
        part="RATING",
        depth=0,
        holds=True,
        allows=None,
        vi="Xếp loại được đề nghị cao nhất: Hoàn thành tốt nhiệm vụ",
        en="The rating that may be proposed at best: GOOD",
    ),
    ExplanationStep(
        part="BAND",
        depth=1,
        holds=True,
        allows=Rating.GOOD,
        vi="87.5 điểm thuộc khung Hoàn thành tốt nhiệm vụ",
        en="87.5 points lie in the band GOOD",
    ),
)


def _of(state: EvaluationState, **more: Any) -> dict[str, Any]:
    standing = Standing(state=state, points=Decimal("87.5"), derived=Rating.GOOD, **more)
    return {
        "evaluation": _EVALUATION,
        "campaign": _CAMPAIGN,
        "kind": SubjectKind.MEMBER,
        "subject": _MEMBER,
        "place": _CELL,
        "standing": standing,
    }


_DECIDED: dict[str, Any] = {"proposed": Rating.GOOD, "rating": Rating.GOOD, "body": _BODY}
_TOLD: dict[str, Any] = {**_DECIDED, "published_on": date(2026, 12, 25)}
_COUNTED: dict[str, Any] = {"organization_sequence": 3_412, "membership_sequence": 2_041}

EXAMPLES: tuple[PublishedFact, ...] = (
    *REGISTER_EXAMPLES,
    facts.RuleSetPublished(
        rule_set=UUID("5b0e8a3e-0000-5000-8000-000000000004"),
        code="DONG_THAP_2026",
        vi="Bộ tiêu chí của tỉnh Đồng Tháp",
        en="Đồng Tháp province's criteria",
        source="12-HD/TU 5-1-2026",
        confirmed=True,
    ),
    facts.CampaignOpened(
        campaign=_CAMPAIGN,
        organization=_BODY,
        year=2026,
        period=CampaignPeriod.YEAR,
        code="QD366_2025",
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 12, 31),
    ),
    facts.SelfReviewSubmitted(**_of(EvaluationState.SELF_REVIEWED), steps=_STEPS, remark=_SEALED),
    facts.CommentRecorded(
        **_of(EvaluationState.COMMENTED),
        comment=CommentKind.RESIDENCE,
        organization=_CELL,
        commented_on=date(2026, 12, 5),
        remark=_SEALED,
    ),
    facts.CellVoteRecorded(
        **_of(EvaluationState.VOTED), outcome=Rating.GOOD, summoned=23, present=21, counts=(3, 17, 1, 0)
    ),
    facts.RatingProposed(**_of(EvaluationState.PROPOSED, proposed=Rating.GOOD)),
    facts.RatingDecided(**_of(EvaluationState.DECIDED, **_DECIDED), steps=_STEPS),
    facts.RatingPublished(**_of(EvaluationState.PUBLISHED, **_TOLD)),
    facts.RatingAppealed(**_of(EvaluationState.APPEALED, **_TOLD)),
    facts.RatingConfirmed(**_of(EvaluationState.PUBLISHED, **_TOLD)),
    facts.RatingRevised(**_of(EvaluationState.REVISED, **_TOLD), steps=_STEPS),
    facts.EvaluationReopened(**_of(EvaluationState.SELF_REVIEWED, **_TOLD)),
    facts.EvaluationClosed(**_of(EvaluationState.CLOSED, not_rated=NotRatedReason.EXEMPT), steps=_STEPS),
    facts.EvaluationResumed(**_of(EvaluationState.VOTED), steps=_STEPS),
    facts.RatingsDecided(
        quota=_QUOTA,
        campaign=_CAMPAIGN,
        body=_BODY,
        scope=_BODY,
        kind=SubjectKind.MEMBER,
        decided_on=date(2026, 12, 20),
        excellent=13,
        good=67,
        completed=19,
        not_completed=1,
        not_rated=4,
        limit=13,
        counted=67,
        ratio=Decimal("0.20"),
        base=CapBase.GOOD_ONLY,
        confirmed=False,
        outstanding=False,
        **_COUNTED,
    ),
    facts.CapSimulated(
        simulation=UUID("5b0e8a3e-0000-5000-8000-000000000005"),
        campaign=_CAMPAIGN,
        body=_BODY,
        kind=SubjectKind.MEMBER,
        rated=100,
        qualified=80,
        proposed_excellent=14,
        limit=13,
        base=CapBase.GOOD_ONLY,
        ratio=Decimal("0.20"),
        confirmed=False,
        limits=(
            CapLimit(base=CapBase.GOOD_ONLY, limit=13),
            CapLimit(base=CapBase.GOOD_AND_ABOVE, limit=16),
            CapLimit(base=CapBase.ALL_RATED, limit=20),
        ),
        candidates=(CapCandidate(evaluation=_EVALUATION, points=Decimal("96.5"), place=CapPlace.FITS),),
        vi="Tối đa 20% số được xếp loại Hoàn thành tốt nhiệm vụ: 13.33, làm tròn thành 13.",
        en="At most 20% of those rated GOOD: 13.33, rounded to 13.",
        **_COUNTED,
    ),
    facts.RowsEntered(
        entry=UUID("5b0e8a3e-0000-5000-8000-000000000006"),
        campaign=_CAMPAIGN,
        organization=_CELL,
        entered=22,
        refused=(RefusedRow(row=4, code="SUBJECT_IS_UNKNOWN", vi="Không có đối tượng này.", en="No such subject."),),
        entered_on=date(2026, 12, 12),
    ),
)
