"""Every mutation as the acts that it is; here what is done to members: records, transfers, services at home."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.authority.scenario import DAY, HOME, MEMBER, TRANSFER, Given, Scenario, at
from tests.authority.scenarios_of_bodies import of_bodies
from tests.authority.stage import TODAY
from tests.authority.things import HASH, Things


def scenarios() -> list[Scenario]:
    """All of them."""
    return [*of_bodies(), *_members(), *_transfers(), *_home()]


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
    yield Scenario(mutation="registerMember", act="membership RegisterMember", place="A", given=at("A", **new))
    header = "Họ và tên;Số định danh cá nhân;Ngày sinh;Tình trạng;Số lý lịch;Sinh hoạt từ ngày"
    row = "Trần Thị Mới;079199977777;1/1/1980;Chính thức;7777 SG;01/7/2025"
    sheet = at("A", csv=f"{header}\n{row}", dryRun=False)
    yield Scenario(mutation="importMembers", act="membership RegisterMember", place="A", given=sheet)
    yield one("correctMember", "CorrectMember", evidenceHash=HASH, fullName="Nguyễn Văn Khác")
    dated = {"decisionDate": DAY, "decisionNumber": "1-QĐ"}
    yield one("decideMemberState", "DecideMemberState", decision="EXPELLED", **dated)
    yield one("decideMemberState", "DecideExemption", decision="EXEMPTED", **dated)
    yield one("placeHold", "Hold", "X", documentNumber="5-UBKT")
    yield one("liftHold", "Hold", "X", documentNumber="5-UBKT")
    yield one("requestMyData", "RequestMyData", kind="CORRECTION", details="Sai ngày")
    wanted = {"sheet": "MEMBERS", "form": "CSV", "purpose": "REPORT"}
    asked = at("A", **wanted)
    yield Scenario(mutation="requestSheetExport", act="membership RequestSheetExport", place="A", given=asked)
    yield Scenario(
        mutation="decideSheetExport", act="membership DecideSheetExport", place="A", see="membership SeeSheetExport",
        absent="export_id", given=lambda things, _role: {"exportId": things.ids["export"], "accept": True},
    )  # fmt: skip
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
