"""`lienthong recount`: the proof of a restructuring, counted again by a reader of the published logs."""

import asyncio
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter
from strawberry.relay import GlobalID

from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import settings_of
from services.cli.speech import leave, out, say, show_json
from services.recount.recount import ProofIsNotThere, Recount
from services.recount.recount import recount as counted_again
from services.signing_in import SignIn
from shared.http.client import ServiceClient
from shared.runtime.settings import Settings


def recount(
    plan: Annotated[str, Parameter(name="ID", help="Mã phương án: UUID hoặc id của API - the plan's id.")],
    *,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Đếm lại từ sổ đã công bố, so với chứng minh đã lưu - count again and compare with what is stored."""
    found = asyncio.run(_counted(settings_of(data_folder(data)), _uuid(plan)))
    if json:
        show_json(found)
    else:
        for kind in sorted(found.before):
            out.print(f"  {kind:12} {found.before[kind]:>9,} → {found.after[kind]:>9,}", markup=False)
        out.print("\n".join(found.differences), markup=False)
    if not found.holds:
        leave("Chứng minh không khớp.", "The proof does not stand up.")
    say("✓ Chứng minh đúng.", "✓ The proof is right.")


async def _counted(settings: Settings, plan: UUID) -> Recount:
    client = ServiceClient(settings.urls(), SignIn(settings).service, patience=30)
    try:
        return await counted_again(client.facts, plan)
    except ProofIsNotThere as missing:
        leave(f"Chưa có: {missing}", f"It is not there: {missing}")
    finally:
        await client.close()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(GlobalID.from_id(text).node_id)
