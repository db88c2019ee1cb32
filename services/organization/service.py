"""Organization: the tree of party organisations, who holds which role where, and every number of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.organization.api.directory import directory
from services.organization.application.founding import found_the_nation
from services.organization.application.grant import end_role_grant, grant_role
from services.organization.application.organization import found_organization
from services.organization.application.policy import set_policy_row
from services.organization.application.publishing import PUBLISHING
from services.organization.contracts.facts import PUBLISHED
from services.organization.contracts.requests import EndRoleGrant, FoundOrganization, GrantRole, SetPolicy
from services.organization.domain.codes import NUMBERING
from services.organization.domain.grant import GRANT
from services.organization.domain.organization import ORGANIZATION
from services.organization.domain.policy import POLICY
from services.organization.projections.authority import GRANTS, TREE
from services.organization.projections.policies import POLICIES, RulesInForce
from shared.authority.scope import Scope
from shared.runtime.running import Running
from shared.runtime.service import Reaction, Service


@dataclass(frozen=True)
class Look:
    """The look-ups of the handlers, bound to this service's own views."""

    scope: Scope
    rules: RulesInForce


def _look(running: Running) -> Look:
    return Look(scope=Scope(running.pool, running.clock), rules=RulesInForce(running.pool))


def _controllers(running: Running) -> Sequence[Any]:
    assert running.log is not None
    return directory(running.log, running.look.scope)


async def _founding(running: Running) -> None:
    assert running.log is not None
    await found_the_nation(running.log)


SERVICE = Service(
    name="organization",
    owns="the tree of party organisations, the roles that users hold in it, and the policy rows",
    streams=(ORGANIZATION, NUMBERING, GRANT, POLICY),
    handlers={
        FoundOrganization: found_organization,
        GrantRole: grant_role,
        EndRoleGrant: end_role_grant,
        SetPolicy: set_policy_row,
    },
    publishes=PUBLISHED,
    publishing=PUBLISHING,
    reactions=(Reaction(name="organization.own", source="organization", views=(TREE, GRANTS, POLICIES), halt=True),),
    look=_look,
    controllers=_controllers,
    founding=_founding,
)
