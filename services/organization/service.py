"""Organization: the tree of party organisations, who holds which role where, and every number of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from services.organization.api.directory import directory
from services.organization.application import affiliations, committee, execution, handover, places, restructuring
from services.organization.application.founding import found_the_nation, nation
from services.organization.application.grant import delegate_authority, end_role_grant, grant_role
from services.organization.application.organization import found_organization
from services.organization.application.organization_list import found_organizations
from services.organization.application.planned import ComputedPlans
from services.organization.application.policy import set_policy_row
from services.organization.application.publishing import PUBLISHING
from services.organization.contracts.facts import PUBLISHED
from services.organization.contracts.requests import (
    AcceptHandover,
    AddOperations,
    AllocateMembers,
    AppointCommittee,
    ApproveRestructuring,
    DelegateAuthority,
    DraftRestructuring,
    DryRunRestructuring,
    EndRoleGrant,
    ExecuteRestructuring,
    FoundOrganization,
    FoundOrganizations,
    GrantRole,
    RecordAffiliation,
    RecordExternalId,
    RecordPlace,
    RecordTraining,
    RefuseHandover,
    RegisterPlace,
    SetPolicy,
    UndoRestructuring,
)
from services.organization.domain.affiliation import AFFILIATIONS
from services.organization.domain.codes import NUMBERING
from services.organization.domain.committee import COMMITTEE
from services.organization.domain.grant import GRANT
from services.organization.domain.organization import ORGANIZATION
from services.organization.domain.place import PLACE
from services.organization.domain.policy import POLICY
from services.organization.domain.restructuring.effect import EFFECT
from services.organization.domain.restructuring.restructuring import RESTRUCTURING
from services.organization.policies import (
    finish_restructurings,
    settle_seats,
    stage_on_restructuring_approved,
    stage_on_restructuring_execution_started,
)
from services.organization.projections.authority import GRANTS, TREE
from services.organization.projections.cell_members import CELL_MEMBERS, CellMembers
from services.organization.projections.evaluations import EVALUATIONS, RunningEvaluations
from services.organization.projections.policies import POLICIES, RulesInForce
from services.organization.projections.register import REGISTER, Register
from services.organization.projections.seats import SEATS, Seats
from shared.authority.scope import Scope
from shared.runtime.clock import Clock
from shared.runtime.running import Running
from shared.runtime.service import Reaction, Service
from shared.runtime.settings import Settings


@dataclass(frozen=True)
class Look:
    """The look-ups of the handlers, bound to this service's own views."""

    scope: Scope
    rules: RulesInForce
    register: Register
    members: CellMembers
    evaluations: RunningEvaluations
    seats: Seats
    plans: ComputedPlans


def _look(running: Running) -> Look:
    return look_ups(running.pool, running.clock)


def look_ups(pool: asyncpg.Pool, clock: Clock) -> Look:
    """The look-ups over this service's own views."""
    return Look(
        scope=Scope(pool, clock),
        rules=RulesInForce(pool),
        register=Register(pool),
        members=CellMembers(pool),
        evaluations=RunningEvaluations(pool),
        seats=Seats(pool),
        plans=ComputedPlans(),
    )


def _controllers(running: Running) -> Sequence[Any]:
    assert running.log is not None
    return directory(running.log, running.look.scope)


async def _founding(running: Running) -> None:
    assert running.log is not None
    await found_the_nation(running.log, running.settings.tree)
    nation.cache_clear()  # not needed again in this process


def _read_the_nation(settings: Settings) -> None:
    if settings.tree != "none":
        nation()


SERVICE = Service(
    name="organization",
    owns="the tree of party organisations, the roles that users hold in it, and the policy rows",
    streams=(ORGANIZATION, NUMBERING, GRANT, POLICY, RESTRUCTURING, EFFECT, COMMITTEE, PLACE, AFFILIATIONS),
    handlers={
        FoundOrganization: found_organization,
        FoundOrganizations: found_organizations,
        GrantRole: grant_role,
        EndRoleGrant: end_role_grant,
        DelegateAuthority: delegate_authority,
        SetPolicy: set_policy_row,
        DraftRestructuring: restructuring.draft_restructuring,
        AddOperations: restructuring.add_operations,
        AllocateMembers: restructuring.allocate_members,
        DryRunRestructuring: restructuring.dry_run_restructuring,
        ApproveRestructuring: restructuring.approve_restructuring,
        AcceptHandover: handover.accept_handover,
        RefuseHandover: handover.refuse_handover,
        ExecuteRestructuring: execution.execute_restructuring,
        UndoRestructuring: restructuring.undo_restructuring,
        AppointCommittee: committee.appoint_committee,
        RecordTraining: committee.record_training,
        RegisterPlace: places.register_place,
        RecordPlace: places.record_place,
        RecordAffiliation: affiliations.record_affiliation,
        RecordExternalId: affiliations.record_external_id,
        committee.SettleSeats: committee.settle_seats,
        execution.StageRestructuring: execution.stage_restructuring,
        execution.LetRestructuringTakeEffect: execution.let_restructuring_take_effect,
        execution.ProveRestructuring: execution.prove_restructuring,
    },
    publishes=PUBLISHED,
    publishing=PUBLISHING,
    reactions=(
        Reaction(
            name="organization.own",
            source="organization",
            views=(TREE, GRANTS, POLICIES, REGISTER, SEATS),
            policies=(stage_on_restructuring_approved.POLICY, stage_on_restructuring_execution_started.POLICY),
            halt=True,
        ),
        Reaction(
            name="organization.membership", source="membership", views=(CELL_MEMBERS,), key="member", gathers=0.025
        ),
        Reaction(
            name="organization.evaluation", source="evaluation", views=(EVALUATIONS,), key="evaluation", gathers=0.025
        ),
    ),
    timers=(finish_restructurings.TIMER, settle_seats.TIMER),
    look=_look,
    controllers=_controllers,
    founding=_founding,
    warming=_read_the_nation,
    cooling=nation.cache_clear,
)
