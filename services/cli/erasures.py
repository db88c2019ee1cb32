"""`lienthong erasures`: every erasure of personal data, and whether it has reached everything."""

import asyncio
from collections.abc import Iterable

from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import answering, settings_of
from services.cli.speech import say, show_json
from services.erasure_report import ErasureReport


def erasures(*, data: Data = None, json: AsJson = False) -> None:
    """Báo cáo xóa dữ liệu cá nhân - how far each erasure has come. Exit code 1 while one has not reached everything."""
    from services.erasure_report import report

    settings = settings_of(data_folder(data))
    with answering(settings):
        found = asyncio.run(report(settings))
    if json:
        show_json(found)
    elif found:
        show(found)
    else:
        say("Chưa xóa dữ liệu cá nhân của ai.", "Nobody's personal data were erased.")
    raise SystemExit(int(not all(one.done for one in found)))


def show(found: Iterable[ErasureReport]) -> None:
    """A few lines for each."""
    for one in found:
        waiting = ", ".join(name for name, passed in one.passed.items() if not passed)
        mark = "✓" if one.done else "…"
        say(
            f"{mark} {one.member}: quyết định {one.decision_number} ngày {one.decided_on:%d/%m/%Y}",
            f"{mark} {one.member}: decision {one.decision_number} of {one.decided_on}",
        )
        if not one.key_destroyed:
            say("    khóa chưa hủy", "    the key is not destroyed yet")
        if not one.noted_outside:
            say("    chưa ghi ra ngoài cơ sở dữ liệu", "    not noted outside the database yet")
        if waiting:
            say(f"    còn chờ: {waiting}", f"    not passed yet: {waiting}")
        if one.reached and not one.dead_rows_gone:
            say(
                "    hàng chết còn trong tệp của bảng: chạy lại đúng lệnh erase này",
                "    dead rows still stand in the files of tables: run the same erase again",
            )
        if one.old_bytes_in:
            tables = ", ".join(one.old_bytes_in)
            say(
                f"    chỗ trống còn byte cũ cho tới khi bị ghi đè hoặc bảng được ghi lại: {tables}",
                f"    freed space holds old bytes until it is overwritten or the table written anew: {tables}",
            )
        say(
            f"    bản sao lưu khóa còn tới {one.key_backups_until:%d/%m/%Y}",
            f"    backups of the key age out by {one.key_backups_until}",
        )
