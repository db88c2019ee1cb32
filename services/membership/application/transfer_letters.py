"""Vào sổ giới thiệu - a letter takes its number from the issuer's register of the year, in the same commit."""

from services.membership.application.transfer_case import Case
from services.membership.domain.letters import LETTERS, enter, register_of
from shared.eventlog.work import Work


async def numbered(case: Case, work: Work) -> str:
    """The number on the paper where it is free, else the register's next."""
    issuer = case.transfer.issuer
    issued_on = case.act.acted_on
    stream = register_of(issuer.organization, issued_on.year)
    register = (await work.load(LETTERS, stream)).state
    entry = enter(register, issuer.type, case.id, issued_on, case.act.paper_number)
    work.record(LETTERS, stream, entry, province=case.transfer.province)
    return entry.text
