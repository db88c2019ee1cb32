"""One realistic example of each published fact of service at home; the persons are made up, their values sealed."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.membership.contracts import custody_facts as held
from services.membership.contracts import home_facts as told
from services.membership.contracts.identity import custody_of_file
from shared.vocabulary.facts import PublishedFact, Sealed

_MEMBER = UUID("397f7376-3fd8-5dc0-b7ec-7cf90795b2ba")
_SERVICE = UUID("5b1d7a52-43d6-5c0e-9a51-1f0e2b3c4d5e")
_TRANSFER = UUID("c0a7d8f4-9a54-5b0e-8a3e-6c7f0e2b1d79")
_COMMUNE, _CELL = UUID("4a0c5a5e-0000-5000-8000-000000000002"), UUID("4a0c5a5e-0000-5000-8000-000000000001")
_PROOF = UUID("0d6f5f0a-6c4e-5b7e-8f3a-2a1b3c4d5e6f")
_SEALED = Sealed("k1Zq8Yx0c2VhbGVk")
_OFFICER = "home_visit_officer@79.26740"
_MOMENT = told.Moment(
    device_time=datetime(2026, 3, 2, 2, 15, tzinfo=UTC),
    happened_at=datetime(2026, 3, 2, 2, 14, 30, tzinfo=UTC),
    monotonic_offset_ms=5_400_000,
    skew_seconds=30,
)


def _home(state: str, visit: int = 1, **more: Any) -> dict[str, Any]:
    planned = {"officer": _OFFICER, "on": date(2026, 3, 2), "slot": "MORNING"} if visit else {}
    standing = told.HomeStanding(state=state, visit=visit, max_attempts=3, **planned, **more)
    shared = {"home_service": _SERVICE, "member": _MEMBER, "organization": _COMMUNE, "transfer": _TRANSFER}
    return {**shared, "standing": standing}


_BY_HAND = held.Custodian(kind="MEMBER")
_BY_OFFICER = held.Custodian(kind="OFFICER", officer=_OFFICER)
_BY_COMMUNE = held.Custodian(kind="BODY", organization=_COMMUNE)


def _file(who: held.Custodian, incident: str | None = None) -> dict[str, Any]:
    standing = held.CustodyStanding(
        custodian=who, seal_number="NP-79-000123", inventory_hash="sha256:6f1ed002ab55", papers=14, incident=incident
    )
    shared = {"custody": custody_of_file(_MEMBER), "home_service": _SERVICE, "member": _MEMBER}
    return {**shared, "standing": standing, "moment": _MOMENT}


HOME_EXAMPLES: tuple[PublishedFact, ...] = (
    told.HomeServiceRequested(
        **_home("REQUESTED", 0),
        service="COLLECT_AT_HOME",
        flow="FROM_HOME",
        carries_file=True,
        proofs=("SIGNATURE", "PHOTO_OF_SEAL", "ONE_TIME_CODE"),
        fallback=_COMMUNE,
        home=_CELL,
        task_code="NHA-7K2M9X",
        asked_by="RELATIVE",
        requested_by="cell_secretary@79.26740.003",
        consent_on=date(2026, 2, 26),
        eligible_by=_SEALED,
        address=_SEALED,
        neighbourhood=_SEALED,
        proxy=_SEALED,
    ),
    told.HomeVisitScheduled(**_home("SCHEDULED"), one_time_code=_SEALED, capture_key=_SEALED),
    told.HomeVisitStarted(**_home("EN_ROUTE"), moment=_MOMENT),
    told.HomeVisitFailed(**_home("FAILED_ATTEMPT", attempts=1), why="IN_HOSPITAL", moment=_MOMENT),
    told.HomeServiceFellBack(**_home("FELL_BACK", attempts=3), fallback=_COMMUNE),
    told.HomeProofStored(
        **_home("EN_ROUTE", proofs=1),
        proof=_PROOF,
        visit=1,
        kind="SIGNATURE",
        kept_digest="6f1ed002ab5595859014ebf0951522d9",
        size=48_210,
        moment=_MOMENT,
    ),
    told.HomeServiceCompleted(
        **_home("DONE", proofs=1), proofs=(_PROOF,), kinds=("SIGNATURE",), recipient="MEMBER", moment=_MOMENT
    ),
    told.HomeServiceCancelled(**_home("CANCELLED"), remark=_SEALED),
    held.FileSealed(**_file(_BY_HAND)),
    held.FileHandedOver(
        **_file(_BY_OFFICER),
        giver=_BY_HAND,
        receiver=_BY_OFFICER,
        seal_number="NP-79-000123",
        intact=True,
        witnessed=True,
    ),
    held.FileOpened(**_file(_BY_COMMUNE)),
    held.CustodyIncidentOpened(**_file(_BY_COMMUNE, "SEAL_BROKEN"), kind="SEAL_BROKEN"),
    held.CustodyIncidentClosed(**_file(_BY_COMMUNE), paper_number="3-BB/ĐU"),
)
