"""`lienthong down`: stop everything; the data stay."""

import signal
import time
from pathlib import Path

from services.cli.options import Data, data_folder
from services.cli.speech import leave, say
from shared.runtime import children
from shared.runtime.orphans import end_orphans
from shared.runtime.state_file import is_locked, running_stack

PATIENCE = 8.0


def down(*, data: Data = None) -> None:
    """Dừng toàn bộ hệ thống, dữ liệu còn nguyên - stop everything, keep the data."""
    folder = data_folder(data)
    if stop(folder):
        say("Đã dừng. Dữ liệu còn nguyên.", "Stopped. The data stay.")
    else:
        say("Không có gì đang chạy.", "Nothing runs here.")


def stop(folder: Path) -> bool:
    """End the stack of this folder and wait for it, or what a killed supervisor left; False when nothing runs."""
    state = running_stack(folder)
    if state is None:
        return bool(end_orphans(folder))
    children.send(state.supervisor, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while is_locked(folder):
        if time.monotonic() > deadline:
            leave(
                f"Tiến trình {state.supervisor} không dừng; xem {folder}/logs/supervisor.log",
                f"Process {state.supervisor} does not end; see {folder}/logs/supervisor.log",
            )
        time.sleep(0.03)
    return True
