"""`lienthong erase`: carry out a decision to erase a member's personal data, and tell how far it has come."""

import asyncio
import sys
import time
from datetime import date
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

import asyncpg
from cyclopts import Parameter

from services.cli.calling import calling
from services.cli.erasures import show
from services.cli.identity import MemberId
from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import settings_of
from services.cli.speech import err, leave, out, show_json, told
from services.erasure_report import ErasureReport
from shared.runtime.settings import Settings

_PATIENCE = 10.0


def erase(
    member: MemberId,
    *,
    decision: Annotated[str, Parameter(help="Số quyết định - the decision's number.")],
    decided_on: Annotated[date, Parameter(help="Ngày quyết định - the decision's date, 2026-01-31.")],
    yes: Annotated[bool, Parameter(negative="", help="Không hỏi lại - do not ask.")] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Xóa dữ liệu cá nhân theo quyết định - erase a member's personal data for good. Exit code 1 if it is not done."""
    settings = settings_of(data_folder(data))
    if not yes and not _agreed(member):
        leave("Chưa xóa gì.", "Nothing was erased.")
    found = asyncio.run(_erase(settings, member, decision, decided_on))
    if json:
        show_json(found)
    else:
        show([found])
    raise SystemExit(int(not found.done))


def _agreed(member: UUID) -> bool:
    if not sys.stdin.isatty():
        leave("Thêm --yes để xóa mà không hỏi.", "Add --yes to erase without being asked.")
    question = told(
        f"Xóa vĩnh viễn dữ liệu cá nhân của {member}? (c/k) ", f"Erase the personal data of {member} for good? (y/n) "
    )
    return out.input(question, markup=False).strip().lower() in {"y", "yes", "c", "có", "co"}


async def _erase(settings: Settings, member: UUID, decision: str, decided_on: date) -> ErasureReport:
    from services.erasure_report import report
    from services.membership.contracts.requests import ErasePerson
    from services.signing_in import SIGNER
    from shared.http.tokens import Tokens

    request = ErasePerson(
        command_id=uuid5(NAMESPACE_URL, f"lienthong:erase:{member}:{decision}:{decided_on}"),
        member_id=member,
        decision_number=decision,
        decided_on=decided_on,
    )
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    async with calling(settings) as client:
        await client.command("membership", request, token=tokens.service(SIGNER))
    deadline = time.monotonic() + _PATIENCE
    while True:
        found = next(one for one in await report(settings, [member]) if one.member == member)
        if found.reached or time.monotonic() > deadline:
            break
        await asyncio.sleep(0.1)
    return await _swept(settings, found)


async def _swept(settings: Settings, found: ErasureReport) -> ErasureReport:
    """The dead rows go at the end; if they cannot yet, the report says so, and the same command tries again."""
    from services.erasure_report import report
    from services.erasure_sweep import DeadRowsAreSeen, sweep

    if not found.reached or found.dead_rows_gone:
        return found
    try:
        await sweep(settings, [found.member])
    except (DeadRowsAreSeen, asyncpg.PostgresError, OSError) as error:
        said = told("Hàng chết chưa dọn được", "The dead rows could not be taken out")
        err.print(f"{said}: {type(error).__name__} {error}".strip(), markup=False, soft_wrap=True)
    return next(one for one in await report(settings, [found.member]) if one.member == found.member)
