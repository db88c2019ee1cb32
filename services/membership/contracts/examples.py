"""One realistic example of each published fact; the persons are made up and their values sealed."""

from datetime import UTC, date, datetime
from uuid import UUID

from services.membership.contracts import data_facts, facts, sheet_facts
from services.membership.contracts.facts import Act, Standing
from services.membership.contracts.glass import RecordOpened
from services.membership.contracts.home_examples import HOME_EXAMPLES
from shared.vocabulary.facts import PublishedFact, Sealed

_MEMBER = UUID("397f7376-3fd8-5dc0-b7ec-7cf90795b2ba")
_TRANSFER = UUID("c0a7d8f4-9a54-5b0e-8a3e-6c7f0e2b1d79")
_CELL, _COMMUNE = UUID("4a0c5a5e-0000-5000-8000-000000000001"), UUID("4a0c5a5e-0000-5000-8000-000000000002")
_THERE, _NEW_CELL = UUID("4a0c5a5e-0000-5000-8000-000000000003"), UUID("4a0c5a5e-0000-5000-8000-000000000004")
_ENDED = UUID("4a0c5a5e-0000-5000-8000-000000000005")
_SEALED = Sealed("k1Zq8Yx0c2VhbGVk")
_LETTER = {
    "letter_number": "15-GTSHĐ/ĐU",
    "letter_issuer": _COMMUNE,
    "introduced_on": date(2026, 1, 9),
    "present_by": date(2026, 2, 26),
}
_ON_THE_WAY = ("RETURN", "REFUSE", "REISSUE", "CANCEL")


def _standing(state: str, hop: int, *steps: str, **more: object) -> Standing:
    route = (_CELL, _COMMUNE, _THERE, _NEW_CELL)
    fields = {"route": route, "hop": hop, "holder": route[hop], "allowed_steps": steps, "origin_hops": 2, **more}
    return Standing(state=state, **fields)  # pyright: ignore[reportArgumentType]


def _told(state: str, hop: int, step: str, by: UUID, *steps: str, **more: object) -> dict[str, object]:
    act = Act(organization=by, acted_on=date(2026, 1, 9), step=step, remark=_SEALED if step in _REASONED else None)
    return {"transfer": _TRANSFER, "member": _MEMBER, "act": act, "standing": _standing(state, hop, *steps, **more)}


_REASONED = {"RETURN", "REFUSE", "WITHDRAW", "CANCEL", "REISSUE", "DECIDE_OVERDUE", "EXTEND", "END"}
_INTRODUCED = ("INTRODUCED", 2)
_LATE = (*_ON_THE_WAY, "DECIDE_OVERDUE")

REGISTERED = facts.MemberRegistered(
    member=_MEMBER,
    cell=_CELL,
    state="FULL",
    home_since=date(2025, 7, 1),
    full_name=_SEALED,
    personal_id=_SEALED,
    date_of_birth=_SEALED,
    file_number=_SEALED,
    admitted_on=date(2010, 5, 19),
    full_member_on=date(2011, 5, 19),
    synthetic=True,
)
_BODIES: dict[type[facts.TransferFact], dict[str, object]] = {
    facts.TransferRequested: {
        **_told("REQUESTED", 0, "REQUEST", _CELL, "REVIEW", "REFUSE", "WITHDRAW"),
        "kind": "OFFICIAL",
        "reason": "CHANGE_OF_WORK",
        "origin": _CELL,
        "destination": _NEW_CELL,
        "effective_on": date(2026, 1, 5),
        "start_by": date(2026, 4, 3),
        "started_late": False,
        "decision_number": "12-QĐ/TU",
        "decision_date": date(2025, 12, 30),
        "requested_by": "cell_secretary@79.26740.003",
    },
    facts.TransferReviewed: _told("CELL_REVIEWED", 1, "REVIEW", _CELL, "ENDORSE", "RETURN", "REFUSE", "WITHDRAW"),
    facts.TransferEndorsed: _told("ENDORSED", 2, "ENDORSE", _COMMUNE, "ENDORSE", "RETURN", "REFUSE", "WITHDRAW"),
    facts.TransferIntroduced: _told(*_INTRODUCED, "ENDORSE", _COMMUNE, "RECEIVE", *_ON_THE_WAY, **_LETTER),
    facts.TransferReceived: {
        **_told("RECEIVED", 3, "RECEIVE", _THERE, "PRESENT", *_ON_THE_WAY, **_LETTER),
        "destination": _NEW_CELL,
    },
    facts.TransferPresented: _told(
        "PRESENTED", 3, "PRESENT", _NEW_CELL, "ADMIT", "RETURN", "REFUSE", "CANCEL", **_LETTER
    ),
    facts.TransferAdmitted: {
        **_told("ADMITTED", 0, "ADMIT", _NEW_CELL, **_LETTER),
        "from_cell": _CELL,
        "to_cell": _NEW_CELL,
        "admitted_on": date(2026, 2, 3),
    },
    facts.GuestAdmitted: {
        **_told("ADMITTED", 0, "ADMIT", _NEW_CELL, kind="TEMPORARY", return_by=date(2026, 9, 30), **_LETTER),
        "home": _CELL,
        "cell": _NEW_CELL,
        "since": date(2026, 2, 3),
        "return_by": date(2026, 9, 30),
    },
    facts.GuestStayProlonged: {
        **_told("CONFIRMED", 0, "EXTEND", _NEW_CELL, kind="TEMPORARY", return_by=date(2026, 12, 1), **_LETTER),
        "return_by": date(2026, 12, 1),
    },
    facts.GuestReturned: {
        **_told("CONFIRMED", 0, "END", _NEW_CELL, kind="TEMPORARY", returned_on=date(2026, 9, 30), **_LETTER),
        "returned_on": date(2026, 9, 30),
    },
    facts.TransferConfirmed: _told("CONFIRMED", 0, "CONFIRM", _CELL, **_LETTER),
    facts.TransferReturned: {**_told("RETURNED_FOR_CORRECTION", 1, "RETURN", _THERE, "ENDORSE", "CANCEL"), "to_hop": 1},
    facts.TransferRefused: _told("REFUSED", 2, "REFUSE", _THERE, **_LETTER),
    facts.TransferWithdrawn: _told("WITHDRAWN", 1, "WITHDRAW", _CELL),
    facts.TransferCancelled: _told("CANCELLED", 2, "CANCEL", _COMMUNE, **_LETTER),
    facts.TransferPutOnHold: _told("CELL_REVIEWED", 1, "HOLD", _COMMUNE, "RETURN", "REFUSE", "WITHDRAW", on_hold=True),
    facts.TransferReleased: _told("CELL_REVIEWED", 1, "RELEASE", _COMMUNE, "ENDORSE", "RETURN", "REFUSE", "WITHDRAW"),
    facts.TransferReaddressed: {
        **_told(*_INTRODUCED, "READDRESS", _COMMUNE, "RECEIVE", *_ON_THE_WAY, **_LETTER),
        "origin": _CELL,
        "destination": _NEW_CELL,
        "replaced": (facts.Replaced(_ENDED, _THERE),),
    },
    facts.TransferClockPaused: {
        **_told(*_INTRODUCED, "PAUSE", _COMMUNE, "RECEIVE", *_ON_THE_WAY, paused_since=date(2026, 1, 12), **_LETTER),
        "since": date(2026, 1, 12),
    },
    facts.TransferClockResumed: {
        **_told(*_INTRODUCED, "RESUME", _THERE, "RECEIVE", *_ON_THE_WAY, **_LETTER),
        "since": date(2026, 1, 12),
        "until": date(2026, 1, 19),
    },
    facts.TransferPaperReissued: {
        **_told(*_INTRODUCED, "REISSUE", _COMMUNE, "RECEIVE", *_ON_THE_WAY, paper_lost=True, **_LETTER),
        "voided_number": "14-GTSHĐ/ĐU",
    },
    facts.TransferReminded: {
        **_told(*_INTRODUCED, "REMIND", _COMMUNE, "RECEIVE", *_ON_THE_WAY, **_LETTER),
        "what": "PRESENT",
        "due": date(2026, 2, 26),
    },
    facts.TransferBecameOverdue: _told(*_INTRODUCED, "OVERDUE", _COMMUNE, "RECEIVE", *_LATE, overdue=True, **_LETTER),
    facts.OverdueTransferDecided: _told(*_INTRODUCED, "DECIDE_OVERDUE", _COMMUNE, "RECEIVE", *_ON_THE_WAY, **_LETTER),
}
_ANSWER_BY, _COMPLETE_BY = date(2026, 3, 4), date(2026, 3, 12)
_ASKING = data_facts.DataRequestStanding(state="REQUESTED", answer_by=_ANSWER_BY, complete_by=_COMPLETE_BY)
_ACCEPTED = data_facts.DataRequestStanding(state="ACCEPTED", answer_by=_ANSWER_BY, complete_by=_COMPLETE_BY)
_ASKED = {"request": _TRANSFER, "member": _MEMBER, "body": _COMMUNE, "on": date(2026, 3, 2), "remark": _SEALED}
_EXPORT = {"export": _TRANSFER, "organization": _COMMUNE, "at": datetime(2026, 3, 2, 1, tzinfo=UTC)}
_EXPORTED = (
    sheet_facts.SheetExportRequested(
        **_EXPORT, account="le.an", sheet="MEMBERS", form="XLSX", purpose="REPORT", document_number="12-CV/ĐU"
    ),
    sheet_facts.SheetExportApproved(**_EXPORT, account="tran.binh", until=datetime(2026, 3, 3, 1, tzinfo=UTC)),
    sheet_facts.SheetExportRefused(**_EXPORT, account="tran.binh"),
    sheet_facts.SheetExportFetched(**_EXPORT, account="le.an"),
)
EXAMPLES: tuple[PublishedFact, ...] = (
    REGISTERED,
    *(kind(**body) for kind, body in _BODIES.items()),  # pyright: ignore[reportArgumentType]
    facts.MemberHoldPlaced(member=_MEMBER, organization=_COMMUNE, document_number=_SEALED, on=date(2026, 3, 2)),
    facts.MemberHoldLifted(member=_MEMBER, organization=_COMMUNE, document_number=_SEALED, on=date(2026, 5, 4)),
    facts.MemberStateDecided(
        member=_MEMBER,
        decision="EXEMPTED",
        state="FULL",
        exempt=True,
        decision_number=_SEALED,
        decided_on=date(2026, 3, 2),
        effective_on=date(2026, 3, 2),
    ),
    facts.MemberCorrected(member=_MEMBER, on=date(2026, 3, 2), evidence_hash="sha256:6f1ed002ab55", full_name=_SEALED),
    facts.MemberRehomed(member=_MEMBER, from_cell=_CELL, to_cell=_NEW_CELL, on=date(2026, 1, 1), plan=_COMMUNE),
    *HOME_EXAMPLES,
    data_facts.DataSubjectRequested(**_ASKED, standing=_ASKING, kind="CORRECTION"),
    data_facts.DataRequestAnswered(**_ASKED, standing=_ACCEPTED),
    data_facts.DataRequestExtended(**_ASKED, standing=_ACCEPTED),
    data_facts.DataRequestCompleted(**_ASKED, standing=_ACCEPTED),
    RecordOpened(
        glass=_TRANSFER,
        member=_MEMBER,
        subject="tran.binh",
        role="auditor",
        reason=_SEALED,
        opened_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
        until=datetime(2026, 3, 2, 4, tzinfo=UTC),
    ),
    *_EXPORTED,
    facts.PersonErased(member=_MEMBER),
)
