"""Membership: members and their one home, and the transfer of membership from hop to hop."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from services.membership.application import cells, internal, register_member, transfer_aside, transfer_forward
from services.membership.application.lookups import Look
from services.membership.application.publishing import PUBLISHING
from services.membership.application.request_transfer import request_transfer
from services.membership.contracts import facts, requests
from services.membership.domain.cell import CELLS
from services.membership.domain.letters import LETTERS
from services.membership.domain.member import MEMBERS
from services.membership.domain.transfer.state import TRANSFERS
from services.membership.policies import (
    close_cells_on_organization_ended,
    confirm_transfer_on_admitted,
    import_cells_on_organization_founded,
    mark_transfers_overdue,
)
from services.membership.projections.bodies import BODIES, BodiesByDate
from services.membership.projections.deadlines import DEADLINES, DeadlinesAhead
from services.membership.projections.rules import RULES, RulesInForce
from services.organization.contracts import facts as organization
from shared import people
from shared.authority.grants import grants_view
from shared.authority.scope import Scope
from shared.authority.tree import tree_view
from shared.runtime.service import Reaction, Service

if TYPE_CHECKING:
    from shared.runtime.running import Running


@dataclass(frozen=True, kw_only=True)
class LookUps(Look):
    """What handlers and the timer look up."""

    deadlines: DeadlinesAhead


def _look(running: "Running") -> LookUps:
    assert running.person_keys is not None
    return LookUps(
        bodies=BodiesByDate(running.pool),
        rules=RulesInForce(running.pool),
        people=running.person_keys,
        scope=Scope(running.pool, running.clock),
        deadlines=DeadlinesAhead(running.pool),
    )


SERVICE = Service(
    name="membership",
    owns="Đảng viên, nơi sinh hoạt chính thức và hồ sơ chuyển sinh hoạt: members, their one home, their transfers.",
    streams=(CELLS, MEMBERS, TRANSFERS, LETTERS),
    handlers={
        requests.RegisterMember: register_member.register_member,
        requests.RegisterMembers: register_member.register_members,
        requests.RequestTransfer: request_transfer,
        requests.ReviewTransfer: transfer_forward.review_transfer,
        requests.EndorseTransfer: transfer_forward.endorse_transfer,
        requests.ReceiveTransfer: transfer_forward.receive_transfer,
        requests.PresentTransfer: transfer_forward.present_transfer,
        requests.AdmitTransfer: transfer_forward.admit_transfer,
        requests.ConfirmTransfer: transfer_forward.confirm_transfer,
        requests.ReturnTransfer: transfer_aside.return_transfer,
        requests.RefuseTransfer: transfer_aside.refuse_transfer,
        requests.WithdrawTransfer: transfer_aside.withdraw_transfer,
        requests.CancelTransfer: transfer_aside.cancel_transfer,
        requests.ReissueTransferPaper: transfer_aside.reissue_transfer_paper,
        requests.DecideOverdueTransfer: transfer_aside.decide_overdue_transfer,
        internal.ImportCell: cells.import_founded_cell,
        internal.CloseCell: cells.close_ended_cell,
        internal.ConfirmAdmittedTransfer: transfer_forward.confirm_admitted_transfer,
        internal.MarkTransferOverdue: transfer_aside.mark_transfer_overdue,
    },
    publishes=facts.PUBLISHED,
    publishing=PUBLISHING,
    reactions=(
        Reaction(
            name="membership.organization",
            source="organization",
            views=(
                tree_view(
                    organization.OrganizationFounded,
                    organization.OrganizationReparented,
                    organization.OrganizationEnded,
                ),
                grants_view(organization.RoleGranted, organization.RoleGrantEnded),
                BODIES,
                RULES,
            ),
            policies=(import_cells_on_organization_founded.POLICY, close_cells_on_organization_ended.POLICY),
            halt=True,
        ),
        Reaction(
            name="membership.own",
            source="membership",
            views=(DEADLINES,),
            policies=(confirm_transfer_on_admitted.POLICY,),
        ),
    ),
    timers=(mark_transfers_overdue.TIMER,),
    look=_look,
    migrations=(str(Path(people.__file__).with_name("migrations")),),
    keeps_person_keys=True,
)
