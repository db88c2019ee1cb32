"""`lienthong merge-2025`: the merger of 1 July 2025 on the real map, in a deployment of its own, with its proof."""

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from services.cli.down import stop
from services.cli.options import AsJson, data_folder
from services.cli.speech import err, leave, out, say, told
from services.cli.up import up_detached
from services.merger_2025.size import Size
from shared.runtime.settings import Settings, settings_file

TREE = "LIENTHONG_TREE"
_GB = 1e9


def merge_2025(
    *,
    members: Annotated[int, Parameter(help="Số đảng viên mẫu - how many made-up members.")] = 54_000,
    cells: Annotated[
        int | None, Parameter(help="Số chi bộ mỗi xã cũ - cells to an old unit (default: as many as the members fill).")
    ] = None,
    data: Annotated[Path, Parameter(name="--data", help="Thư mục riêng, chưa có gì - an empty folder of its own.")],
    port: Annotated[int | None, Parameter(help="Cổng của gateway - the gateway's port (default: 8080).")] = None,
    as_rows: Annotated[
        bool,
        Parameter(
            negative="",
            help="Viết đảng viên thẳng vào các bảng đọc, cho quy mô cả nước - members straight into the views.",
        ),
    ] = False,
    keep: Annotated[bool, Parameter(negative="", help="Để hệ thống chạy tiếp - leave it up.")] = False,
    json: AsJson = False,
) -> None:
    """Dựng cây 30-6-2025, sắp xếp cả nước theo bản đồ thật, rồi chứng minh - load, merge, prove."""
    folder = data_folder(data)
    if settings_file(folder).exists():
        leave(f"{folder} đã có dữ liệu; chọn thư mục trống.", f"{folder} holds data; choose an empty folder.")
    if members < 1 or (cells is not None and cells < 1):
        leave("Cần ít nhất một đảng viên, một chi bộ.", "At least one member and one cell are needed.")
    size = Size(members=members, cells=cells, as_rows=as_rows)
    folder.mkdir(parents=True, exist_ok=True)
    needed, free = size.bytes_needed / _GB, shutil.disk_usage(folder).free / _GB
    if free < needed:
        leave(f"Cần {needed:.1f} GB đĩa, còn {free:.1f}.", f"It takes {needed:.1f} GB of disk, {free:.1f} are free.")
    os.environ[TREE] = "none"
    up_detached(folder, port)
    try:
        outcome = asyncio.run(_merge(Settings.load(folder), size))
    finally:
        if not keep:
            stop(folder)
    _show(outcome)
    if json:
        sys.stdout.write(msgspec.json.encode(outcome).decode() + "\n")  # one line, the last
    if not outcome.holds:
        leave("Không bảo toàn.", "The proof does not hold.")


async def _merge(settings: Settings, size: Size) -> Any:
    from services.merger_2025.run import merge

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=err.console, transient=True) as bar:
        task = bar.add_task(told("Dữ liệu mẫu", "Made-up data"), total=None)
        return await merge(
            settings,
            size,
            lambda what, done, total: bar.update(task, description=what, completed=done, total=total),
        )


def _show(outcome: Any) -> None:
    for name, before, after in (
        (told("tỉnh, thành phố", "provinces"), outcome.provinces_before, outcome.provinces_after),
        (told("xã, phường, đặc khu", "communes"), outcome.communes_before, outcome.communes_after),
        (told("đảng viên", "members"), outcome.members_before, outcome.members_after),
    ):
        out.print(f"  {name:<22}{before:>10} → {after}", markup=False)
    took = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in outcome.seconds.items())
    say(f"{outcome.operations} thao tác; {took}", f"{outcome.operations} operations; {took}")
    found = outcome.measured
    say(
        f"ghi lại từng đảng viên {found.update_seconds} s: gấp {found.times_faster_durable} lần ghi phương án",
        f"each member's row written anew {found.update_seconds} s: {found.times_faster_durable} times the commit",
    )
