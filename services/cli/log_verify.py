"""`lienthong log verify`: is every service's log still what was written? Exit code 1 when anything is wrong."""

import asyncio
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
from cyclopts import Parameter

from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import connected, services_with_log, settings_of
from services.cli.speech import leave, leave_refused, say, show_json, told
from services.cli.unknown_topics import tell, tell_unreadable
from services.stack import STACK
from shared.eventlog import key_checks
from shared.eventlog.breach import KINDS
from shared.eventlog.notary import checkpoint_file
from shared.eventlog.refusals import SecretIsWrong
from shared.eventlog.signing import Signed, Signer
from shared.eventlog.topics import register_topics, unknown_facts
from shared.eventlog.verifying import Verified
from shared.runtime.settings import Settings


def verify(
    *,
    service: Annotated[str | None, Parameter(help="Chỉ một dịch vụ - one service only.")] = None,
    checkpoints: Annotated[
        Path | None, Parameter(help="Thư mục điểm chốt giữ nơi khác - a folder of checkpoints kept off-host.")
    ] = None,
    restored: Annotated[
        bool, Parameter(negative="", help="Đã khôi phục, biết là mất đuôi sổ - a restore is known to have lost a tail.")
    ] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Kiểm chứng sổ sự kiện - verify hash chains, order and signed checkpoints. Exit code 1 when anything is wrong."""
    settings = settings_of(data_folder(data))
    names = [one.name for one in services_with_log(service)]
    if checkpoints is not None and not checkpoints.is_dir():
        leave(f"Không có thư mục điểm chốt {checkpoints}", f"There is no folder of checkpoints {checkpoints}")
    found = asyncio.run(_verified(settings, names, checkpoints, restored=restored))
    if json:
        show_json(found)
    else:
        for one in found:
            show(one)
    raise SystemExit(int(any(one.breaches for one in found)))


async def _verified(settings: Settings, names: list[str], folder: Path | None, *, restored: bool) -> list[Verified]:
    from shared.eventlog.verifying import verify as verified

    register_topics([load() for load in STACK.values()])
    signer = Signer(settings.secrets.log_key)
    found: list[Verified] = []
    for name in names:
        outside = _outside(folder / f"{name}.checkpoints" if folder else checkpoint_file(settings.data, name))
        async with (
            connected(settings, name) as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            if not await key_checks.holds(connection, key_checks.LOG, settings.secrets.log_key):
                leave_refused(SecretIsWrong(secret=key_checks.LOG))
            one = await verified(connection, name, signer, outside, restored=restored)
            if folder is not None and one.checkpoints and not outside:
                _nothing_kept(folder, name)
            found.append(msgspec.structs.replace(one, unknown=tuple(await unknown_facts(connection))))
    return found


def _nothing_kept(folder: Path, name: str) -> NoReturn:
    """Compared with nothing a log would look well: whoever names a folder wants it compared with what is in there."""
    leave(
        f"{folder}: không có điểm chốt nào của {name} ({name}.checkpoints)",
        f"{folder} has no checkpoints of {name} ({name}.checkpoints)",
    )


def _outside(file: Path) -> list[Signed]:
    if not file.exists():
        return []
    found: list[Signed] = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            found.append(Signed.read(line))
        except msgspec.DecodeError:  # a power cut may leave half a line: what it said stands in the database
            say(f"{file}, dòng {number}: không đọc được", f"{file}, line {number}: not readable")
    return found


def show(one: Verified) -> None:
    """A line for the log, and one for each thing that is wrong."""
    mark = "✗" if one.breaches else "✓"
    say(
        f"{mark} {one.service}: {one.facts} sự kiện, {one.published} đã phát hành, {one.batches} dấu niêm, "
        f"{one.checkpoints} điểm chốt, {one.seconds:.1f} s",
        f"{mark} {one.service}: {one.facts} facts, {one.published} published, {one.batches} seals, "
        f"{one.checkpoints} signed checkpoints, {one.seconds:.1f} s",
    )
    for restore in one.restores:
        say(
            f"    kỷ nguyên {restore.epoch} tiếp từ vị trí {restore.continues}: phần đã ký tới {restore.until} "
            "không còn sau lần khôi phục đó; nếu không ai khôi phục, đuôi sổ đã bị cắt",
            f"    epoch {restore.epoch} continues behind position {restore.continues}: what was signed up to "
            f"{restore.until} is gone with that restore; if nobody restored, the log's tail was cut",
        )
    for breach in one.breaches:
        line = f"    {breach.table} {breach.at}: {told(*KINDS[breach.kind])}"
        say(line, line)
    tell(one.service, one.unknown)
    tell_unreadable(one.service, one.unreadable)
