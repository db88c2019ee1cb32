"""What organization tells of what stands beside the tree: second affiliations, and numbers in other systems."""

from datetime import date
from uuid import UUID

from services.organization.contracts.enums import AffiliationKind
from shared.vocabulary.facts import PublishedFact


class AffiliationRecorded(PublishedFact, frozen=True, kw_only=True):
    """Đoàn thể trực thuộc - under whom an organisation's youth union, trade union … is from `valid_from` on."""

    TOPIC = "vn.lienthong.organization.AffiliationRecorded.v1"
    SERVICE = "organization"
    AGGREGATE = "affiliation"
    organization: UUID
    kind: AffiliationKind
    superior: UUID | None = None
    superior_name: str | None = None
    valid_from: date
    valid_to: date | None = None


class ExternalIdRecorded(PublishedFact, frozen=True, kw_only=True):
    """Mã ở hệ thống khác - an organisation's number there; without a value it bears none any more."""

    TOPIC = "vn.lienthong.organization.ExternalIdRecorded.v1"
    SERVICE = "organization"
    AGGREGATE = "affiliation"
    organization: UUID
    system: str
    value: str | None = None
