"""Membership: members and their one home, and the transfer of membership from hop to hop."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.membership.api.proof import proofs
from services.membership.api.roll import roll
from services.membership.api.stated import stated
from services.membership.application import (
    cells,
    custody,
    data_requests,
    erase_person,
    hold,
    home_service,
    internal,
    member_life,
    onward,
    outsiders,
    plans,
    proof,
    proof_check,
    register_member,
    sheet_exports,
    sheet_looks,
    transfer_aside,
    transfer_forward,
    transfer_stay,
    visit,
)
from services.membership.application.break_glass import break_glass
from services.membership.application.lookups import Look
from services.membership.application.paper_letter import record_paper_letter
from services.membership.application.proof_uploads import ProofUploads
from services.membership.application.publishing import PUBLISHING
from services.membership.application.register_incoming import register_incoming_transfer
from services.membership.application.rehearsal import check_registration, check_transfer_request
from services.membership.application.request_transfer import request_transfer
from services.membership.application.transfer_readdress import readdress_transfer
from services.membership.application.transfer_reminders import remind_of_transfer
from services.membership.contracts import data_requests as asked
from services.membership.contracts import facts, home_requests, requests, sheet_requests
from services.membership.contracts.glass import BreakGlass
from services.membership.domain.cell import CELLS
from services.membership.domain.custody.state import CUSTODIES
from services.membership.domain.data_request import DATA_REQUESTS
from services.membership.domain.erasure import ERASURES
from services.membership.domain.glass import GLASSES
from services.membership.domain.home_service.state import HOME_SERVICES
from services.membership.domain.letters import LETTERS
from services.membership.domain.member import MEMBERS
from services.membership.domain.plan import PLANS
from services.membership.domain.sheet_export import SHEET_EXPORTS
from services.membership.domain.transfer.state import TRANSFERS
from services.membership.policies import (
    close_cells_on_organization_ended,
    confirm_transfer_on_admitted,
    destroy_key_on_person_erased,
    erase_outsiders,
    expire_proof_uploads,
    follow_restructurings,
    import_cells_on_organization_founded,
    introduce_onward,
    mark_transfers_overdue,
    readdress_transfers,
    remind_of_deadlines,
    state_allocations,
)
from services.membership.projections.bodies import BODIES, BodiesByDate
from services.membership.projections.deadlines import DEADLINES, DeadlinesAhead
from services.membership.projections.open_routes import OPEN_ROUTES, OpenRoutes
from services.membership.projections.outsiders import OUTSIDERS, OutsidersKept
from services.membership.projections.reminders import REMINDERS, RemindersAhead
from services.membership.projections.rules import RULES, RulesInForce
from services.membership.projections.visit_loads import VISIT_LOADS, LoadsOfOfficers
from services.organization.contracts import facts as organization
from shared import people
from shared.authority.grants import grants_view
from shared.authority.scope import Scope
from shared.authority.tree import Plans, tree_view
from shared.objects.store import Objects
from shared.readmodel.remembered import Remembered
from shared.runtime.service import Reaction, Service

if TYPE_CHECKING:
    from shared.runtime.running import Running


@dataclass(frozen=True, kw_only=True)
class LookUps(Look):
    """What handlers and the timer look up."""

    deadlines: DeadlinesAhead
    reminders: RemindersAhead
    routes: OpenRoutes


def _uploads(running: "Running") -> ProofUploads:
    assert running.person_keys is not None
    objects = Objects(running.settings.data, running.settings.objects)
    return ProofUploads(running.pool, running.person_keys, objects)


def _look(running: "Running") -> LookUps:
    assert running.person_keys is not None
    steady = Remembered(running.pool, lambda: running.positions.turn("organization"))
    return LookUps(
        bodies=BodiesByDate(steady),
        rules=RulesInForce(steady),
        people=running.person_keys,
        scope=Scope(steady, running.clock),
        visits=LoadsOfOfficers(running.pool),
        proofs=_uploads(running),
        outsiders=OutsidersKept(running.pool),
        deadlines=DeadlinesAhead(running.pool),
        reminders=RemindersAhead(running.pool),
        routes=OpenRoutes(running.pool),
    )


def _controllers(running: "Running") -> Sequence[Any]:
    assert running.log is not None and running.commands is not None
    look, log = running.look, running.log
    return (*roll(log), *stated(log, look.people), *proofs(log, running.commands, look.proofs))


SERVICE = Service(
    name="membership",
    owns="Đảng viên, nơi sinh hoạt chính thức và hồ sơ chuyển sinh hoạt: members, their one home, their transfers.",
    streams=(
        CELLS,
        MEMBERS,
        TRANSFERS,
        LETTERS,
        PLANS,
        ERASURES,
        HOME_SERVICES,
        CUSTODIES,
        DATA_REQUESTS,
        GLASSES,
        SHEET_EXPORTS,
    ),
    sheet_looks={
        requests.RegisterMember: sheet_looks.for_registrations,
        requests.CheckRegistration: sheet_looks.for_questions,
        requests.RequestTransfer: sheet_looks.for_questions,
        requests.CheckTransferRequest: sheet_looks.for_questions,
    },
    handlers={
        requests.RegisterMember: register_member.register_member,
        requests.RegisterMembers: register_member.register_members,
        requests.CheckRegistration: check_registration,
        requests.CheckTransferRequest: check_transfer_request,
        requests.PlaceHold: hold.place_hold,
        requests.LiftHold: hold.lift_hold,
        requests.DecideMemberState: member_life.decide_member_state,
        requests.CorrectMember: member_life.correct_member,
        requests.RequestTransfer: request_transfer,
        requests.ReviewTransfer: transfer_forward.review_transfer,
        requests.EndorseTransfer: transfer_forward.endorse_transfer,
        requests.ReceiveTransfer: transfer_forward.receive_transfer,
        requests.PresentTransfer: transfer_forward.present_transfer,
        requests.AdmitTransfer: transfer_forward.admit_transfer,
        requests.ConfirmTransfer: transfer_forward.confirm_transfer,
        requests.RegisterIncomingTransfer: register_incoming_transfer,
        requests.RecordPaperLetter: record_paper_letter,
        requests.ExtendTemporaryTransfer: transfer_stay.extend_temporary_transfer,
        requests.EndTemporaryTransfer: transfer_stay.end_temporary_transfer,
        requests.ReturnTransfer: transfer_aside.return_transfer,
        requests.RefuseTransfer: transfer_aside.refuse_transfer,
        requests.WithdrawTransfer: transfer_aside.withdraw_transfer,
        requests.CancelTransfer: transfer_aside.cancel_transfer,
        requests.ReissueTransferPaper: transfer_aside.reissue_transfer_paper,
        requests.DecideOverdueTransfer: transfer_aside.decide_overdue_transfer,
        home_requests.RequestHomeService: home_service.request_home_service,
        home_requests.CancelHomeService: home_service.cancel_home_service,
        home_requests.ScheduleHomeVisit: visit.schedule_home_visit,
        home_requests.StartHomeVisit: visit.start_home_visit,
        home_requests.FailHomeVisit: visit.fail_home_visit,
        home_requests.CompleteHomeVisit: visit.complete_home_visit,
        home_requests.RecordCustody: custody.record_custody,
        home_requests.CloseCustodyIncident: custody.close_custody_incident,
        outsiders.EraseOutsiders: outsiders.erase_outsiders,
        proof_check.CheckHomeProof: proof_check.check_home_proof,
        proof_check.LookAtHomeProof: proof_check.look_at_home_proof,
        proof.KeepHomeProof: proof.keep_home_proof,
        asked.RequestMyData: data_requests.request_my_data,
        asked.AnswerDataRequest: data_requests.answer_data_request,
        asked.ExtendDataRequest: data_requests.extend_data_request,
        asked.CompleteDataRequest: data_requests.complete_data_request,
        BreakGlass: break_glass,
        sheet_requests.RequestSheetExport: sheet_exports.request_sheet_export,
        sheet_requests.DecideSheetExport: sheet_exports.decide_sheet_export,
        sheet_requests.FetchSheetExport: sheet_exports.fetch_sheet_export,
        requests.ErasePerson: erase_person.erase_person,
        erase_person.DestroyPersonKey: erase_person.destroy_person_key,
        internal.ImportCells: cells.import_founded_cells,
        internal.CloseCell: cells.close_ended_cell,
        internal.ConfirmAdmittedTransfer: transfer_forward.confirm_admitted_transfer,
        internal.MarkTransferOverdue: transfer_aside.mark_transfer_overdue,
        internal.ReaddressTransfer: readdress_transfer,
        internal.RemindOfTransfer: remind_of_transfer,
        internal.ImportPlan: plans.import_plan,
        internal.EnactPlan: plans.enact_plan,
        internal.TakePlanBack: plans.take_plan_back,
        internal.StateAllocations: plans.state_allocations,
        internal.IntroduceOnward: onward.introduce_onward,
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
                    Plans(
                        staged=organization.RestructuringStaged,
                        effected=organization.RestructuringTookEffect,
                        reverted=organization.RestructuringReverted,
                    ),
                ),
                grants_view(organization.RoleGranted, organization.RoleGrantEnded),
                BODIES,
                RULES,
            ),
            policies=(
                import_cells_on_organization_founded.POLICY,
                close_cells_on_organization_ended.POLICY,
                follow_restructurings.POLICY,
            ),
            halt=True,
        ),
        Reaction(
            name="membership.own",
            source="membership",
            views=(DEADLINES, REMINDERS, OPEN_ROUTES, VISIT_LOADS, OUTSIDERS),
            policies=(
                confirm_transfer_on_admitted.POLICY,
                destroy_key_on_person_erased.POLICY,
                introduce_onward.POLICY,
            ),
        ),
        Reaction(name="membership.plans", source="membership", policies=(state_allocations.POLICY,)),
    ),
    timers=(
        mark_transfers_overdue.TIMER,
        remind_of_deadlines.TIMER,
        readdress_transfers.TIMER,
        erase_outsiders.TIMER,
        expire_proof_uploads.TIMER,
    ),
    look=_look,
    controllers=_controllers,
    migrations=(str(Path(people.__file__).with_name("migrations")), str(Path(__file__).with_name("migrations"))),
    founding=erase_person.replay_erasures,
    keeps_person_keys=True,
    tells_keys_to=("gateway",),
)
