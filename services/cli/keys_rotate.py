"""`lienthong keys rotate`: a new key of the deployment; every person's key is wrapped anew while services run."""

import asyncio
import time
from uuid import UUID

import msgspec
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import connected, settings_of
from services.cli.speech import err, leave, leave_refused, say, show_json, told
from shared.eventlog.refusals import SecretIsWrong
from shared.people.refusals import PersonKeyIsBroken
from shared.people.rotation import KeyIsBeingRotated, alone, begin, end, wrap_anew
from shared.runtime.settings import Settings

_OWNER = "membership"
_SETTLED = 1.0  # seconds in which a key that was being made under the old one has been committed


class Rotated(msgspec.Struct, frozen=True, kw_only=True):
    """What a rotation did."""

    keys: int
    seconds: float
    broken: list[UUID] = []
    """The persons whose key no key of the deployment opens; theirs stayed as it was."""


def rotate(*, data: Data = None, json: AsJson = False) -> None:
    """Đổi khóa bao của hệ thống - rotate the key that wraps every person's key. An interrupted rotation is finished."""
    settings = settings_of(data_folder(data))
    try:
        done = asyncio.run(_rotate(settings))
    except SecretIsWrong as wrong:
        leave_refused(wrong)
    except KeyIsBeingRotated:
        leave(
            "Một lệnh đổi khóa khác đang chạy: chờ cho xong rồi chạy lại nếu còn cần.",
            "Another rotation is at work: wait for its end, and run this again if it is still needed.",
        )
    if json:
        show_json(done)
    else:
        say(
            f"Đã bọc lại {done.keys} khóa trong {done.seconds:.1f} s; khóa cũ đã bỏ.",
            f"{done.keys} keys are wrapped anew in {done.seconds:.1f} s; the old key is gone.",
        )
        for person in done.broken:
            refusal = PersonKeyIsBroken(person=person).wire()
            say(f"  {refusal['vi']} {refusal['nextVi']}", f"  {refusal['en']} {refusal['nextEn']}")
    raise SystemExit(int(bool(done.broken)))


async def _rotate(settings: Settings) -> Rotated:
    started, secrets, count, broken = time.monotonic(), settings.secrets, 0, list[UUID]()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err.console, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(told("Khóa", "Keys"), total=None)
        async with connected(settings, _OWNER) as connection, alone(connection):
            await begin(connection, secrets)
            for settle in (_SETTLED, 0.0):
                wrapped, broken = await wrap_anew(
                    connection, secrets.keks, lambda done, total: bar.update(task, completed=done, total=total)
                )
                count += wrapped
                await asyncio.sleep(settle)
            await end(connection, secrets)
    return Rotated(keys=count, seconds=round(time.monotonic() - started, 2), broken=broken)
