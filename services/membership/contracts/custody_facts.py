"""What membership tells of a sealed file: from hand to hand, always one custodian. Witnesses are not told at all."""

from uuid import UUID

import msgspec

from services.membership.contracts.home_facts import Moment
from shared.vocabulary.facts import PublishedFact


class Custodian(msgspec.Struct, frozen=True, kw_only=True):
    """Người giữ hồ sơ."""

    kind: str
    organization: UUID | None = None
    officer: str | None = None


class CustodyStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Who has the file after a fact, under which seal, and whether an incident is open."""

    custodian: Custodian
    seal_number: str | None = None
    inventory_hash: str | None = None
    papers: int = 0
    incident: str | None = None


class CustodyFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of a custody tells."""

    SERVICE = "membership"
    AGGREGATE = "custody"
    custody: UUID
    home_service: UUID
    member: UUID
    standing: CustodyStanding
    moment: Moment


class FileSealed(CustodyFact, frozen=True, kw_only=True):
    """Hồ sơ được niêm phong."""

    TOPIC = "vn.lienthong.membership.FileSealed.v1"


class FileHandedOver(CustodyFact, frozen=True, kw_only=True):
    """Hồ sơ được bàn giao."""

    TOPIC = "vn.lienthong.membership.FileHandedOver.v1"
    giver: Custodian
    receiver: Custodian
    seal_number: str
    intact: bool
    witnessed: bool
    paper_number: str | None = None


class FileOpened(CustodyFact, frozen=True, kw_only=True):
    """Hồ sơ được cấp ủy mở."""

    TOPIC = "vn.lienthong.membership.FileOpened.v1"


class CustodyIncidentOpened(CustodyFact, frozen=True, kw_only=True):
    """Sự cố niêm phong: admission waits."""

    TOPIC = "vn.lienthong.membership.CustodyIncidentOpened.v1"
    kind: str


class CustodyIncidentClosed(CustodyFact, frozen=True, kw_only=True):
    """Sự cố đã xử lý: recounted, sealed anew."""

    TOPIC = "vn.lienthong.membership.CustodyIncidentClosed.v1"
    paper_number: str


CUSTODY_FACTS: tuple[type[CustodyFact], ...] = (
    FileSealed,
    FileHandedOver,
    FileOpened,
    CustodyIncidentOpened,
    CustodyIncidentClosed,
)
