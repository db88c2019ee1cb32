"""Facts for the gateway's tests: a small tree, members, a transfer on its way, as the services would tell them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.membership.contracts.facts import (
    Act,
    MemberRegistered,
    Standing,
    TransferAdmitted,
    TransferIntroduced,
    TransferRequested,
)
from services.organization.contracts.facts import OrganizationFounded, RoleGranted
from services.organization.contracts.identity import organization_id
from shared.vocabulary.facts import Sealed

BEGIN = date(2025, 7, 1)
TODAY = date(2026, 11, 20)


def place(code: str) -> UUID:
    return organization_id(code, BEGIN)


def founded(code: str, name: str, kind: str, above: str | None, **more: Any) -> OrganizationFounded:
    parent = place(above) if above else None
    given = {"effective_on": BEGIN, **more}
    return OrganizationFounded(organization=place(code), code=code, name=name, type=kind, parent=parent, **given)


def grant(subject: str, role: str, at: UUID, **more: Any) -> RoleGranted:
    return RoleGranted(grant=uuid4(), subject=subject, role=role, organization=at, valid_from=BEGIN, **more)


def registered(member: UUID, cell: UUID, name: str, **more: Any) -> MemberRegistered:
    given = {
        "state": "FULL",
        "home_since": BEGIN,
        "file_number": Sealed(f"sealed file_number {str(member)[:6]} SG"),
        **more,
    }
    return MemberRegistered(
        member=member,
        cell=cell,
        full_name=Sealed(f"sealed full_name {name}"),
        personal_id=Sealed("sealed personal_id 079099000001"),
        date_of_birth=Sealed("sealed date_of_birth 1970-01-01"),
        **given,
    )


TREE = (
    founded("00", "Ban Chấp hành Trung ương", "CENTRAL", None),
    founded("79", "Đảng bộ Thành phố Hồ Chí Minh", "PROVINCIAL", "00"),
    founded("82", "Đảng bộ tỉnh Đồng Tháp", "PROVINCIAL", "00"),
    founded("79.26740", "Đảng bộ phường Sài Gòn", "DIRECT_SUPERIOR", "79"),
    founded("79.26743", "Đảng bộ phường Bến Thành", "DIRECT_SUPERIOR", "79"),
    founded("82.29869", "Đảng bộ phường Cao Lãnh", "DIRECT_SUPERIOR", "82"),
    founded("79.26740.001", "Chi bộ Khu phố 1", "CELL", "79.26740", setting="VILLAGE"),
    founded("79.26740.002", "Chi bộ Khu phố 2", "CELL", "79.26740", setting="VILLAGE"),
    founded("82.29869.001", "Chi bộ khóm Mỹ Phú", "CELL", "82.29869", setting="VILLAGE"),
)
ROUTE = ("79.26740.001", "79.26740", "82.29869", "82.29869.001")


def standing(state: str, hop: int, *steps: str, **more: Any) -> Standing:
    route = tuple(place(code) for code in ROUTE)
    return Standing(state=state, holder=route[hop], route=route, hop=hop, allowed_steps=steps, origin_hops=2, **more)


def requested(transfer: UUID, member: UUID, **more: Any) -> TransferRequested:
    return TransferRequested(
        transfer=transfer,
        member=member,
        standing=standing("REQUESTED", 0, "REVIEW", "REFUSE", "WITHDRAW"),
        act=Act(organization=place(ROUTE[0]), acted_on=date(2026, 11, 2), step="REQUEST"),
        kind="OFFICIAL",
        reason="CHANGE_OF_WORK",
        origin=place(ROUTE[0]),
        destination=place(ROUTE[3]),
        effective_on=date(2026, 11, 1),
        start_by=date(2027, 1, 25),
        started_late=False,
        requested_by="cell_secretary@79.26740.001",
        **more,
    )


def introduced(transfer: UUID, member: UUID) -> TransferIntroduced:
    letter = {"letter_number": "12-GTSHĐ", "letter_issuer": place(ROUTE[1]), "introduced_on": date(2026, 11, 5)}
    return TransferIntroduced(
        transfer=transfer,
        member=member,
        standing=standing("INTRODUCED", 2, "RECEIVE", "RETURN", present_by=date(2026, 12, 17), **letter),
        act=Act(
            organization=place(ROUTE[1]),
            acted_on=date(2026, 11, 5),
            step="ENDORSE",
            remark=Sealed("sealed remark Tốt"),
        ),
    )


def admitted(transfer: UUID, member: UUID) -> TransferAdmitted:
    return TransferAdmitted(
        transfer=transfer,
        member=member,
        standing=standing("ADMITTED", 0, admitted_on=date(2026, 11, 15), introduced_on=date(2026, 11, 5)),
        act=Act(organization=place(ROUTE[3]), acted_on=date(2026, 11, 15), step="ADMIT"),
        from_cell=place(ROUTE[0]),
        to_cell=place(ROUTE[3]),
        admitted_on=date(2026, 11, 15),
    )


class Facts:
    """The makers of facts, for tests."""

    place, founded, grant, registered = (
        staticmethod(place),
        staticmethod(founded),
        staticmethod(grant),
        staticmethod(registered),
    )
    standing, requested, introduced, admitted = (
        staticmethod(standing),
        staticmethod(requested),
        staticmethod(introduced),
        staticmethod(admitted),
    )
    tree, begin, today = TREE, BEGIN, TODAY
