"""What organization tells the others: the tree, who holds which role where, and every number of the rules."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.vocabulary.facts import PublishedFact


class OrganizationFounded(PublishedFact, frozen=True, kw_only=True):
    """Thành lập - an organisation stands from `effective_on`. `parent` is None for the root alone."""

    TOPIC = "vn.lienthong.organization.OrganizationFounded.v1"
    SERVICE = "organization"
    AGGREGATE = "organization"
    organization: UUID
    code: str
    name: str
    type: str
    setting: str | None = None
    parent: UUID | None
    effective_on: date
    external: bool = False
    synthetic: bool = False
    decision_number: str | None = None
    decision_date: date | None = None


class OrganizationReparented(PublishedFact, frozen=True, kw_only=True):
    """Chuyển giao tổ chức - the organisation and all below it stand under another parent from `effective_on`."""

    TOPIC = "vn.lienthong.organization.OrganizationReparented.v1"
    SERVICE = "organization"
    AGGREGATE = "organization"
    organization: UUID
    parent: UUID
    effective_on: date


class OrganizationEnded(PublishedFact, frozen=True, kw_only=True):
    """Kết thúc hoạt động - it stands no more from `effective_on`; its members' homes go to `successor`."""

    TOPIC = "vn.lienthong.organization.OrganizationEnded.v1"
    SERVICE = "organization"
    AGGREGATE = "organization"
    organization: UUID
    effective_on: date
    successor: UUID | None = None


class RoleGranted(PublishedFact, frozen=True, kw_only=True):
    """Giao vai trò - a user acts for an organisation from `valid_from` until before `valid_to` (None: open)."""

    TOPIC = "vn.lienthong.organization.RoleGranted.v1"
    SERVICE = "organization"
    AGGREGATE = "grant"
    grant: UUID
    subject: str
    role: str
    organization: UUID
    valid_from: date
    valid_to: date | None = None


class RoleGrantEnded(PublishedFact, frozen=True, kw_only=True):
    """Thôi giao vai trò - the grant gives no right from `valid_to` on."""

    TOPIC = "vn.lienthong.organization.RoleGrantEnded.v1"
    SERVICE = "organization"
    AGGREGATE = "grant"
    grant: UUID
    valid_to: date


class PolicySet(PublishedFact, frozen=True, kw_only=True):
    """Đặt quy định - a rule's value for a subtree; a later row of the same key, place and start replaces it."""

    TOPIC = "vn.lienthong.organization.PolicySet.v1"
    SERVICE = "organization"
    AGGREGATE = "policy"
    key: str
    organization: UUID
    organization_code: str
    valid_from: date
    valid_to: date | None = None
    value: Any
    source: str
    confirmed: bool


PUBLISHED = (OrganizationFounded, OrganizationReparented, OrganizationEnded, RoleGranted, RoleGrantEnded, PolicySet)
