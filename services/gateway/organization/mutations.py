"""Mutations about organisations: posted to the organization service with the user's own token."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import Settled, settle
from services.gateway.organization import policies
from services.gateway.organization.inputs import (
    DelegateAuthorityInput,
    EndRoleGrantInput,
    FoundOrganizationInput,
    GrantRoleInput,
    SetPolicyInput,
)
from services.gateway.organization.instants import Instant
from services.gateway.organization.organization_type import Organization, organization_of
from services.gateway.organization.policy_type import Policy
from services.gateway.organization.policy_type import shown as shown_policy
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.refusing.error_union import ErrorUnion
from services.gateway.refusing.user_error import OrganizationErrors, UserError
from services.gateway.types.scalars import Position
from services.organization.contracts.identity import grant_id, substitution_id
from services.organization.contracts.requests import (
    DelegateAuthority,
    EndRoleGrant,
    FoundOrganization,
    GrantRole,
    SetPolicy,
)
from shared.vocabulary.requests import Request

if TYPE_CHECKING:
    OrganizationError = UserError
else:  # the members are known only when the module is loaded
    OrganizationError = ErrorUnion(
        "OrganizationError", OrganizationErrors, "Lỗi của lệnh về tổ chức / What organization's commands refuse"
    )
Input = strawberry.argument(description="Nội dung lệnh / The command")


@strawberry.type(description="Kết quả của một lệnh về tổ chức / What became of a command about an organisation")
class OrganizationPayload:
    """Kết quả về tổ chức."""

    organization: Organization | None = strawberry.field(description="Tổ chức / The organisation")
    errors: list[OrganizationError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type(description="Kết quả của lệnh đặt quy định / What became of setting a rule")
class PolicyPayload:
    """Kết quả về quy định."""

    policy: Policy | None = strawberry.field(description="Quy định / The rule")
    errors: list[OrganizationError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type
class OrganizationMutations:
    """Lệnh về tổ chức."""

    @strawberry.mutation(description="Thành lập tổ chức đảng / Found a party organisation")
    async def found_organization(
        self, info: Info, input: Annotated[FoundOrganizationInput, Input]
    ) -> OrganizationPayload:
        """Thành lập tổ chức."""
        return await organization_payload(
            info, lambda: request_of(FoundOrganization, input, {"parent_id": ORGANIZATION})
        )

    @strawberry.mutation(description="Giao vai trò tại một tổ chức / Grant a role at an organisation")
    async def grant_role(self, info: Info, input: Annotated[GrantRoleInput, Input]) -> OrganizationPayload:
        """Giao vai trò."""

        def make() -> GrantRole:
            return GrantRole(
                command_id=input.command_id,
                user=input.user,
                role=input.role,
                organization_id=uuid_of(input.organization_id, ORGANIZATION, "input", "organizationId"),
                from_date=input.from_,
                to_date=input.to,
                min_position=input.min_position,
            )

        async def place(_grant: UUID) -> Organization | None:
            return await organization_of(info, make().organization_id, Instant(info.context.today))

        return _payload(await settle(info.context, "organization", make, place))

    @strawberry.mutation(
        description="Thôi giao một vai trò; người thay cũng thôi / End a role, and whoever stands in for it"
    )
    async def end_role_grant(self, info: Info, input: Annotated[EndRoleGrantInput, Input]) -> OrganizationPayload:
        """Thôi giao vai trò."""

        def place_id() -> UUID:
            return uuid_of(input.organization_id, ORGANIZATION, "input", "organizationId")

        def make() -> EndRoleGrant:
            role = input.role.value
            return EndRoleGrant(
                command_id=input.command_id,
                grant_id=substitution_id(input.user, role, place_id(), input.for_user)
                if input.for_user
                else grant_id(input.user, role, place_id()),
                to_date=input.to or info.context.today,
                min_position=input.min_position,
            )

        async def place(_grant: UUID) -> Organization | None:
            return await organization_of(info, place_id(), Instant(info.context.today))

        return _payload(await settle(info.context, "organization", make, place))

    @strawberry.mutation(
        description="Cử người thay một vai trò, trong một thời gian; hết hạn hoặc thôi vai trò thì hết quyền thay"
        " / Name a substitute for a role, within dates; it ends with them or with the role itself"
    )
    async def delegate_authority(
        self, info: Info, input: Annotated[DelegateAuthorityInput, Input]
    ) -> OrganizationPayload:
        """Cử người thay."""

        def make() -> DelegateAuthority:
            return DelegateAuthority(
                command_id=input.command_id,
                user=input.user,
                role=input.role,
                organization_id=uuid_of(input.organization_id, ORGANIZATION, "input", "organizationId"),
                for_user=input.for_user,
                from_date=input.from_,
                to_date=input.to,
                min_position=input.min_position,
            )

        async def place(_grant: UUID) -> Organization | None:
            return await organization_of(info, make().organization_id, Instant(info.context.today))

        return _payload(await settle(info.context, "organization", make, place))

    @strawberry.mutation(description="Đặt một quy định có ngày và nguồn / Set a rule, with dates and source")
    async def set_policy(self, info: Info, input: Annotated[SetPolicyInput, Input]) -> PolicyPayload:
        """Đặt quy định."""

        def make() -> SetPolicy:
            return request_of(SetPolicy, input, {"organization_id": ORGANIZATION}, value=input.value)

        async def load(_policy: UUID) -> Policy | None:
            set_for = make()
            rows = await info.context.reader.rows(
                policies.rows(set_for.key, [set_for.organization_id], set_for.valid_from)
            )
            return shown_policy(rows[-1]) if rows else None

        settled = await settle(info.context, "organization", make, load)
        return PolicyPayload(policy=settled.thing, errors=settled.errors, position=settled.position)


async def organization_payload(info: Info, make: Callable[[], Request]) -> OrganizationPayload:
    """What became of a command that answers with the organisation it is about."""
    today = Instant(info.context.today)
    return _payload(await settle(info.context, "organization", make, lambda it: organization_of(info, it, today)))


def _payload(settled: Settled) -> OrganizationPayload:
    return OrganizationPayload(organization=settled.thing, errors=settled.errors, position=settled.position)
