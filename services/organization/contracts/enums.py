"""The names that organisations go by on the wire and in the API (domain.md 1.1)."""

from enum import StrEnum


class OrganizationType(StrEnum):
    """Loại tổ chức đảng - the kind of organisation; the legality matrix, a policy row, says what stands under what."""

    CENTRAL = "CENTRAL"
    CENTRAL_BLOC = "CENTRAL_BLOC"
    PROVINCIAL = "PROVINCIAL"
    DIRECT_SUPERIOR = "DIRECT_SUPERIOR"
    GRASSROOTS_COMMITTEE = "GRASSROOTS_COMMITTEE"
    GRASSROOTS_CELL = "GRASSROOTS_CELL"
    SECTIONAL = "SECTIONAL"
    CELL = "CELL"
    GROUP = "GROUP"


CELLS = frozenset({OrganizationType.CELL, OrganizationType.GRASSROOTS_CELL})
"""The types that members have their home in."""


class CellSetting(StrEnum):
    """Loại hình chi bộ - where a cell lives; an attribute, never a type."""

    VILLAGE = "VILLAGE"
    COMMUNE_AGENCY = "COMMUNE_AGENCY"
    AGENCY = "AGENCY"
    SCHOOL = "SCHOOL"
    HOSPITAL = "HOSPITAL"
    ENTERPRISE_STATE = "ENTERPRISE_STATE"
    ENTERPRISE_PRIVATE = "ENTERPRISE_PRIVATE"
    MILITARY = "MILITARY"
    POLICE = "POLICE"
    APARTMENT_BUILDING = "APARTMENT_BUILDING"
    ABROAD = "ABROAD"
    OTHER = "OTHER"


class OrganizationStatus(StrEnum):
    """Tình trạng - whether an organisation stands, is being handed over, or has ended."""

    ACTIVE = "ACTIVE"
    IN_HANDOVER = "IN_HANDOVER"
    ENDED = "ENDED"


class Role(StrEnum):
    """Vai trò - what a user may be to an organisation; a grant names the organisation and the dates."""

    MEMBER = "member"
    CELL_SECRETARY = "cell_secretary"
    COMMITTEE_OFFICER = "committee_officer"
    APPROVER = "approver"
    INSPECTION_OFFICER = "inspection_officer"
    HOME_VISIT_OFFICER = "home_visit_officer"
    AUDITOR = "auditor"
    INTEGRATION = "integration"
    OPERATOR = "operator"


class RestructuringState(StrEnum):
    """Tình trạng phương án - REVOKED before it took effect, UNDONE after it."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    EXECUTING = "EXECUTING"
    EXECUTED = "EXECUTED"
    UNDONE = "UNDONE"
    REVOKED = "REVOKED"


class OperationKind(StrEnum):
    """Loại thao tác sắp xếp - what an operation does."""

    FOUND = "FOUND"
    MERGE_INTO = "MERGE_INTO"
    CONSOLIDATE = "CONSOLIDATE"
    SPLIT = "SPLIT"
    SEPARATE = "SEPARATE"
    DISSOLVE = "DISSOLVE"
    TRANSFER_ORG = "TRANSFER_ORG"
    RETYPE = "RETYPE"
    RENAME = "RENAME"
    STRENGTHEN = "STRENGTHEN"


class ThresholdKind(StrEnum):
    """Loại ngưỡng - in what an organisation is too small or too large, or lacks its superior's consent."""

    TOO_FEW_FULL_MEMBERS = "TOO_FEW_FULL_MEMBERS"
    TOO_MANY_WITHOUT_CONSENT = "TOO_MANY_WITHOUT_CONSENT"
    COMMITTEE_TOO_SMALL_WITHOUT_CONSENT = "COMMITTEE_TOO_SMALL_WITHOUT_CONSENT"
    SECTIONAL_WITHOUT_CONSENT = "SECTIONAL_WITHOUT_CONSENT"


class CommitteePosition(StrEnum):
    """Chức danh cấp ủy - a seat of a committee (domain.md 1.2)."""

    SECRETARY = "SECRETARY"
    STANDING_DEPUTY = "STANDING_DEPUTY"
    DEPUTY = "DEPUTY"
    STANDING_MEMBER = "STANDING_MEMBER"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER"
    INSPECTION_CHAIR = "INSPECTION_CHAIR"
    INSPECTION_DEPUTY = "INSPECTION_DEPUTY"


class WayOfTakingOffice(StrEnum):
    """Bầu, chỉ định, bổ sung - how a seat is taken."""

    ELECTED = "ELECTED"
    APPOINTED = "APPOINTED"
    SUPPLEMENTED = "SUPPLEMENTED"


class WayOfLeavingOffice(StrEnum):
    """Vì sao thôi giữ chức."""

    TERM_ENDED = "TERM_ENDED"
    TRANSFERRED = "TRANSFERRED"
    ORGANIZATION_ENDED = "ORGANIZATION_ENDED"
    RESIGNED = "RESIGNED"
    DISCIPLINED = "DISCIPLINED"
    RETIRED = "RETIRED"
    DIED = "DIED"
    REVOKED = "REVOKED"


class PlaceKind(StrEnum):
    """Loại địa bàn - a village, an urban quarter, an apartment building, or a place of work (D12)."""

    VILLAGE = "VILLAGE"
    QUARTER = "QUARTER"
    APARTMENT_BUILDING = "APARTMENT_BUILDING"
    WORKPLACE = "WORKPLACE"


class AffiliationKind(StrEnum):
    """Loại đoàn thể, quan hệ ngoài cây tổ chức - a body beside the Party's that has a superior of its own (D13)."""

    YOUTH_UNION = "YOUTH_UNION"
    TRADE_UNION = "TRADE_UNION"
    WOMENS_UNION = "WOMENS_UNION"
    VETERANS_ASSOCIATION = "VETERANS_ASSOCIATION"
    GOVERNMENT = "GOVERNMENT"


class PoliticalTheory(StrEnum):
    """Trình độ lý luận chính trị - the level of political theory of a committee member (D16)."""

    ELEMENTARY = "ELEMENTARY"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


class Degree(StrEnum):
    """Trình độ chuyên môn - the highest degree of a committee member (D16)."""

    SECONDARY = "SECONDARY"
    COLLEGE = "COLLEGE"
    UNIVERSITY = "UNIVERSITY"
    POSTGRADUATE = "POSTGRADUATE"


class DualRole(StrEnum):
    """Kiêm nhiệm - another office that a committee member holds, as a plain fact (domain.md 1.2)."""

    VILLAGE_HEAD = "VILLAGE_HEAD"
    FRONT_HEAD = "FRONT_HEAD"
    PEOPLES_COMMITTEE_CHAIR = "PEOPLES_COMMITTEE_CHAIR"
    AGENCY_HEAD = "AGENCY_HEAD"
