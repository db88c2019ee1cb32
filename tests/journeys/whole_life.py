"""A member about whom every text was written that the API takes: what there is to be erased, and to be searched for.

`words` are free texts and values of the person's own: they must be gone. `papers` name papers (numbers with their
forms, seals): they belong to the registers of bodies, are checked to be no sentences, and stay (ADR 0024).
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from typing import Any

from tests.journeys.conftest import Scene, User
from tests.journeys.test_home_service import Courier, did, place_of

TASKS = {"assigned": 20, "onTime": 20, "exceeded": 3, "late": 0}
SCORES = [{"criterion": "COMMON", "points": "25"}, {"criterion": "RESULTS", "points": "60"}]
VOTES = {"summoned": 9, "present": 9, "excellent": 1, "good": 8, "completed": 0, "notCompleted": 0}
READ = "query($id: ID!, $why: String) { member(id: $id, purpose: $why) { fullName readers(first: 9) { totalCount } } }"
BIRD = "chích chòe lửa"
DIGEST = "c4" * 32


@dataclass
class Life:
    """One member, and every word that was written about him."""

    scene: Scene
    person: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    member: str = ""
    _numbers: Any = field(default_factory=lambda: count(71_001))

    def word(self, where: str) -> str:
        """A sentence that stands nowhere else."""
        return self.words.setdefault(where, f"{BIRD} {next(self._numbers)}")

    def paper(self, where: str, form: str = "VB/CHICHCHOE") -> str:
        """The number of a paper that stands nowhere else."""
        return self.papers.setdefault(where, f"{next(self._numbers)}-{form}")

    def sealed_paper(self, where: str) -> str:
        """The number of a paper that is a secret of the person's: that somebody looks into something."""
        return self.words.setdefault(f"{where}.documentNumber", f"{next(self._numbers)}-QĐ/CHICHCHOE")

    @property
    def values(self) -> tuple[str, ...]:
        """Everything that nobody may read after the erasure."""
        return (*self.person.values(), *self.words.values())

    @property
    def secretary(self) -> User:
        """Of the member's cell."""
        return self.scene.people.at(self.scene.origin)

    def user(self, role: str, at: str = "79") -> User:
        """Somebody with this role."""
        return self.scene.people.user(role, at)


def lived(scene: Scene, person: dict[str, str]) -> Life:
    """All of it, in an order in which it may happen."""
    life = Life(scene, person)
    body = {**person, "organizationId": scene.origin["id"], "state": "FULL", "homeSince": "2025-07-01"}
    more = {"externalIds": [{"system": "ma-bhxh", "value": life.word("externalIds.value")}]}
    life.member = life.secretary.done("registerMember", {**body, **more}, "member { id }")["member"]["id"]
    for part in (
        _record,
        _looks,
        _data_requests,
        _transfers,
        _sheets,
        _overdue,
        _home_service,
        _evaluation,
        _left_open,
    ):
        part(life)
    return life


def _record(life: Life) -> None:
    """What is put into the record itself: a correction, a hold and its end, a decision of state."""
    officer, inspection = life.user("committee_officer"), life.user("inspection_officer")
    renamed = life.words["correctMember.fullName"] = "Quách Thị Chích Chòe"
    corrected = {"memberId": life.member, "fullName": renamed, "evidenceHash": DIGEST}
    officer.done("correctMember", corrected, "member { id }")
    place = place_of(inspection, "79")
    for mutation in ("placeHold", "liftHold"):
        held = {"memberId": life.member, "organizationId": place, "documentNumber": life.sealed_paper(mutation)}
        inspection.done(mutation, held, "__typename")


def _looks(life: Life) -> None:
    """An auditor says what for; an officer who reads no persons opens the record, then reads it."""
    auditor, visiting = life.user("auditor"), life.user("home_visit_officer")
    assert auditor.ask(READ, id=life.member, why=life.word("member.purpose"))["member"]["fullName"]
    opened = {"memberId": life.member, "reason": life.word("breakGlass.reason")}
    visiting.done("breakGlass", opened, "memberId")
    visiting.ask(READ, id=life.member)


def _data_requests(life: Life) -> None:
    himself = life.scene.people.user("member", member=life.member)
    officer = life.user("committee_officer", "79.26740")
    thing = "request { id }"
    asked = {"kind": "CORRECTION", "details": life.word("requestMyData.details")}
    request = himself.done("requestMyData", asked, thing)["request"]["id"]
    later = (datetime.now(UTC) + timedelta(days=12)).date().isoformat()
    for mutation, more in (
        ("answerDataRequest", {"accept": True}),
        ("extendDataRequest", {"completeBy": later}),
        ("completeDataRequest", {}),
    ):
        said = {"requestId": request, "remark": life.word(f"{mutation}.remark"), **more}
        officer.done(mutation, said, thing)


def _transfers(life: Life) -> None:
    """One is withdrawn; the other has a remark and a signatory on each step as far as the letter, and is called off."""
    scene = life.scene
    first = life.secretary.done("requestTransfer", scene.request(life.member))["transfer"]["id"]
    life.secretary.done("withdrawTransfer", {"transferId": first, "reason": life.word("withdrawTransfer.reason")})
    decided = {"decisionNumber": life.paper("requestTransfer.decisionNumber"), "decisionDate": "2026-10-30"}
    transfer = life.secretary.done("requestTransfer", {**scene.request(life.member), **decided})["transfer"]["id"]
    ward = life.user("committee_officer", "79.26740")
    for user, mutation in ((life.secretary, "reviewTransfer"), (ward, "endorseTransfer")):
        said = {name: life.word(f"{mutation}.{name}") for name in ("remark", "signatory")}
        user.done(mutation, {"transferId": transfer, "evidenceHash": DIGEST, **said})
    said = {name: life.word(f"reissueTransferPaper.{name}") for name in ("reason", "signatory")}
    ward.done("reissueTransferPaper", {"transferId": transfer, **said})
    there = life.user("committee_officer", "82.29869")
    there.done("returnTransfer", {"transferId": transfer, "reason": life.word("returnTransfer.reason")})
    ended = {"transferId": transfer, "reason": life.word("cancelTransfer.reason")}
    ward.done("cancelTransfer", ended)


def _sheets(life: Life) -> None:
    """All his values once more in a sheet, which is refused; a transfer asked for by sheet is refused by his cell."""
    person, origin = life.person, life.scene.origin
    fields = ("fullName", "personalId", "dateOfBirth", "fileNumber", "cardNumber")
    born = date.fromisoformat(person["dateOfBirth"])
    values = {**person, "dateOfBirth": f"{born:%d/%m/%Y}"}
    header = "Họ và tên;Số định danh cá nhân;Ngày sinh;Số lý lịch;Số thẻ đảng viên;Tình trạng"
    again = ";".join((*(values[name] for name in fields), "Chính thức"))
    [row] = _imported(life.secretary, "importMembers", header, again, organizationId=origin["id"])
    assert row["errors"], "he is registered already"
    header = "Số lý lịch;Hình thức;Mã nơi đến;Lý do;Ngày hiệu lực;Số quyết định;Ngày quyết định;Mã chi bộ"
    paper = life.paper("importTransfers.decisionNumber")
    asked = ("Chính thức", life.scene.destination["code"], "Chuyển công tác", "02/11/2026", paper, "30/10/2026")
    line = ";".join((person["fileNumber"], *asked, origin["code"]))
    [row] = _imported(life.user("committee_officer"), "importTransfers", header, line)
    assert row["errors"] == [], row
    said = {name: life.word(f"refuseTransfer.{name}") for name in ("reason", "signatory")}
    life.secretary.done("refuseTransfer", {"transferId": row["id"], "evidenceHash": DIGEST, **said})


def _imported(user: User, mutation: str, header: str, row: str, **more: str) -> list[dict[str, Any]]:
    told = "accepted rows { id errors { ... on UserError { code } } }"
    return user.done(mutation, {"csv": f"{header}\n{row}", "dryRun": False, **more}, told)["rows"]


def _overdue(life: Life) -> None:
    """Introduced in January and not presented in time: it is decided what becomes of it, and it is called off."""
    ward = life.user("committee_officer", "79.26740")
    asked = {**life.scene.request(life.member), "effectiveOn": "2026-01-05", "actedOn": "2026-01-06"}
    transfer = life.secretary.done("requestTransfer", asked)["transfer"]["id"]
    life.secretary.done("reviewTransfer", {"transferId": transfer, "actedOn": "2026-01-07"})
    ward.done("endorseTransfer", {"transferId": transfer, "actedOn": "2026-01-09"})
    later = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    said = {name: life.word(f"decideOverdueTransfer.{name}") for name in ("reason", "signatory")}
    ward.done("decideOverdueTransfer", {"transferId": transfer, "presentBy": later, **said})
    ward.done("cancelTransfer", {"transferId": transfer, "reason": life.word("cancelTransfer.overdue")})


def _home_service(life: Life) -> None:
    """Two at home: one is called off; at the other a file is sealed before a witness, and its seal breaks."""
    ward = life.user("committee_officer", "79.26740")
    place = {"consent": True, "weak": True, "memberId": life.member}
    for name in ("address", "neighbourhood", "proxy"):
        place[name] = life.word(f"requestHomeService.{name}")
    place["authorisationHash"] = DIGEST
    off = did(life.secretary, "requestHomeService", service="BADGE_DOSSIER_AT_HOME", **place)["id"]
    did(ward, "cancelHomeService", homeServiceId=off, reason=life.word("cancelHomeService.reason"))
    service = did(life.secretary, "requestHomeService", service="COLLECT_AT_HOME", **place)["id"]
    today = datetime.now(timezone(timedelta(hours=7))).date().isoformat()
    courier = Courier(life.user("home_visit_officer", "79.26740"), "home_visit_officer@79.26740")
    did(ward, "scheduleHomeVisit", homeServiceId=service, on=today, officer=courier.account)
    courier.sync()
    seal, office = life.paper("sealNumber", "CC"), {"kind": "BODY", "organizationId": place_of(ward, "79.26740")}
    mine = {"kind": "OFFICER", "officer": courier.account}
    taken = {"giver": {"kind": "MEMBER"}, "receiver": mine, "sealNumber": seal, "inventoryHash": DIGEST, "papers": 9}
    courier.done(courier.act("START", service))
    witness = life.word("submitVisitBatch.witness")
    courier.done(courier.act("COMPLETE", service, witness=witness, handOver=taken))
    handed = {"homeServiceId": service, "giver": mine, "receiver": office, "sealNumber": seal, "intact": False}
    did(ward, "recordCustody", **handed, witness=life.word("recordCustody.witness"))
    anew = {"sealNumber": life.paper("closeCustodyIncident.sealNumber", "CC"), "inventoryHash": DIGEST, "papers": 9}
    minutes = {"minutesNumber": life.paper("minutesNumber", "BB"), "witness": life.word("closeCustodyIncident.witness")}
    did(ward, "closeCustodyIncident", homeServiceId=service, **anew, **minutes)


def _evaluation(life: Life) -> None:
    """A season of his own: the review, comments, the decision; an appeal and what became of it; opened once more."""
    ward, above = life.user("committee_officer", "79.26740"), life.user("committee_officer")
    place, thing = place_of(ward, "79.26740"), "evaluation { id }"
    opened = {"organizationId": place, "year": 2025, "period": "AD_HOC"}
    campaign = ward.done("openCampaign", opened, "campaign { id }")["campaign"]["id"]
    review = {"campaignId": campaign, "subjectId": life.member, "scores": SCORES, "tasks": TASKS}
    said = {"remark": life.word("submitSelfReview.remark"), "evidenceHash": DIGEST}
    evaluation = life.secretary.done("submitSelfReview", {**review, **said}, thing)["evaluation"]["id"]
    of = {"evaluationId": evaluation}
    comment = {**of, "kind": "CELL", "organizationId": life.scene.origin["id"]}
    comment["remark"] = life.word("recordComment.remark")
    life.secretary.done("recordComment", comment, thing)
    life.secretary.done("recordCellVote", {**of, "votes": VOTES}, thing)
    life.secretary.done("proposeRating", {**of, "rating": "GOOD"}, thing)
    body = {"campaignId": campaign, "organizationId": place}
    lines = {"ratings": [{**of, "rating": "GOOD"}], "decisionNumber": life.paper("decideRatings.decisionNumber")}
    ward.done("decideRatings", {**body, **lines}, "campaign { id }")
    ward.done("publishRatings", {**body, "ratings": lines["ratings"]}, "campaign { id }")
    himself = life.scene.people.user("member", member=life.member)
    himself.done("appealRating", {**of, "reason": life.word("appealRating.reason")}, thing)
    above.done("decideAppeal", {**of, "reason": life.word("decideAppeal.reason")}, thing)
    above.done("reopenEvaluation", {**of, "reason": life.word("reopenEvaluation.reason")}, thing)


def _left_open(life: Life) -> None:
    """What is still under way when the member is erased: a service at home, an objection, a hold."""
    place = {name: life.word(f"open.{name}") for name in ("address", "neighbourhood", "proxy")}
    of = {"memberId": life.member, "consent": True, "weak": True, "authorisationHash": DIGEST}
    did(life.secretary, "requestHomeService", service="BADGE_DOSSIER_AT_HOME", **of, **place)
    himself = life.scene.people.user("member", member=life.member)
    objection = {"kind": "OBJECTION", "details": life.word("open.details")}
    himself.done("requestMyData", objection, "request { id }")
    inspection = life.user("inspection_officer")
    held = {"organizationId": place_of(inspection, "79"), "documentNumber": life.sealed_paper("open")}
    inspection.done("placeHold", {"memberId": life.member, **held}, "__typename")
