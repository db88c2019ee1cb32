"""A season through the running system: the demonstration's two campaigns, and one of our own over GraphQL alone."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from services.demo.evaluation import FINISHED, FINISHED_CELLS, TOO_MANY, TOO_MANY_CELL
from shared.testing.stack import Stack, running_stack
from tests.signing_stack import SigningStack

CAMPAIGNS = """query($of: ID!) { evaluationCampaigns(organization: $of, first: 2) { nodes { id year
  decisions { excellent good completed notCompleted notRated limit counted base confirmed organizationSequence
    membershipSequence }
  distribution { rated excellent suppressed }
  evaluations(first: 100) { totalCount nodes { id state points proposed rating } } } } }"""
ERRORS = "errors { __typename ... on UserError { code message path nextStep } }"


class Client:
    """GraphQL as a client speaks it."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def ask(self, token: str, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", "Accept-Language": "en"}
        request = urllib.request.Request(self._stack.url() + "/graphql", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            read = json.loads(answer.read())
        assert not read.get("errors"), read["errors"]
        return read["data"]

    def organization(self, token: str, code: str) -> str:
        return self.ask(token, "query($c: String) { organization(code: $c) { id } }", c=code)["organization"]["id"]

    def told(self, token: str, mutation: str, kind: str, fields: str, **given: Any) -> dict[str, Any]:
        query = f"mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {fields} position {ERRORS} }} }}"
        return self.ask(token, query, input={"commandId": str(uuid4()), **given})[mutation]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack(SigningStack, demo=True) as running:
        yield running


@pytest.fixture(scope="module")
def client(stack: Stack) -> Client:
    return Client(stack)


def test_a_second_demo_adds_no_data(stack):
    def newest(service: str, count: int) -> list[dict[str, Any]]:
        return json.loads(stack.run("log", "tail", "-n", str(count), "--service", service, "--json"))

    def added(service: str, head: int) -> list[dict[str, Any]]:
        """By anybody but a policy: those remind of the first demo's deadlines whenever their time comes."""
        last = newest(service, 500)
        assert min(one["position"] for one in last) <= head + 1, "all that is new is among them"
        return [one for one in last if one["position"] > head and not one["actor"].startswith("policy:")]

    heads = {name: newest(name, 1)[0]["position"] for name in ("organization", "membership", "evaluation")}
    second = json.loads(stack.run("demo", "--json"))
    assert [added(name, head) for name, head in heads.items()] == [[], [], []]
    assert second["summary"]["members"] == 2000
    assert all(account["token"].count(".") == 2 for account in second["accounts"])


def test_the_finished_campaign_keeps_its_cap(stack, client):
    token = stack.token("committee_officer", at=FINISHED)
    place = client.organization(token, FINISHED)
    (campaign,) = client.ask(token, CAMPAIGNS, of=place)["evaluationCampaigns"]["nodes"]
    (decision,) = campaign["decisions"]
    counts = [decision[name] for name in ("excellent", "good", "completed", "notCompleted", "notRated")]
    assert counts == [20, 113, 15, 1, 1]
    assert (decision["limit"], decision["counted"], decision["base"], decision["confirmed"]) == (
        22, 113, "GOOD_ONLY", False,
    )  # fmt: skip
    assert decision["organizationSequence"] > 3000
    assert decision["membershipSequence"] >= 2000
    assert campaign["distribution"] == {"rated": 149, "excellent": 20, "suppressed": False}
    assert campaign["evaluations"]["totalCount"] == 150
    assert {each["state"] for each in campaign["evaluations"]["nodes"]} == {"PUBLISHED"}


def test_targets_meetings_and_advice_stand_beside_the_results(stack, client):
    token = stack.token("committee_officer", at=FINISHED)
    place, cell = client.organization(token, FINISHED), client.organization(token, FINISHED_CELLS[0])
    targets = """query($o: ID!) { targets(organization: $o, year: 2025) {
      measure numerator denominator share needed met document { number } } }"""
    front, good = sorted(client.ask(token, targets, o=place)["targets"], key=lambda each: each["measure"])
    assert (front["share"], front["met"], front["document"]) == ("0.7500", True, {"number": "45-BC/MT"})
    assert [good[name] for name in ("numerator", "denominator", "share", "needed", "met")] == [
        133, 149, "0.8926", 135, False,
    ]  # fmt: skip
    met = """query($o: ID!) { meetingRecord(organization: $o, year: 2025) {
      due onTime rate averagePoints quality meetings { quality } } }"""
    shown = client.ask(token, met, o=cell)["meetingRecord"]
    assert [shown[name] for name in ("due", "onTime", "rate", "averagePoints")] == [12, 3, "0.2500", "91.67"]
    assert [each["quality"] for each in shown["meetings"]] == ["GOOD", "FAIR", "GOOD"]
    fairness = """query($o: ID!) { evaluationCampaigns(organization: $o, first: 1) { nodes { fairness {
      bodies { rated goodShare } years { year } } } } }"""
    (campaign,) = client.ask(token, fairness, o=place)["evaluationCampaigns"]["nodes"]
    assert campaign["fairness"]["bodies"] == [{"rated": 149, "goodShare": "0.8926"}]


def test_who_asks_for_too_many_is_refused_whole_and_told_why(stack, client):
    token = stack.token("committee_officer", at=TOO_MANY)
    place = client.organization(token, TOO_MANY)
    (campaign,) = client.ask(token, CAMPAIGNS, of=place)["evaluationCampaigns"]["nodes"]
    assert campaign["decisions"] == []
    shown = campaign["evaluations"]["nodes"]
    assert {each["state"] for each in shown} == {"PROPOSED"}
    of = {"campaignId": campaign["id"], "organizationId": place}
    cap = "cap { limit qualified text limits { base limit } candidates { place } }"
    seen = client.told(token, "simulateCap", "SimulateCapInput", cap, **of)["cap"]
    assert (seen["limit"], seen["qualified"]) == (2, 12)
    assert [each["place"] for each in seen["candidates"]] == ["FITS"] * 2 + ["OVER"] * 3
    assert {each["base"]: each["limit"] for each in seen["limits"]} == {
        "GOOD_ONLY": 2, "GOOD_AND_ABOVE": 2, "ALL_RATED": 2,
    }  # fmt: skip
    lines = [{"evaluationId": each["id"], "rating": each["proposed"]} for each in shown]
    refused = client.told(token, "decideRatings", "DecideRatingsInput", "campaign { id }", ratings=lines, **of)
    (error,) = refused["errors"]
    assert (error["__typename"], error["path"]) == ("CapWouldBeExceeded", ["input", "ratings"])
    fewer = sorted(lines, key=lambda line: line["rating"])
    for line in fewer[2:]:
        line["rating"] = "GOOD"
    done = client.told(token, "decideRatings", "DecideRatingsInput", "campaign { id }", ratings=fewer, **of)
    assert done["errors"] == []
    (after,) = client.ask(token, CAMPAIGNS, of=place)["evaluationCampaigns"]["nodes"]
    assert [after["decisions"][0][name] for name in ("excellent", "good", "limit")] == [2, 10, 2]


def test_a_member_reviews_himself_and_reads_why(stack, client):
    officer = stack.token("committee_officer", at=TOO_MANY)
    secretary = stack.token("cell_secretary", at=TOO_MANY_CELL)
    place = client.organization(officer, TOO_MANY)
    cell = client.organization(officer, TOO_MANY_CELL)
    listed = "query($c: ID!) { members(organization: $c, first: 100) { nodes { id } } }"
    known = [node["id"] for node in client.ask(secretary, listed, c=cell)["members"]["nodes"]]
    opened = client.told(
        officer, "openCampaign", "OpenCampaignInput", "campaign { id }", organizationId=place, year=2026
    )
    campaign, member = opened["campaign"]["id"], known[-1]
    own = stack.token("member", member=member)
    form = {
        "campaignId": campaign,
        "subjectId": member,
        "scores": [{"criterion": "COMMON", "points": "28.5"}, {"criterion": "RESULTS", "points": "63.5"}],
        "tasks": {"assigned": 20, "onTime": 20, "exceeded": 5, "late": 0},
        "remark": "Hoàn thành nhiệm vụ được giao",
    }
    fields = "evaluation { id state points explanation { derived steps { part text } } }"
    told = client.told(own, "submitSelfReview", "SubmitSelfReviewInput", fields, **form)
    assert told["errors"] == []
    evaluation = told["evaluation"]
    assert (evaluation["state"], evaluation["points"], evaluation["explanation"]["derived"]) == (
        "SELF_REVIEWED", "92.0", "GOOD",
    )  # fmt: skip
    told_why = [step["text"] for step in evaluation["explanation"]["steps"]]
    assert "EXCELLENT: tasks exceeded 5/20 (25%), at least 30% needed: not met" in told_why
    refused = client.told(
        own, "proposeRating", "ProposeRatingInput", "evaluation { id }", evaluationId=evaluation["id"], rating="GOOD"
    )
    assert refused["errors"][0]["__typename"] == "OwnEvaluationIsDoneByOthers"
    bad = {**form, "scores": [{"criterion": "COMMON", "points": "30.5"}, {"criterion": "RESULTS", "points": "1"}]}
    assert client.told(own, "submitSelfReview", "SubmitSelfReviewInput", fields, **bad)["errors"][0]["path"] == [
        "input", "scores", "0",
    ]  # fmt: skip


def test_a_list_is_entered_with_a_verdict_per_row(stack, client):
    officer = stack.token("committee_officer", at=TOO_MANY)
    place, cell = client.organization(officer, TOO_MANY), client.organization(officer, TOO_MANY_CELL)
    listed = "query($c: ID!) { members(organization: $c, first: 3) { nodes { id } } }"
    known = [node["id"] for node in client.ask(officer, listed, c=cell)["members"]["nodes"]]
    opened = client.told(
        officer, "openCampaign", "OpenCampaignInput", "campaign { id }", organizationId=place, year=2025
    )
    votes = {"summoned": 48, "present": 46, "excellent": 2, "good": 40, "completed": 2, "notCompleted": 2}
    tasks = {"assigned": 20, "onTime": 20, "exceeded": 3, "late": 0}

    def row(member, results):
        scores = [{"criterion": "COMMON", "points": "25"}, {"criterion": "RESULTS", "points": results}]
        return {"subjectId": member, "scores": scores, "tasks": tasks, "votes": votes, "rating": "GOOD"}

    of = {"campaignId": opened["campaign"]["id"], "organizationId": place}
    fields = "entry { entered refused { row code message } }"
    rows = [row(known[0], "50"), row(known[1], "70.5"), row(known[2], "55")]
    told = client.told(officer, "enterReviews", "EnterReviewsInput", fields, rows=rows, **of)
    assert told["errors"] == []
    assert told["entry"]["entered"] == 2
    assert [(each["row"], each["code"]) for each in told["entry"]["refused"]] == [(1, "POINTS_ARE_OUT_OF_RANGE")]


def test_an_appeal_after_the_days_of_the_row_is_too_late(stack, client):
    """Ten days for an appeal, published today: refused once the clock is eleven days on, and nothing is written."""
    officer, approver = stack.token("committee_officer", at=FINISHED), stack.token("approver", at=FINISHED)
    place = client.organization(officer, FINISHED)
    row = {"key": "eval.appeal_days", "value": 10, "validFrom": "2025-01-01", "source": "1-HD/ĐU", "confirmed": True}
    told = client.told(approver, "setPolicy", "SetPolicyInput", "__typename", organizationId=place, **row)
    assert told["errors"] == []
    query = """query($of: ID!) { evaluationCampaigns(organization: $of, first: 1) { nodes {
      evaluations(first: 50, state: PUBLISHED) { nodes { id subject { member { id } } } } } } }"""
    (campaign,) = client.ask(officer, query, of=place)["evaluationCampaigns"]["nodes"]
    evaluation = next(one for one in campaign["evaluations"]["nodes"] if one["subject"]["member"])
    own = stack.token("member", member=evaluation["subject"]["member"]["id"])
    appeal = {"evaluationId": evaluation["id"], "reason": "Xin xem xét lại", "minPosition": told["position"]}
    clock, head = stack.data / "run" / "clock", stack.run("log", "tail", "-n", "1", "--service", "evaluation", "--json")
    clock.write_text("11")
    late = client.told(own, "appealRating", "EvaluationReasonInput", "evaluation { id }", **appeal)
    clock.unlink()
    assert late["errors"][0]["__typename"] == "AppealIsTooLate"
    assert late["errors"][0]["nextStep"]
    assert stack.run("log", "tail", "-n", "1", "--service", "evaluation", "--json") == head
    in_time = client.told(own, "appealRating", "EvaluationReasonInput", "evaluation { state }", **appeal)
    assert (in_time["errors"], in_time["evaluation"]) == ([], {"state": "APPEALED"})
