"""`lienthong token`: a token that works at once, and nothing else on the output."""

import asyncio
import sys
from typing import Annotated

from cyclopts import Parameter

from services.cli.options import Data, data_folder
from services.cli.speech import leave
from services.typed import typed


def token(
    *,
    role: Annotated[str, Parameter(name="--as", help="Vai trò - the role, e.g. committee_officer.")],
    at: Annotated[str | None, Parameter(help="Mã tổ chức - the organisation's code.")] = None,
    member: Annotated[str | None, Parameter(help="Mã đảng viên - the member's id.")] = None,
    user: Annotated[str | None, Parameter(help="Tài khoản - the account (default: ROLE@CODE).")] = None,
    hours: Annotated[int, Parameter(help="Hiệu lực, giờ - how long it lasts.")] = 24,
    data: Data = None,
) -> None:
    """In ra một token đã có đủ quyền - print a token whose role every service knows already."""
    from services.signing_in import Wanted, sign_in
    from shared.runtime.state_file import running_stack
    from shared.vocabulary.refusals import Refusal

    folder = data_folder(data)
    if running_stack(folder) is None:
        leave(f"Chưa chạy: {typed('up', folder)}", f"Nothing runs here yet: {typed('up', folder)}")
    try:
        wanted = Wanted(role=role, at=at, member=member, user=user, seconds=hours * 3600)
        printed = asyncio.run(sign_in(folder, wanted))
    except Refusal as refusal:
        said = refusal.wire()
        leave(f"{said['vi']} {said['nextVi']}".strip(), f"{said['en']} {said['nextEn']}".strip())
    sys.stdout.write(printed + "\n")
