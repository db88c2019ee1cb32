"""`lienthong restore-drill`: prove that a backup can be restored, without touching what runs."""

import asyncio

from services.cli.log_verify import show as show_log
from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import connected, services_with_log, settings_of
from services.cli.speech import leave, say, show_json
from services.restore_drill import BackupFailed, Drill
from shared.runtime.settings import Settings


def restore_drill(*, data: Data = None, json: AsJson = False) -> None:
    """Diễn tập khôi phục - back up, recover beside, verify every log. Exit code 1 when anything is wrong."""
    settings = settings_of(data_folder(data))
    if "postgres" not in settings.embedded:
        leave(
            "PostgreSQL ngoài: diễn tập bằng công cụ sao lưu của nó, rồi `lienthong log verify` trên bản khôi phục.",
            "PostgreSQL is external: drill with its own backup tool, then `lienthong log verify` on what it restored.",
        )
    try:
        done = asyncio.run(_drill(settings, [service.name for service in services_with_log()]))
    except BackupFailed as failed:
        leave(f"Sao lưu không xong: {failed}", f"The backup failed: {failed}")
    if json:
        show_json(done)
    else:
        _show(done)
    raise SystemExit(int(not done.ok))


async def _drill(settings: Settings, services: list[str]) -> Drill:
    from services.restore_drill import drill

    async with connected(settings, services[0]):  # a stopped server is told as every command tells it
        return await drill(settings, services)


def _show(done: Drill) -> None:
    for log in done.logs:
        show_log(log)
    say(
        f"Sao lưu {done.backup_seconds} s, khôi phục {done.recovery_seconds} s, kiểm chứng {done.verify_seconds} s.",
        f"Backup {done.backup_seconds} s, recovery {done.recovery_seconds} s, verification {done.verify_seconds} s.",
    )
    if done.new_epochs:
        say("Mỗi sổ mở một kỷ nguyên mới sau khôi phục.", "Each log opens a new epoch after the restore.")
    else:
        say("Kỷ nguyên của sổ không đổi sau khôi phục.", "A log did not open a new epoch after the restore.")
    if done.erased_again:
        say(
            f"{done.erased_again} khóa đã xóa có trong bản sao lưu; khi khởi động sẽ xóa lại.",
            f"{done.erased_again} destroyed keys are in the backup; the first start destroys them again.",
        )
