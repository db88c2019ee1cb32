"""Đến nhà - the handlers of scheduling, setting out, failing and completing, also of acts that arrive late or twice."""

import secrets
from uuid import UUID

from services.membership.application.custody import custodian_now, hand_over_at_visit
from services.membership.application.home_case import (
    HomeCase,
    codes_above,
    permitted_case,
    settle_home,
)
from services.membership.application.home_moments import moment_at
from services.membership.application.lookups import Look
from services.membership.application.outsiders import sealed_outsider
from services.membership.application.proof_check import HOME_PROOF
from services.membership.contracts.home_requests import (
    CompleteHomeVisit,
    FailHomeVisit,
    ScheduleHomeVisit,
    StartHomeVisit,
)
from services.membership.domain.home_service import visit as decide
from services.membership.domain.home_service.catalogue import rules_of
from services.membership.domain.home_service.fairness import chosen, fairest
from services.membership.domain.refusals_home import OneTimeCodeIsWrong, ProofIsOfAnotherVisit
from shared.eventlog.work import Work

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8


async def schedule_home_visit(request: ScheduleHomeVisit, work: Work, look: Look) -> None:
    """The officer who was named, or the one with the least to do; the visit gets secrets of its own."""
    case = await permitted_case("PlanHomeVisit", request.home_service_id, work, look)
    chain = await look.bodies.chain(case.organization, work.today, work.today)
    rules = rules_of(await look.rules.rows(), codes_above(chain), work.today)
    loads = await look.visits.loads(case.organization, request.on)
    officer = (
        fairest(loads, rules.visits_per_day)
        if request.officer is None
        else chosen(loads, request.officer, rules.visits_per_day)
    )
    seals = await look.people.sealer(case.member)
    at = decide.Appointment(
        officer=officer,
        on=request.on,
        slot=request.slot.value,
        one_time_code=seals.seal("one_time_code", "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))),
        capture_key=seals.seal("capture_key", secrets.token_hex(32)),
    )
    await settle_home(case, work, decide.schedule(case.service, at, work.today))


async def start_home_visit(request: StartHomeVisit, work: Work, look: Look) -> None:
    """Lên đường."""
    case = await permitted_case("MakeHomeVisit", request.home_service_id, work, look)
    await settle_home(case, work, decide.start(case.service, request.visit, moment_at(request.at, work)))


async def fail_home_visit(request: FailHomeVisit, work: Work, look: Look) -> None:
    """Không gặp được."""
    case = await permitted_case("MakeHomeVisit", request.home_service_id, work, look)
    moment = moment_at(request.at, work)
    await settle_home(case, work, decide.fail(case.service, request.visit, request.why.value, moment))


async def complete_home_visit(request: CompleteHomeVisit, work: Work, look: Look) -> None:
    """Xong việc: the hand-over that came with it, then the proof; both in one commit, or neither."""
    case = await permitted_case("MakeHomeVisit", request.home_service_id, work, look)
    visit, moment = decide.visit_of(case.service, request.visit), moment_at(request.at, work)
    await _refuse_proofs_of_others(request.proof_ids, case, work)
    if visit.outcome == "DONE":
        decide.complete(case.service, request.visit, decide.Evidence(proofs=request.proof_ids), moment)
        return
    await hand_over_at_visit(case, request, moment, work, look)
    shown = await _shown(request, case, work, look)
    await settle_home(case, work, decide.complete(case.service, request.visit, shown, moment))


async def _shown(request: CompleteHomeVisit, case: HomeCase, work: Work, look: Look) -> decide.Evidence:
    seals = await look.people.sealer(case.member)
    code = case.service.one_time_code
    said = (request.one_time_code or "").replace("-", "").replace(" ", "").upper()
    right = bool(
        said and code and secrets.compare_digest(said.encode(), (seals.open("one_time_code", code) or "").encode())
    )
    if said and not right:
        raise OneTimeCodeIsWrong("one_time_code")
    return decide.Evidence(
        proofs=request.proof_ids,
        code_is_right=right,
        witness=await sealed_outsider(look, case.id, "witness", request.witness),
        recipient=request.recipient.value,
        custodian=await custodian_now(case, work),
    )


async def _refuse_proofs_of_others(proofs: tuple[UUID, ...], case: HomeCase, work: Work) -> None:
    for proof in proofs:
        if proof not in case.service.proofs and await work.holder(HOME_PROOF, str(proof)) not in (None, case.id):
            raise ProofIsOfAnotherVisit("proof_ids")
