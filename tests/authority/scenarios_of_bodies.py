"""What bodies do: organisations, roles and rules, plans, campaigns and evaluations, registers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from tests.authority.scenario import DAY, EVALUATION, PLAN, VOTES, Given, Scenario, at
from tests.authority.stage import TODAY, account
from tests.authority.things import HASH, Things


def of_bodies() -> Iterator[Scenario]:
    """All of them."""
    yield from _organization()
    yield from _plans()
    yield from _evaluation()
    yield from _registers()


def _organization() -> Iterator[Scenario]:
    """Acts at a place that everybody may know of."""

    def one(mutation: str, act: str, place: str, given: Callable[[Things, str], Given]) -> Scenario:
        return Scenario(mutation=mutation, act=f"organization {act}", place=place, given=given)

    def founding(things: Things, _role: str) -> Given:
        new = {"name": "Chi bộ mới", "type": "CELL", "setting": "VILLAGE", "effectiveOn": DAY}
        return {"parentId": things.place("X"), **new}

    yield one("foundOrganization", "FoundOrganization", "X", founding)
    for role in ("cell_secretary", "committee_officer", "approver", "inspection_officer", "auditor", "operator"):
        granted = at("A", user="matrix.new", role=role.upper())
        yield one("grantRole", f"GrantRole {role}", "A", granted)
    for role in ("committee_officer", "approver"):
        ended = at("A", user=account(role, "A"), role=role.upper())
        yield one("endRoleGrant", f"EndRoleGrant {role}", "A", ended)
        within = {"from": DAY, "to": (TODAY + timedelta(days=9)).isoformat()}
        named = at("A", user="matrix.deputy", role=role.upper(), forUser=account(role, "A"), **within)
        yield one("delegateAuthority", f"DelegateAuthority {role}", "A", named)

    def deputy(things: Things, role: str) -> Given:
        return {**within, "user": "matrix.deputy", "role": role.upper(), "organizationId": things.place("A")}

    yield one("delegateAuthority", "DelegateAuthority the own role", "A", deputy)
    yield one("registerPlace", "KeepPlaces", "X", at("X", kind="QUARTER", name="Khu phố 9", validFrom=DAY))
    yield one("recordPlace", "KeepPlaces", "X", lambda things, _role: {"placeId": things.ids["place"], "on": DAY})
    union = {"kind": "YOUTH_UNION", "superiorName": "Đoàn cấp trên", "validFrom": DAY}
    yield one("recordAffiliation", "KeepAffiliations", "X", at("X", **union))
    yield one("recordExternalId", "KeepAffiliations", "X", at("X", system="ma-dinh-danh", value="H29.1"))
    rule = {"key": "transfer.present_within", "validFrom": DAY, "value": 25, "source": "294-QĐ/TW", "confirmed": False}
    yield one("setPolicy", "SetPolicy", "X", at("X", **rule))
    yield one("appointCommittee", "AppointCommittee", "X", at("X", plannedSize=5))
    yield one("recordTraining", "AppointCommittee", "X", at("X", heldOn=DAY, attendances=9))


def _plans() -> Iterator[Scenario]:
    """Acts on a plan about cells of the commune that another officer has drafted."""

    def one(mutation: str, act: str, plan: str = "plan", place: str = "A", **more: Any) -> Scenario:
        return Scenario(
            mutation=mutation, act=f"plan {act}", place=place, case="plan", see=PLAN, absent="restructuring_id",
            given=lambda things, _role: _of_plan(things, plan, more),
        )  # fmt: skip

    yield Scenario(
        mutation="draftRestructuring", act="plan Draft", place="A",
        given=lambda _things, _role: {"title": "Sắp xếp", "effectiveOn": DAY},
    )  # fmt: skip
    yield one("addOperations", "Fill", operations="A")
    yield one("allocateMembers", "Fill", allocations="A")
    yield one("importAllocation", "Fill", csv="A")
    yield one("importOperations", "Fill", rows="A")
    yield one("dryRunRestructuring", "Fill")
    yield one("approveRestructuring", "Approve", digest=True)
    yield one("undoRestructuring", "Undo", decisionNumber="1-QĐ", decisionDate=DAY)
    yield one("executeRestructuring", "Execute", "approved", "C1", digest=True)
    yield one("acceptHandover", "TakeOver", "handed over", "Y", digest=True)
    yield one("refuseHandover", "TakeOver", "handed over", "Y", digest=True)


def _of_plan(things: Things, plan: str, said: Given) -> Given:
    filled = {"restructuringId": things.ids[plan]}
    for name, value in said.items():
        match name:
            case "digest":
                filled["digest"] = things.codes[f"digest of {plan}"]
            case "operations":
                filled[name] = [{"kind": "RENAME", "sources": [things.place(value)], "name": "Chi bộ khác"}]
            case "allocations":
                filled[name] = [{"memberId": things.ids["member member"], "cell": things.place(value)}]
            case "csv":
                filled[name] = f"Số lý lịch;Mã chi bộ đến\n{things.codes['file of member']};{things.codes[value]}"
                filled["dryRun"] = False
            case "rows":
                filled["csv"] = f"Thao tác;Mã tổ chức;Tên mới\nĐổi tên;{things.codes[value]};Chi bộ khác"
                filled["dryRun"] = False
            case _:
                filled[name] = value
    return filled


def _evaluation() -> Iterator[Scenario]:
    """Acts on a member's evaluation in the commune's campaign."""

    def one(mutation: str, act: str, evaluation: str = "evaluation", place: str = "A", **more: Any) -> Scenario:
        def given(things: Things, _role: str) -> Given:
            at = {"organizationId": things.place("A")} if more.get("kind") == "CELL" else {}
            return {"evaluationId": things.ids[evaluation], **at, **more}

        act = f"evaluation {act}"
        return Scenario(
            mutation=mutation, act=act, place=place, case=evaluation, see=EVALUATION, absent="evaluation_id",
            given=given,
        )  # fmt: skip

    review = {
        "scores": [{"criterion": "COMMON", "points": "25"}, {"criterion": "RESULTS", "points": "61"}],
        "tasks": {"assigned": 20, "onTime": 20, "exceeded": 3, "late": 0},
    }
    yield Scenario(
        mutation="submitSelfReview", act="evaluation SubmitSelfReview", place="A", case="member", see=EVALUATION,
        absent="subject_id",
        given=lambda things, _role: {
            "campaignId": things.ids["campaign"], "subjectKind": "MEMBER", "subjectId": things.ids["member member"],
            **review,
        },
    )  # fmt: skip
    rows: Any = {"SubmitSelfReview": review, "RecordCellVote": {"votes": VOTES}, "ProposeRating": {"rating": "GOOD"}}
    for act, row in rows.items():
        yield Scenario(
            mutation="enterReviews", act=f"evaluation {act}", place="A",
            given=lambda things, _role, row=row: {
                "campaignId": things.ids["campaign"], "organizationId": things.place("A"), "subjectKind": "MEMBER",
                "rows": [{"subjectId": things.ids["member member"], **row}],
            },
        )  # fmt: skip
    yield one("recordComment", "RecordComment", kind="CELL", evidenceHash=HASH)
    yield one("recordCellVote", "RecordCellVote", votes=VOTES)
    yield one("proposeRating", "ProposeRating", rating="GOOD", subjectKind="MEMBER")
    yield one("appealRating", "AppealRating", "decided", reason="Đề nghị xem lại")
    yield one("decideAppeal", "DecideAppeal", "decided", "X", reason="Giữ nguyên")
    yield one("reopenEvaluation", "ReopenEvaluation", "decided", "P", reason="Có đơn", paperNumber="1-QĐ")


def _registers() -> Iterator[Scenario]:
    """Acts of a body in a year: its campaign, its decisions, its registers."""

    def one(mutation: str, act: str, given: Callable[[Things, str], Given], place: str = "X") -> Scenario:
        return Scenario(mutation=mutation, act=f"evaluation {act}", place=place, given=given)

    opened = {"year": TODAY.year - 1, "period": "YEAR"}
    yield one("openCampaign", "OpenCampaign", at("X", **opened))
    rules = {"code": "MATRIX_2026", "vi": "Bộ", "en": "Set", "source": "366-QĐ/TW", "frames": []}
    yield one("publishRuleSet", "PublishRuleSet", at("X", **rules))

    def of(**more: Any) -> Callable[[Things, str], Given]:
        return lambda things, _role: {
            "campaignId": things.ids["campaign"], "organizationId": things.place("X"), "subjectKind": "MEMBER",
            **{name: value(things) if callable(value) else value for name, value in more.items()},
        }  # fmt: skip

    rated: Any = lambda things: [{"evaluationId": things.ids["decided"], "rating": "GOOD"}]  # noqa: E731
    yield one("decideRatings", "DecideRatings", of(ratings=rated))
    yield one("publishRatings", "PublishRatings", of(ratings=rated))
    yield Scenario(
        mutation="decideRatings", act="evaluation RecogniseOutstanding", place="P",
        given=of(ratings=rated, outstandingDecision="9-QĐ"),
    )  # fmt: skip
    yield one("simulateCap", "SimulateCap", of())
    met = {"of": "COMMITTEE", "heldOn": DAY, "mode": "IN_PERSON", "invited": 9, "present": 9}
    yield one("recordMeeting", "RecordMeeting", at("X", **met))
    target = {"year": TODAY.year, "measure": "MEMBERS_EXCELLENT", "least": "0.5", "source": "1-CTr"}
    yield one("setTarget", "SetTarget", at("X", **target))
    figure = {"year": TODAY.year, "measure": "YOUTH_BRANCHES_FAIR_OR_BETTER", "numerator": 3, "denominator": 4,
              "documentNumber": "4-BC", "documentDate": DAY}  # fmt: skip
    yield one("recordFigure", "RecordFigure", at("X", **figure))
    tally = {"summoned": 9, "present": 9, "high": 5, "confident": 4, "low": 0}
    yield Scenario(
        mutation="recordConfidenceVote", act="evaluation RecordConfidenceVote", place="A", case="member",
        given=lambda things, _role: {
            "organizationId": things.place("A"), "memberId": things.ids["member member"], "heldOn": DAY,
            "counts": tally,
        },
    )  # fmt: skip
