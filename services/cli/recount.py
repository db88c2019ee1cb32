"""`lienthong recount`: the proof of a restructuring, counted again by a reader of the published logs."""

import asyncio
from uuid import UUID

from services.cli.calling import calling
from services.cli.identity import PlanId
from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import settings_of
from services.cli.speech import leave, out, say, show_json
from services.recount.recount import ProofIsNotThere, Recount
from services.recount.recount import recount as counted_again
from shared.runtime.settings import Settings


def recount(
    plan: PlanId,
    *,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Đếm lại từ sổ đã công bố, so với chứng minh đã lưu - count again and compare with what is stored."""
    found = asyncio.run(_counted(settings_of(data_folder(data)), plan))
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
    async with calling(settings, patience=30) as client:
        try:
            return await counted_again(client.facts, plan)
        except ProofIsNotThere as missing:
            leave(f"Sổ chưa có chứng minh này, thiếu: {missing}", f"The log has no such proof, there is no: {missing}")
