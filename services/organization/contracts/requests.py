"""What organization may be asked to do: the bodies of its HTTP API."""

from datetime import date
from typing import Any
from uuid import UUID

from services.organization.contracts.enums import CellSetting, OrganizationType, Role
from shared.vocabulary.requests import Request


class FoundOrganization(Request, frozen=True, kw_only=True):
    """Thành lập tổ chức đảng. Without `code` the next free number under the parent is given (contract: Codes).

    `synthetic` labels demo data; only another service may set it, and nothing in the public API does.
    """

    parent_id: UUID
    name: str
    type: OrganizationType
    setting: CellSetting | None = None
    effective_on: date
    code: str | None = None
    external: bool = False
    synthetic: bool = False
    decision_number: str | None = None
    decision_date: date | None = None


class GrantRole(Request, frozen=True, kw_only=True):
    """Giao vai trò cho người dùng tại một tổ chức, trong một khoảng ngày [from, to)."""

    user: str
    role: Role
    organization_id: UUID
    from_date: date | None = None
    to_date: date | None = None


class EndRoleGrant(Request, frozen=True, kw_only=True):
    """Thôi giao vai trò từ một ngày."""

    grant_id: UUID
    to_date: date


class SetPolicy(Request, frozen=True, kw_only=True):
    """Đặt một quy định cho một tổ chức và cấp dưới của nó, từ một ngày, theo một văn bản."""

    key: str
    organization_id: UUID
    valid_from: date
    valid_to: date | None = None
    value: Any
    source: str
    confirmed: bool = False
