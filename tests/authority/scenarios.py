"""Every mutation as the acts that it is: on which thing of the stage, at whose place, by which input."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.authority.stage import TODAY, account
from tests.authority.things import HASH, Things

MEMBER, TRANSFER, HOME, EVALUATION, PLAN = (
    "membership SeeMember", "membership SeeTransfer", "home SeeHomeService", "evaluation SeeEvaluation", "plan See",
)  # fmt: skip
DAY = TODAY.isoformat()
VOTES = {"summoned": 6, "present": 6, "excellent": 0, "good": 6, "completed": 0, "notCompleted": 0}
Given = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """`see`: the act that tells who may know of the thing; `absent`: the request's field that names it."""

    mutation: str
    act: str
    place: str
    given: Callable[[Things, str], Given]
    case: str = ""
    see: str = ""
    absent: str = ""


def scenarios() -> list[Scenario]:
    """All of them."""
    return [*_organization(), *_plans(), *_members(), *_transfers(), *_home(), *_evaluation(), *_registers()]


def _at(place: str, **more: Any) -> Callable[[Things, str], Given]:
    return lambda things, _role: {"organizationId": things.place(place), **more}


def _organization() -> Iterator[Scenario]:
    """Acts at a place that everybody may know of."""

    def one(mutation: str, act: str, place: str, given: Callable[[Things, str], Given]) -> Scenario:
        return Scenario(mutation=mutation, act=f"organization {act}", place=place, given=given)

    def founding(things: Things, _role: str) -> Given:
        new = {"name": "Chi bộ mới", "type": "CELL", "setting": "VILLAGE", "effectiveOn": DAY}
        return {"parentId": things.place("X"), **new}

    yield one("foundOrganization", "FoundOrganization", "X", founding)
    for role in ("cell_secretary", "committee_officer", "approver", "inspection_officer", "auditor", "operator"):
        granted = _at("A", user="matrix.new", role=role.upper())
        yield one("grantRole", f"GrantRole {role}", "A", granted)
    for role in ("committee_officer", "approver"):
        ended = _at("A", user=account(role, "A"), role=role.upper())
        yield one("endRoleGrant", f"EndRoleGrant {role}", "A", ended)
        within = {"from": DAY, "to": (TODAY + timedelta(days=9)).isoformat()}
        named = _at("A", user="matrix.deputy", role=role.upper(), forUser=account(role, "A"), **within)
        yield one("delegateAuthority", f"DelegateAuthority {role}", "A", named)

    def deputy(things: Things, role: str) -> Given:
        return {**within, "user": "matrix.deputy", "role": role.upper(), "organizationId": things.place("A")}

    yield one("delegateAuthority", "DelegateAuthority the own role", "A", deputy)
    rule = {"key": "transfer.present_within", "validFrom": DAY, "value": 25, "source": "294-QĐ/TW", "confirmed": False}
    yield one("setPolicy", "SetPolicy", "X", _at("X", **rule))
    yield one("appointCommittee", "AppointCommittee", "X", _at("X", plannedSize=5))
    yield one("recordTraining", "AppointCommittee", "X", _at("X", heldOn=DAY, attendances=9))


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
            case _:
                filled[name] = value
    return filled


def _members() -> Iterator[Scenario]:
    """Acts on a member at home in the cell."""

    def one(mutation: str, act: str, place: str = "A", **more: Any) -> Scenario:
        def given(things: Things, _role: str) -> Given:
            at = {"organizationId": things.place(place)} if more.get("documentNumber") else {}
            return {"memberId": things.ids["member member"], **at, **more}

        act = f"membership {act}"
        return Scenario(
            mutation=mutation, act=act, place=place, case="member", see=MEMBER, absent="member_id", given=given
        )

    new = {"fullName": "Trần Thị Mới", "personalId": "079199977777", "dateOfBirth": "1980-01-01", "state": "FULL",
           "homeSince": "2025-07-01", "admittedOn": "2005-01-01", "fullMemberOn": "2006-01-01"}  # fmt: skip
    yield Scenario(mutation="registerMember", act="membership RegisterMember", place="A", given=_at("A", **new))
    header = "Họ và tên;Số định danh cá nhân;Ngày sinh;Tình trạng;Số lý lịch;Sinh hoạt từ ngày"
    row = "Trần Thị Mới;079199977777;1/1/1980;Chính thức;7777 SG;01/7/2025"
    sheet = _at("A", csv=f"{header}\n{row}", dryRun=False)
    yield Scenario(mutation="importMembers", act="membership RegisterMember", place="A", given=sheet)
    yield one("correctMember", "CorrectMember", evidenceHash=HASH, fullName="Nguyễn Văn Khác")
    dated = {"decisionDate": DAY, "decisionNumber": "1-QĐ"}
    yield one("decideMemberState", "DecideMemberState", decision="EXPELLED", **dated)
    yield one("decideMemberState", "DecideExemption", decision="EXEMPTED", **dated)
    yield one("placeHold", "Hold", "X", documentNumber="5-UBKT")
    yield one("liftHold", "Hold", "X", documentNumber="5-UBKT")
    yield one("requestMyData", "RequestMyData", kind="CORRECTION", details="Sai ngày")
    yield Scenario(
        mutation="breakGlass", act="membership BreakGlass", place="A", case="member", absent="member_id",
        given=lambda things, _role: {"memberId": things.ids["member member"], "reason": "Có việc khẩn cấp ban đêm"},
    )  # fmt: skip
    for mutation, more in (
        ("answerDataRequest", {"accept": True}),
        ("extendDataRequest", {"completeBy": (TODAY + timedelta(days=20)).isoformat(), "remark": "Cần thời gian"}),
        ("completeDataRequest", {}),
    ):
        yield Scenario(
            mutation=mutation, act="membership HandleDataRequest", place="A", case="member", see=MEMBER,
            absent="request_id", given=lambda things, _role, more=more: {"requestId": things.ids["data"], **more},
        )  # fmt: skip


def _transfers() -> Iterator[Scenario]:
    """A step of the transfer that waits for it, at whose desk it lies; a superior enters it for the cell."""

    def one(mutation: str, act: str, transfer: str, place: str, *, behalf: bool = False, **more: Any) -> Scenario:
        def given(things: Things, _role: str) -> Given:
            entered = {"onBehalf": {"organizationId": things.place(place), "evidenceHash": HASH}} if behalf else {}
            return {"transferId": things.ids[transfer], **entered, **_forward(more, things)}

        act = f"membership {act}"
        return Scenario(
            mutation=mutation, act=act, place=place, case=transfer, see=TRANSFER, absent="transfer_id", given=given
        )

    cell, committee, below = (f"HolderStep {where}" for where in ("at a cell", "at a committee", "for a body below"))
    issuer = "IssuerStep at a committee"
    why = {"reason": "Thiếu giấy tờ"}
    for mutation, transfer in (
        ("reviewTransfer", "review"),
        ("presentTransfer", "present"),
        ("admitTransfer", "admit"),
    ):
        yield one(mutation, cell, transfer, "A")
        yield one(mutation, below, transfer, "A", behalf=True)
    for mutation, transfer in (("returnTransfer", "admit"), ("refuseTransfer", "review")):
        yield one(mutation, cell, transfer, "A", **why)
        yield one(mutation, below, transfer, "A", behalf=True, **why)
        yield one(mutation, committee, "endorse", "X", **why)
    yield one("endorseTransfer", committee, "endorse", "X")
    yield one("endorseTransfer", below, "endorse", "X", behalf=True)
    yield one("receiveTransfer", committee, "receive", "X", forwardToId="A")
    yield one("receiveTransfer", below, "receive", "X", behalf=True, forwardToId="A")
    boxes = {"boxes": [{"step": "REVIEW", "actedOn": DAY}]}
    yield one("recordPaperLetter", below, "review", "A", **boxes)
    stay = {**why, "returnBy": "2027-06-01"}
    for mutation in ("extendTemporaryTransfer", "endTemporaryTransfer"):
        yield one(mutation, cell, "stay", "A", **stay)
        yield one(mutation, below, "stay", "A", behalf=True, **stay)
    yield one("withdrawTransfer", "WithdrawTransfer at a cell", "review", "A", **why)
    yield one("confirmTransfer", issuer, "outside", "X", paperNumber="9-PB")
    late = {**why, "presentBy": (TODAY + timedelta(days=9)).isoformat()}
    for mutation in ("cancelTransfer", "reissueTransferPaper", "decideOverdueTransfer"):
        yield one(mutation, issuer, "issued", "X", **late)
    yield from _asking()


def _forward(more: Given, things: Things) -> Given:
    return {**more, "forwardToId": things.place(more["forwardToId"])} if "forwardToId" in more else more


def _asking() -> Iterator[Scenario]:
    """Asking for a transfer, out of a cell, into a committee's own subtree, for a cell that asked on paper."""

    def given(things: Things, *, behalf: bool) -> Given:
        said: Given = {"memberId": things.ids["member member"], "kind": "OFFICIAL", "reason": "CHANGE_OF_WORK",
                       "destinationId": things.place("D"), "effectiveOn": DAY}  # fmt: skip
        if behalf:
            said["onBehalf"] = {"organizationId": things.place("A"), "evidenceHash": HASH}
        return said

    of = {"case": "member", "see": MEMBER, "place": "A"}
    for mutation in ("requestTransfer", "importTransfers"):
        sheet = mutation == "importTransfers"
        for act, behalf in (("at a cell", False), ("for a body below", True)):
            yield Scenario(
                mutation=mutation, act=f"membership RequestTransfer {act}", absent=_absent(sheet), **of,
                given=lambda things, _role, sheet=sheet, behalf=behalf: (
                    _sheet(things, behalf=behalf) if sheet else given(things, behalf=behalf)
                ),
            )  # fmt: skip
    pulled = {"pull": True, "kind": "OFFICIAL", "reason": "CHANGE_OF_WORK", "effectiveOn": DAY}
    yield Scenario(
        mutation="requestTransfer", act="membership RequestTransfer at a committee", place="X", absent="member_id",
        given=lambda things, _role: {
            "memberId": things.ids["member stay"], "destinationId": things.place("X"), **pulled,
        },
    )  # fmt: skip
    incoming = {"kind": "OFFICIAL", "reason": "CHANGE_OF_WORK", "letterNumber": "7-GT", "introducedOn": DAY}
    person = {"fullName": "Lê Văn Đến", "personalId": "079199988888", "dateOfBirth": "1980-01-01", "state": "FULL",
              "admittedOn": "2005-01-01", "fullMemberOn": "2006-01-01"}  # fmt: skip
    yield Scenario(
        mutation="registerIncomingTransfer", act="membership RegisterIncoming", place="X",
        given=lambda things, _role: {
            "originId": things.place("F"), "destinationId": things.place("A"), "person": person, **incoming,
        },
    )  # fmt: skip


def _absent(sheet: bool) -> str:
    return "file_number" if sheet else "member_id"


def _sheet(things: Things, *, behalf: bool) -> Given:
    header = "Số lý lịch;Hình thức;Mã nơi đến;Lý do;Ngày hiệu lực" + (";Mã chi bộ" if behalf else "")
    day = TODAY.strftime("%d/%m/%Y")
    row = f"{things.codes['file of member']};Chính thức;{things.codes['D']};Chuyển công tác;{day}"
    return {"csv": f"{header}\n{row}{';' + things.codes['A'] if behalf else ''}", "dryRun": False}


def _home() -> Iterator[Scenario]:
    """Acts on a service at home that the commune gives, with a visit given to its officer."""

    def one(mutation: str, act: str, given: Callable[[Things, str], Given]) -> Scenario:
        return Scenario(
            mutation=mutation, act=f"home {act}", place="X", case="member", see=HOME, absent="home_service_id",
            given=lambda things, role: {"homeServiceId": things.ids["home"], **given(things, role)},
        )  # fmt: skip

    asked = {"service": "BADGE_DOSSIER_AT_HOME", "address": "12 ngõ 3", "neighbourhood": "Khu phố 1", "consent": True}
    yield Scenario(
        mutation="requestHomeService", act="home RequestHomeService", place="A", case="member", see=MEMBER,
        absent="member_id",
        given=lambda things, _role: {
            "memberId": things.ids["member member"], "weak": True, **asked,
        },
    )  # fmt: skip
    yield one("scheduleHomeVisit", "PlanHomeVisit", lambda _things, _role: {"on": DAY})
    yield one("cancelHomeService", "CancelHomeService", lambda _things, _role: {"reason": "Đã khỏe"})
    closing = {"sealNumber": "NP-77", "inventoryHash": HASH, "papers": 3, "witness": "Bà Tư", "minutesNumber": "3-BB"}
    yield one("closeCustodyIncident", "CloseCustodyIncident", lambda _things, _role: closing)
    sealed = {"sealNumber": "NP-78", "inventoryHash": HASH, "papers": 3}

    def handed(things: Things, _role: str) -> Given:
        body = {"kind": "BODY", "organizationId": things.place("X")}
        return {**sealed, "giver": {"kind": "MEMBER"}, "receiver": body}

    yield one("recordCustody", "RecordCustody", handed)

    def batch(things: Things, _role: str) -> Given:
        now = datetime.now(UTC).isoformat()
        clock = {"deviceTime": now, "syncedAt": now, "monotonicOffsetMs": 0}
        item = {"homeServiceId": things.ids["home"], "visit": 1, "kind": "START", "at": clock}
        return {"items": [{"commandId": HASH[:8] + "-0000-0000-0000-" + HASH[:12], **item}]}

    yield Scenario(
        mutation="submitVisitBatch", act="home MakeHomeVisit", place="X", case="member", see=HOME,
        absent="home_service_id", given=batch,
    )  # fmt: skip


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
    yield one("openCampaign", "OpenCampaign", _at("X", **opened))
    rules = {"code": "MATRIX_2026", "vi": "Bộ", "en": "Set", "source": "366-QĐ/TW", "frames": []}
    yield one("publishRuleSet", "PublishRuleSet", _at("X", **rules))

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
    yield one("recordMeeting", "RecordMeeting", _at("X", **met))
    target = {"year": TODAY.year, "measure": "MEMBERS_EXCELLENT", "least": "0.5", "source": "1-CTr"}
    yield one("setTarget", "SetTarget", _at("X", **target))
    figure = {"year": TODAY.year, "measure": "YOUTH_BRANCHES_FAIR_OR_BETTER", "numerator": 3, "denominator": 4,
              "documentNumber": "4-BC", "documentDate": DAY}  # fmt: skip
    yield one("recordFigure", "RecordFigure", _at("X", **figure))
    tally = {"summoned": 9, "present": 9, "high": 5, "confident": 4, "low": 0}
    yield Scenario(
        mutation="recordConfidenceVote", act="evaluation RecordConfidenceVote", place="A", case="member",
        given=lambda things, _role: {
            "organizationId": things.place("A"), "memberId": things.ids["member member"], "heldOn": DAY,
            "counts": tally,
        },
    )  # fmt: skip
