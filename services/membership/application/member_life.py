"""Quyết định về đảng viên, đính chính lý lịch - the handlers; who leaves takes no transfer and no stay along."""

from typing import NamedTuple
from uuid import UUID

from services.membership.application.lookups import Look, Seals
from services.membership.application.member_in_sight import known_member, permitted_at, province_at
from services.membership.application.open_transfer import open_transfer
from services.membership.application.register_member import sealed_places
from services.membership.application.request_transfer import OPEN_TRANSFER
from services.membership.contracts.requests import CorrectMember, DecideMemberState
from services.membership.domain import correction, member_life
from services.membership.domain.correction import Correction
from services.membership.domain.member import MEMBERS, NUMBERS, Member
from services.membership.domain.member_facts import GuestStayEnded, MemberCorrected
from services.membership.domain.member_life import Decision
from services.membership.domain.paper import evidence_hash, paper_number
from services.membership.domain.refusals_member import MemberAlreadyRegistered
from services.membership.domain.transfer.facts import Act, GuestReturned, TransferCancelled
from services.membership.domain.transfer.state import TRANSFERS
from services.membership.domain.transfer.steps import ENDED
from shared.eventlog.work import Work

_BY_THE_CELL = frozenset({"EXEMPTED", "EXEMPTION_ENDED"})


async def decide_member_state(request: DecideMemberState, work: Work, look: Look) -> None:
    """The cell decides exemptions, the committees over it everything else."""
    member, home = await known_member(request.member_id, work, look)
    kind = request.decision.value
    action = "DecideExemption" if kind in _BY_THE_CELL else "DecideMemberState"
    await permitted_at(action, request.member_id, home, work, look, path="member_id")
    number = paper_number(request.decision_number, "decision_number")
    sealer = await look.people.sealer(request.member_id)
    decision = Decision(
        kind=kind,
        number=sealer.seal("decision_number", number) if number else None,
        decided_on=request.decision_date,
        effective_on=request.effective_on or request.decision_date,
    )
    province = await province_at(home, work)
    work.record(MEMBERS, request.member_id, member_life.decide(decision, member, work.today), province=province)
    if member_life.ends(kind):
        act = Act(organization=home, acted_on=decision.effective_on)
        await _end_what_is_open(request.member_id, member, act, province, work)
    work.answer("member", request.member_id)


async def _end_what_is_open(member_id: UUID, member: Member, act: Act, province: str, work: Work) -> None:
    """Hồ sơ đang chuyển bị hủy, lần tạm thời kết thúc: in the commit of the decision itself."""
    found = await open_transfer(member_id, work)
    if found and found[1].state not in (*ENDED, "ADMITTED"):
        transfer_id, transfer = found
        work.record(TRANSFERS, transfer_id, TransferCancelled(act=act), province=transfer.province)
        work.release(OPEN_TRANSFER, str(member_id), transfer_id)
    if member.stay is not None:
        stay = (await work.load(TRANSFERS, member.stay.transfer)).state
        work.record(TRANSFERS, member.stay.transfer, GuestReturned(act=act), province=stay.province)
        ended = GuestStayEnded(on=act.acted_on, transfer=member.stay.transfer)
        work.record(MEMBERS, member_id, ended, province=province)


async def correct_member(request: CorrectMember, work: Work, look: Look) -> None:
    """Numbers that only one member may bear are given back and taken anew in the same commit."""
    member, home = await known_member(request.member_id, work, look)
    await permitted_at("CorrectMember", request.member_id, home, work, look, path="member_id")
    asked = Correction(**{name: getattr(request, name) for name in Correction.__struct_fields__})
    right = correction.checked(asked, member, work.today)
    sealer = await look.people.sealer(request.member_id)
    for kind in NUMBERS:
        if number := getattr(right, kind):
            _exchange(Claimed(kind, number), request.member_id, member, sealer, work)
    work.record(
        MEMBERS, request.member_id, _corrected(request, right, sealer, work), province=await province_at(home, work)
    )
    work.answer("member", request.member_id)


class Claimed(NamedTuple):
    """Số chỉ một người mang: which kind of number, and the number."""

    kind: str
    number: str


def _exchange(new: Claimed, member_id: UUID, member: Member, sealer: Seals, work: Work) -> None:
    kind, number = new
    sealed = member.numbers.get(kind)
    old = sealer.open(kind, sealed) if sealed else None
    if old == number:
        return
    if old:
        work.release(kind, old, member_id)
    work.claim(kind, number, holder=member_id, refusal=MemberAlreadyRegistered())


def _corrected(request: CorrectMember, right: Correction, sealer: Seals, work: Work) -> MemberCorrected:
    texts = {name: getattr(right, name) for name in ("full_name", *NUMBERS)}
    born = right.date_of_birth.isoformat() if right.date_of_birth else None
    return MemberCorrected(
        on=work.today,
        evidence_hash=evidence_hash(request.evidence_hash, "evidence_hash") or "",
        **{name: sealer.seal(name, text) if text else None for name, text in texts.items()},
        date_of_birth=sealer.seal("date_of_birth", born) if born else None,
        admitted_on=right.admitted_on,
        full_member_on=right.full_member_on,
        seniority_from=right.seniority_from,
        **sealed_places(request, sealer),
    )
