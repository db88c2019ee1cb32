"""`lienthong up`: start everything and watch over it."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
from cyclopts import Parameter

from services.cli.options import AsJson, Data, Port, data_folder
from services.cli.speech import err, leave, out, say, show_json, told
from services.cli.troubles import sentences, silent_ones, troubles_of
from services.typed import typed
from shared.runtime import children
from shared.runtime.log_files import plain_words
from shared.runtime.ports import PortIsImpossible, PortIsTaken
from shared.runtime.settings import SettingIsWrong
from shared.runtime.state_file import StackRunsAlready, StackState, lock, read_state, running_stack
from shared.runtime.supervisor import ProgramsDidNotStart, StackDidNotStart

PATIENCE = 120.0
LEFT_OVER = 8.0  # services whose supervisor was killed end by themselves


def up(
    *,
    data: Data = None,
    port: Port = None,
    foreground: Annotated[bool, Parameter(negative="", help="Ở lại; Ctrl-C dừng - stay; Ctrl-C stops it.")] = False,
    json: AsJson = False,
) -> None:
    """Khởi động toàn bộ hệ thống và trông coi - start everything; returns once it answers, `down` stops it.

    Exit code 0 when every service serves (what is not right is told, a sentence each), 1 when one does not start.
    """
    folder = data_folder(data)
    if not foreground:
        announce(up_detached(folder, port), json=json)
        return
    try:
        _supervise(folder, port, lambda state: announce(state, json=json, foreground=True))
    except StackRunsAlready:
        leave_running(folder)


def up_detached(folder: Path, port: int | None, *, demo: bool = False) -> StackState:
    """The running stack of this folder; started in the background when there is none."""
    if (state := _settled(folder)) is not None:
        err.print(told("Đã chạy từ trước.", "It runs already."), markup=False)
        return state
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _background(folder, port, demo=demo)
    return _await_ready(folder, child)


def announce(state: StackState, *, json: bool = False, foreground: bool = False) -> None:
    """Where everything answers."""
    troubles = troubles_of(state)
    if json:
        show_json({**msgspec.to_builtins(state), "troubles": troubles})
        return
    gateway = state.urls["gateway"]
    seconds = f"{state.ready_after:.1f} s" if state.ready_after is not None else ""
    say(f"Liên thông đang chạy ({seconds}).", f"Liên thông is up ({seconds}).")
    out.print(f"  GraphQL  {gateway}/graphql", markup=False)
    out.print(f"  {told('dữ liệu', 'data')}  {state.data}", markup=False)
    stop = "Ctrl-C" if foreground else typed("down", Path(state.data))
    out.print(f"  {told('dừng', 'stop')}  {stop}", markup=False)
    for trouble in troubles:
        err.print(told(*sentences(trouble, Path(state.data))), markup=False, soft_wrap=True)


def leave_running(folder: Path) -> None:
    """Say which stack has the folder, and end."""
    state = running_stack(folder)
    where = f"{state.urls['gateway']} (pid {state.supervisor})" if state else str(folder)
    leave(
        f"Thư mục này đã có hệ thống đang chạy: {where}. Dừng bằng: {typed('down', folder)}",
        f"A stack already runs on this data folder: {where}. Stop it with: {typed('down', folder)}",
    )


def _supervise(folder: Path, port: int | None, ready: Callable[[StackState], None], *, demo: bool = False) -> None:
    from services.stack import CODE, FRONT, IMPORTED_LATE, SCHEMAS, STACK
    from shared.runtime.embedded import begin_cluster
    from shared.runtime.orphans import end_orphans
    from shared.runtime.preparing import prepare
    from shared.runtime.ready_cluster import ready_cluster

    held = lock(folder, patience=0.5 if running_stack(folder) else LEFT_OVER)
    try:
        end_orphans(folder)
        settings = prepare(folder, tuple(STACK), FRONT, port, demo=demo)
        cluster = begin_cluster(settings, lambda: ready_cluster(CODE))
        from shared.runtime.launch import Launch  # takes long to import: the cluster is copied meanwhile

        Launch(settings, cluster, STACK, SCHEMAS, IMPORTED_LATE).run(ready)
    except PortIsTaken as taken:
        leave(
            f"Cổng {taken.port} đang bị chiếm; chọn cổng khác bằng --port.",
            f"Port {taken.port} is taken; choose another one with --port.",
        )
    except PortIsImpossible as wrong:
        leave(
            f"Không có cổng {wrong.port}; chọn bằng --port một số từ 1 đến 65535.",
            f"There is no port {wrong.port}; choose one from 1 to 65535 with --port.",
        )
    except ProgramsDidNotStart as failed:
        leave(*silent_ones(failed.logs))
    except (StackDidNotStart, SettingIsWrong) as failed:
        leave(f"Không khởi động được: {failed}", f"It did not start: {failed}")
    finally:
        held.close()


def _background(folder: Path, port: int | None, *, demo: bool) -> NoReturn:
    log = folder / "logs" / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    children.detach(log)
    code = 1
    try:
        _supervise(folder, port, lambda state: None, demo=demo)
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - the last frame of the process: whatever it is goes to the log
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _settled(folder: Path) -> StackState | None:
    """The running stack, once it has left its start or its stop behind."""
    patience = _Patience(folder)
    while (state := running_stack(folder)) is not None and state.phase != "ready" and patience.lasts(state):
        time.sleep(0.05)
    return state


def _await_ready(folder: Path, child: int) -> StackState:
    patience, state = _Patience(folder), None
    try:
        while patience.lasts(state) and children.ended(child) is None:
            state = read_state(folder)
            if state is not None and state.supervisor == child and state.phase == "ready":
                return state
            time.sleep(0.02)
    except KeyboardInterrupt:
        children.send(child, signal.SIGTERM)
        raise
    said = plain_words(folder / "logs" / "supervisor.log")
    return leave(said, said)


class _Patience:
    """Two minutes, or as long as a start tells views anew; that is said once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._deadline = time.monotonic() + PATIENCE
        self._said = False

    def lasts(self, state: StackState | None) -> bool:
        if state is None or state.phase != "rebuilding":
            return time.monotonic() < self._deadline
        if not self._said:
            look = typed("status", self._folder)
            err.print(
                told(
                    f"Đang dựng lại các bảng đọc, có thể mất nhiều phút; xem: {look}",
                    f"Views are being told anew, which may take minutes; see: {look}",
                ),
                markup=False,
            )
        self._said, self._deadline = True, time.monotonic() + PATIENCE
        return True
