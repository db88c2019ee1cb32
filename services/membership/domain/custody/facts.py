"""Giữ hồ sơ niêm phong: what has happened to a sealed file. The TOPICs are stored names; they never change."""

from uuid import UUID

import msgspec

from services.membership.domain.home_service.moment import Moment
from shared.vocabulary.facts import Fact, Sealed


class Custodian(msgspec.Struct, frozen=True, kw_only=True):
    """Người giữ: the member, an officer (his account), a committee, or the post."""

    kind: str
    organization: UUID | None = None
    officer: str | None = None


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Túi niêm phong: the number of the seal, the digest of the list of contents, how many papers."""

    seal_number: str
    inventory_hash: str
    papers: int


class FileSealed(Fact, frozen=True, kw_only=True):
    """Hồ sơ được niêm phong by whoever has it; that seal number is never used again."""

    TOPIC = "membership.FileSealed"
    member: UUID
    home_service: UUID
    custodian: Custodian
    envelope: Envelope
    moment: Moment
    witness: Sealed | None = None


class FileHandedOver(Fact, frozen=True, kw_only=True):
    """Hồ sơ được bàn giao: from whom, to whom, when, before which witness, and what the receiver saw of the seal."""

    TOPIC = "membership.FileHandedOver"
    member: UUID
    home_service: UUID
    giver: Custodian
    receiver: Custodian
    seal_number: str
    intact: bool
    moment: Moment
    witness: Sealed | None = None
    paper_number: str | None = None


class FileOpened(Fact, frozen=True, kw_only=True):
    """Hồ sơ được mở by the committee that has it, by right: the seal has served."""

    TOPIC = "membership.FileOpened"
    member: UUID
    home_service: UUID
    custodian: Custodian
    moment: Moment


class CustodyIncidentOpened(Fact, frozen=True, kw_only=True):
    """Sự cố niêm phong: broken, another number, or another list of contents; admission waits until it is closed."""

    TOPIC = "membership.CustodyIncidentOpened"
    member: UUID
    home_service: UUID
    kind: str
    moment: Moment


class CustodyIncidentClosed(Fact, frozen=True, kw_only=True):
    """Sự cố đã xử lý: recounted, sealed anew before a witness, by the minutes of that number."""

    TOPIC = "membership.CustodyIncidentClosed"
    member: UUID
    home_service: UUID
    envelope: Envelope
    paper_number: str
    witness: Sealed
    moment: Moment


CustodyFact = FileSealed | FileHandedOver | FileOpened | CustodyIncidentOpened | CustodyIncidentClosed
