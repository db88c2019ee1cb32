"""Bad input about evaluations through the whole stack: a typed error with its place in the input, nothing written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.gateway.reading.ids import global_id
from tests.journeys.test_bad_input import heads

TASKS = {"assigned": 20, "onTime": 20, "exceeded": 3, "late": 0}
VOTES = {"summoned": 9, "present": 9, "excellent": 1, "good": 8, "completed": 0, "notCompleted": 0}
CRITERIA = [
    {"criterion": "WORK", "vi": "Công việc", "en": "Work", "most": "80"},
    {"criterion": "CONDUCT", "vi": "Tác phong", "en": "Conduct", "most": "20"},
]
FRAME = {
    "frame": "EVERYBODY", "vi": "Mọi đảng viên", "en": "All members", "kinds": ["MEMBER"], "criteria": CRITERIA,
    "bands": [{"level": "GOOD", "least": "70"}], "gates": [],
}  # fmt: skip
EVALUATION, CAMPAIGN = "evaluation { id }", "campaign { id }"
Sent = tuple[Any, str, dict[str, Any]]


@dataclass(frozen=True)
class Season:
    """A ward's campaign with one rating decided, one proposed, and a rule set in use."""

    scene: Any
    people: Any
    secretary: Any
    ward: Any
    province: Any
    officer: Any
    campaign: str
    wide: str
    members: list[str]
    ids: list[str]

    def review(self, results: str = "60", member: int = 2, **more: Any) -> Sent:
        scores = [{"criterion": "COMMON", "points": "25"}, {"criterion": "RESULTS", "points": results}]
        body = {"campaignId": self.campaign, "subjectId": self.members[member], "scores": scores, "tasks": TASKS}
        return self.secretary, "submitSelfReview", {**body, **more}

    def vote(self, **more: Any) -> Sent:
        return self.secretary, "recordCellVote", {"evaluationId": self.ids[2], "votes": {**VOTES, **more}}

    def decide(self, number: int, rating: str = "GOOD", **more: Any) -> Sent:
        lines = [{"evaluationId": self.ids[number], "rating": rating}]
        body = {"campaignId": self.campaign, "organizationId": self.ward, "ratings": lines}
        return self.officer, "decideRatings", {**body, **more}

    def publish(self, code: str, *frames: Any) -> Sent:
        body = {"organizationId": self.province, "code": code, "vi": "Của tỉnh", "en": "Own", "source": "1-HD/TU"}
        return self.people.user("committee_officer", "79"), "publishRuleSet", {**body, "frames": list(frames)}

    def meeting(self, **more: Any) -> Sent:
        body = {"organizationId": self.scene.origin["id"], "heldOn": "2026-03-03", "invited": 20, "present": 18}
        return self.secretary, "recordMeeting", {**body, **more}

    def confidence(self, **more: int) -> Sent:
        counts = {"summoned": 9, "present": 9, "high": 5, "confident": 3, "low": 1, **more}
        body = {"organizationId": self.ward, "memberId": self.members[0], "heldOn": "2026-03-03", "counts": counts}
        return self.officer, "recordConfidenceVote", body

    def target(self, **more: Any) -> Sent:
        body = {"organizationId": self.ward, "year": 2026, "measure": "MEMBERS_EXCELLENT", "source": "1-NQ/ĐU"}
        return self.officer, "setTarget", {**body, **more}

    def figure(self, **more: Any) -> Sent:
        body = {"organizationId": self.ward, "year": 2026, "measure": "FRONT_COMMITTEES_FAIR_OR_BETTER"}
        told = {"numerator": 7, "denominator": 10, "documentNumber": "45-BC/MT", "documentDate": "2026-03-03"}
        return self.officer, "recordFigure", {**body, **told, **more}


@pytest.fixture(scope="module")
def season(scene: Any) -> Season:
    people = scene.people
    officer, secretary = people.user("committee_officer", "79.26740"), people.at(scene.origin)
    above = people.user("committee_officer", "79")
    ward, province = (
        officer.ask("query($c: String) { organization(code: $c) { id } }", c=code)["organization"]["id"]
        for code in ("79.26740", "79")
    )
    campaign, wide = (
        user.done("openCampaign", {"organizationId": at, "year": 2026, "period": "AD_HOC"}, CAMPAIGN)["campaign"]["id"]
        for user, at in ((officer, ward), (above, province))
    )
    members = [scene.member(50 + number) for number in range(3)]
    made = Season(scene, people, secretary, ward, province, officer, campaign, wide, members, [])
    for number in range(3):
        user, mutation, body = made.review(member=number)
        made.ids.append(user.done(mutation, body, EVALUATION)["evaluation"]["id"])
    for evaluation in made.ids[:2]:
        secretary.done("recordCellVote", {"evaluationId": evaluation, "votes": VOTES}, EVALUATION)
        secretary.done("proposeRating", {"evaluationId": evaluation, "rating": "GOOD"}, EVALUATION)
    user, mutation, body = made.decide(0)
    user.done(mutation, body, CAMPAIGN)
    user, mutation, body = made.publish("TINH_79_DUNG", FRAME)
    user.done(mutation, body, "code")
    officer.done("openCampaign", {"organizationId": ward, "year": 2025, "ruleSet": "TINH_79_DUNG"}, CAMPAIGN)
    return made


@dataclass(frozen=True)
class Case:
    """What is sent, and what must come back."""

    name: str
    send: Callable[[Season], Sent]
    code: str
    path: str = ""


CASES = [
    Case("weights not 100", lambda s: s.publish("TINH_79_X", {**FRAME, "criteria": CRITERIA[:1]}),
         "WEIGHTS_ARE_NOT_A_HUNDRED", "frames.0"),
    Case("a rule set changed while in use", lambda s: s.publish("TINH_79_DUNG", {**FRAME, "vi": "Khác"}),
         "RULE_SET_CODE_IS_TAKEN", "code"),
    Case("a shipped rule set changed", lambda s: s.publish("QD366_2025", FRAME), "RULE_SET_CODE_IS_TAKEN", "code"),
    Case("frames that are none", lambda s: s.publish("TINH_79_X", {"frame": 1}), "FRAMES_ARE_NOT_READABLE", "frames"),
    Case("points over the maximum", lambda s: s.review("70.01"), "POINTS_ARE_OUT_OF_RANGE", "scores.1"),
    Case("points of a thousandth", lambda s: s.review("60.001"), "POINTS_ARE_OUT_OF_RANGE", "scores.1"),
    Case("a criterion missing", lambda s: s.review(scores=[{"criterion": "COMMON", "points": "25"}]),
         "CRITERION_IS_MISSING", "scores"),
    Case("more done than assigned", lambda s: s.review(tasks={**TASKS, "late": 1}), "TASK_COUNTS_DO_NOT_AGREE"),
    Case("a frame nobody knows", lambda s: s.review(frame="X"), "FRAME_IS_UNKNOWN", "frame"),
    Case("more votes than present", lambda s: s.vote(good=9), "MORE_VOTES_THAN_PRESENT", "votes"),
    Case("more present than summoned", lambda s: s.vote(present=10, good=9), "MORE_VOTES_THAN_PRESENT", "votes"),
    Case("a rating decided twice", lambda s: s.decide(0, "COMPLETED"), "RATING_IS_DECIDED_ALREADY", "ratings.0"),
    Case("nothing proposed", lambda s: s.decide(2), "NOTHING_IS_PROPOSED", "ratings.0"),
    Case("above what is derived", lambda s: s.decide(1, "EXCELLENT"), "RATING_IS_ABOVE_WHAT_IS_DERIVED", "ratings.0"),
    Case("an empty list", lambda s: s.decide(0, ratings=[]), "LIST_IS_UNFIT", "ratings"),
    Case("another campaign's", lambda s: (s.people.user("committee_officer", "79"), "decideRatings", {
        **s.decide(1)[2], "campaignId": s.wide, "organizationId": s.province}), "LIST_IS_UNFIT", "ratings.0"),
    Case("a subject outside the body's scope", lambda s: (s.people.user("committee_officer", "79"), "decideRatings", {
        **s.decide(1)[2], "organizationId": s.scene.origin["id"]}), "SUBJECT_IS_OUTSIDE_THE_BODY", "ratings.0"),
    Case("a member of another province", lambda s: s.review(subjectId=global_id("Member", uuid4())),
         "SUBJECT_IS_UNKNOWN", "subjectId"),
    Case("a NOT_RATED without a reason", lambda s: (s.secretary, "proposeRating", {
        "evaluationId": s.ids[2], "rating": "NOT_RATED"}), "REASON_IS_NEEDED", "notRatedReason"),
    Case("an appeal before publication", lambda s: (s.people.user("member", None, s.members[0]), "appealRating", {
        "evaluationId": s.ids[0], "reason": "Xin xem xét lại"}), "STEP_IS_NOT_ALLOWED_IN_STATE"),
    Case("reopened by the body itself", lambda s: (s.officer, "reopenEvaluation", {
        "evaluationId": s.ids[0], "reason": "Tình tiết mới"}), "ACT_IS_NOT_PERMITTED"),
    Case("reopened without a reason", lambda s: (s.people.user("committee_officer", "79"), "reopenEvaluation", {
        "evaluationId": s.ids[0], "reason": " "}), "REASON_IS_EMPTY", "reason"),
    Case("a year of two years", lambda s: (s.officer, "openCampaign", {
        "organizationId": s.ward, "year": 2026, "opensOn": "2025-01-01"}), "CAMPAIGN_SPAN_IS_UNFIT"),
    Case("more at a meeting than invited", lambda s: s.meeting(present=21), "MEETING_COUNTS_DO_NOT_AGREE"),
    Case("a meeting to come", lambda s: s.meeting(heldOn="2999-01-01"), "MEETING_IS_IN_THE_FUTURE", "heldOn"),
    Case("a meeting of 101 points", lambda s: s.meeting(points="101"), "MEETING_POINTS_ARE_OUT_OF_RANGE", "points"),
    Case("a vote without quorum", lambda s: s.confidence(summoned=14), "VOTE_HAS_NO_QUORUM", "counts"),
    Case("a target above one", lambda s: s.target(least="1.01"), "TARGET_IS_UNFIT", "least"),
    Case("a figure above its base", lambda s: s.figure(numerator=11), "FIGURE_IS_UNFIT", "numerator"),
    Case("a figure without a document", lambda s: s.figure(documentNumber=" "), "DOCUMENT_IS_UNFIT"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_about_evaluations_is_a_typed_error_and_changes_nothing(season: Season, case: Case):
    user, mutation, body = case.send(season)
    before, told = heads(season), {}
    for language in ("vi", "en"):
        payload = replace(user, language=language).do(mutation, body, "__typename")
        assert payload["position"] is None
        told[language] = payload["errors"][0]
    assert (told["vi"]["code"], told["en"]["code"]) == (case.code, case.code)
    assert told["vi"]["message"] != told["en"]["message"]
    assert told["vi"]["nextStep"]
    if case.path:
        assert ".".join(told["vi"]["path"]) == f"input.{case.path}"
    assert heads(season) == before


@pytest.mark.parametrize("points", ["NaN", "Infinity", "-Infinity", "1e999999999", "", "mười", 1.5])
def test_what_is_no_decimal_never_reaches_the_service(season: Season, points: Any):
    user, _, body = season.review()
    body["scores"][1]["points"] = points
    before = heads(season)
    query = "mutation($input: SubmitSelfReviewInput!) { submitSelfReview(input: $input) { errors { __typename } } }"
    answer = user.post({"query": query, "variables": {"input": {"commandId": str(uuid4()), **body}}}).json()
    if answer.get("data"):  # a number that is too large is a Decimal, and the service says so
        assert answer["data"]["submitSelfReview"]["errors"] == [{"__typename": "PointsAreOutOfRange"}]
    else:
        assert answer["errors"][0]["extensions"]["code"] == "VALUE_IS_NOT_READABLE"
        assert answer["errors"][0]["extensions"]["nextStep"]
    assert heads(season) == before


def test_a_number_that_is_none_in_json_is_refused(season: Season):
    before = heads(season)
    sent = {"authorization": f"Bearer {season.officer.token}", "content-type": "application/json"}
    body = b'{"query": "query($p: Decimal) { __typename }", "variables": {"p": NaN}}'
    answer = httpx.post(f"{season.officer.url}/graphql", content=body, headers=sent, timeout=10)
    assert answer.status_code == 400
    assert heads(season) == before
