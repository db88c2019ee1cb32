"""`lienthong republish SERVICE`: after a fork, a new epoch and a new stream filled from the log."""

import asyncio
import sys
from typing import Annotated

import msgspec
from cyclopts import Parameter

from services.cli.calling import calling
from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import services_with_log, settings_of
from services.cli.speech import leave, out, say, show_json, told
from shared.http.mending_pages import NewEpoch, Nothing
from shared.runtime.settings import Settings


def republish(
    service: Annotated[str, Parameter(name="SERVICE", help="Dịch vụ có luồng bị rẽ nhánh - whose mirror forked.")],
    *,
    yes: Annotated[bool, Parameter(negative="", help="Không hỏi lại - do not ask.")] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Phát hành lại - the old stream stays for reading, takes nothing more; followers go on in the new one."""
    settings = settings_of(data_folder(data))
    services_with_log(service)
    if not yes and not _agreed(service):
        leave("Chưa làm gì.", "Nothing was done.")
    opened = asyncio.run(_republish(settings, service))
    if json:
        show_json(opened)
    else:
        say(
            f"{service}: kỷ nguyên mới {opened.epoch}; dịch vụ khởi động lại và phát hành lại từ sổ.",
            f"{service}: the new epoch is {opened.epoch}; the service starts again and publishes from its log.",
        )


def _agreed(service: str) -> bool:
    if not sys.stdin.isatty():
        leave("Thêm --yes để không hỏi lại.", "Add --yes to be asked nothing.")
    question = told(f"Mở kỷ nguyên mới cho {service}? (c/k) ", f"Open a new epoch for {service}? (y/n) ")
    return out.input(question, markup=False).strip().lower() in {"y", "yes", "c", "có", "co"}


async def _republish(settings: Settings, service: str) -> NewEpoch:
    async with calling(settings) as client:
        return msgspec.json.decode(await client.send(service, "/republish", Nothing()), type=NewEpoch)
