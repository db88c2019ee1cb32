"""A province's own rule set, from publication to a rating, never changed in use; and quarters that make a year."""

from datetime import date
from decimal import Decimal

import pytest

from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import CampaignPeriod, Rating
from services.evaluation.domain.refusals import CampaignSpanIsUnfit
from services.evaluation.domain.refusals_coverage import TooManyParts
from services.evaluation.domain.refusals_rules import (
    BandsAreNotInOrder,
    CriterionIsMissing,
    CriterionStandsTwice,
    RuleSetCodeIsTaken,
    RuleSetHasNoFrame,
    RuleSetIsUnknown,
    WeightsAreNotAHundred,
)

CRITERIA = (
    {"criterion": "WORK", "vi": "Công việc", "en": "Work", "most": "80", "roll_up": "MEAN", "results": True},
    {"criterion": "CONDUCT", "vi": "Tác phong", "en": "Conduct", "most": "20", "roll_up": "LAST"},
)
BANDS = (
    {"level": "EXCELLENT", "least": "85"}, {"level": "GOOD", "least": "65"}, {"level": "COMPLETED", "least": "40"},
)  # fmt: skip
FRAME = {
    "frame": "EVERYBODY", "vi": "Mọi đảng viên", "en": "All members", "kinds": ["MEMBER"], "criteria": CRITERIA,
    "bands": BANDS, "gates": [{"level": "GOOD", "measure": "LATE", "limit": "0.10"}],
}  # fmt: skip
NOTHING = requests.TaskCounts(assigned=0, on_time=0, exceeded=0, late=0)
QUARTERS = [(date(2026, month, 1), date(2026, month + 2, 30)) for month in (1, 4, 7)]


async def published(season, code: str, *frames: dict, **more):
    body = {"code": code, "vi": "Bộ tiêu chí của tỉnh", "en": "The province's own", "source": "1-HD/TU 5-1-2026"}
    given = {**body, "frames": frames, "confirmed": True, **more}
    officer = await season.officer("79")
    return await season.run(requests.PublishRuleSet, officer, organization_id=season.places["79"], **given)


async def reviewed(season, campaign, member, points: dict[str, str], tasks=NOTHING, **more):
    scores = tuple(requests.Points(criterion=name, points=Decimal(given)) for name, given in points.items())
    return await season.run(
        requests.SubmitSelfReview, await season.secretary("A"), campaign_id=campaign, subject_id=member,
        scores=scores, tasks=tasks, **more,
    )  # fmt: skip


async def test_a_province_rates_by_its_own_criteria_without_code(season):
    """Its bands count, not the national row's, and its gates: no row of `eval.bands` touches another rule set."""
    await published(season, "TINH_79_A", FRAME)
    campaign = await season.campaign("79.26740", rule_set="TINH_79_A")
    members = await season.members("A", 3)
    late = requests.TaskCounts(assigned=10, on_time=8, exceeded=0, late=2)
    for member, points, tasks in zip(members, ("66", "86", "64.99"), (NOTHING, late, NOTHING), strict=True):
        await reviewed(season, campaign, member, {"WORK": str(Decimal(points) - 20), "CONDUCT": "20"}, tasks)
    told = [fact for fact in await season.published(facts.SelfReviewSubmitted) if fact.campaign == campaign]
    assert [fact.standing.derived for fact in told] == ["GOOD", "COMPLETED", "COMPLETED"]
    assert "66 points lie in the band GOOD" in [step.en for step in told[0].steps]
    assert "GOOD: tasks late 2/10 (20%), at most 10% allowed: not met" in [step.en for step in told[1].steps]


async def test_a_rule_set_that_is_unfit_or_in_use_changes_nothing(season):
    await published(season, "TINH_79_B", FRAME)
    await season.campaign("79.26740", rule_set="TINH_79_B")
    lighter = {**FRAME, "criteria": CRITERIA[:1]}
    unfit = (
        (RuleSetCodeIsTaken, "TINH_79_B", lighter),
        (RuleSetCodeIsTaken, "QD366_2025", FRAME),
        (WeightsAreNotAHundred, "TINH_79_C", lighter),
        (CriterionStandsTwice, "TINH_79_C", {**FRAME, "criteria": (CRITERIA[0], CRITERIA[0])}),
        (BandsAreNotInOrder, "TINH_79_C", {**FRAME, "bands": BANDS[::-1]}),
    )
    before = season.logs["evaluation"].head.position
    for refusal, code, frame in unfit:
        with pytest.raises(refusal):
            await published(season, code, frame)
    with pytest.raises(RuleSetHasNoFrame):
        await published(season, "TINH_79_C")
    with pytest.raises(RuleSetIsUnknown):
        await season.campaign("79.26740", rule_set="TINH_79_C")
    await published(season, "TINH_79_B", FRAME)
    assert season.logs["evaluation"].head.position == before


async def test_quarters_make_a_year_by_the_declared_rule_and_a_missing_one_is_no_zero(season):
    """60 and 70 in two of three quarters: 65 in the mean, the last conduct counts, the third quarter is left out."""
    await published(season, "TINH_79_D", FRAME)
    year = await season.campaign("79.26740", rule_set="TINH_79_D")
    parts = [
        await season.campaign("79.26740", rule_set="TINH_79_D", period=period, opens_on=start, closes_on=end)
        for period, (start, end) in zip([CampaignPeriod.QUARTER] * 3, QUARTERS, strict=True)
    ]
    member, nobody = await season.members("A", 2)
    for campaign, work, conduct in ((parts[0], "60", "10"), (parts[1], "70", "18.5")):
        await reviewed(season, campaign, member, {"WORK": work, "CONDUCT": conduct})
    await reviewed(season, year, member, {}, roll_up_of=tuple(parts))
    state = await season.state(year, member)
    assert {score.criterion: score.points for score in state.review.scores} == {
        "WORK": Decimal("65.00"), "CONDUCT": Decimal("18.5"),
    }  # fmt: skip
    assert (state.derivation.points, state.derivation.rating) == (Decimal("83.50"), "GOOD")
    with pytest.raises(CriterionIsMissing):
        await reviewed(season, year, nobody, {}, roll_up_of=tuple(parts))
    with pytest.raises(TooManyParts):
        await reviewed(season, year, member, {}, roll_up_of=tuple(parts * 5))


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (CampaignPeriod.QUARTER, date(2026, 1, 1), date(2026, 6, 30)),
        (CampaignPeriod.YEAR, date(2025, 1, 1), date(2026, 12, 31)),
        (CampaignPeriod.AD_HOC, date(2026, 9, 1), date(2026, 8, 1)),
        (CampaignPeriod.TERM, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
async def test_a_span_fits_its_kind(season, period, start, end):
    with pytest.raises(CampaignSpanIsUnfit):
        await season.campaign("79.26740", period=period, opens_on=start, closes_on=end)


async def test_a_term_and_a_moment_have_their_own_ratings_beside_the_years(season):
    """One rating for each quarter, year and term; whatever is asked for once may be asked for again."""
    (member,) = await season.members("A", 1)
    secretary = await season.secretary("A")
    spans = (
        (CampaignPeriod.YEAR, date(2026, 1, 1)), (CampaignPeriod.TERM, date(2022, 1, 1)),
        (CampaignPeriod.AD_HOC, date(2026, 10, 1)), (CampaignPeriod.AD_HOC, date(2026, 10, 1)),
    )  # fmt: skip
    for period, start in spans:
        campaign = await season.campaign("79.26740", period=period, opens_on=start)
        evaluation = await season.proposed(campaign, member, secretary, "80", "GOOD")
        await season.decide(campaign, "G", {evaluation: "GOOD"})
    told = [fact for fact in await season.published(facts.RatingDecided) if fact.subject == member]
    assert [fact.standing.rating for fact in told] == [Rating.GOOD] * len(spans)
