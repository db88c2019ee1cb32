"""`lienthong reset`: take a deployment away, with everything it wrote."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from services.cli.down import stop
from services.cli.options import Data, data_folder
from services.cli.speech import leave, out, say, told
from shared.runtime.embedded import end_left_over, postgres_home
from shared.runtime.postgres_home import reachable_home
from shared.runtime.settings import Settings, settings_file


def reset(
    *,
    data: Data = None,
    yes: Annotated[bool, Parameter(negative="", help="Không hỏi lại - do not ask.")] = False,
) -> None:
    """Xóa toàn bộ dữ liệu của hệ thống - stop and delete everything under the data folder; asks first."""
    folder = data_folder(data)
    if not settings_file(folder).exists():
        say(f"Không có dữ liệu nào ở {folder}.", f"There is nothing at {folder}.")
        return
    if not yes and not _agreed(folder):
        leave("Chưa xóa gì.", "Nothing was deleted.")
    stop(folder)
    settings = Settings.load(folder)
    end_left_over(settings)
    for part in (reachable_home(postgres_home(settings)), folder):
        shutil.rmtree(part, ignore_errors=False)
    say(f"Đã xóa {folder}.", f"Deleted {folder}.")


def _agreed(folder: Path) -> bool:
    if not sys.stdin.isatty():
        leave("Thêm --yes để xóa mà không hỏi.", "Add --yes to delete without being asked.")
    question = told(f"Xóa toàn bộ dữ liệu ở {folder}? (c/k) ", f"Delete everything at {folder}? (y/n) ")
    return out.input(question, markup=False).strip().lower() in {"y", "yes", "c", "có", "co"}
