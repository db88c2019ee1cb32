"""`lienthong status`: what runs, where it answers, how it is."""

from pathlib import Path
from typing import Any

import msgspec
import psutil
from rich.table import Table

from services.cli.options import AsJson, Data, data_folder
from services.cli.speech import out, say, show_json
from shared.runtime.asking import answers, findings
from shared.runtime.state_file import StackState, running_stack

NOT_RUNNING = 3


def status(*, data: Data = None, json: AsJson = False) -> None:
    """Tình trạng các tiến trình - the processes and their addresses. Exit code 0 ready, 1 not quite, 3 nothing runs."""
    folder = data_folder(data)
    found = look(folder)
    if json:
        show_json(found)
    else:
        show(found)
    raise SystemExit(_code(found))


def look(folder: Path) -> dict[str, Any]:
    """The stack's state as plain data."""
    state = running_stack(folder)
    if state is None:
        return {"running": False, "ready": False, "data": str(folder)}
    processes = [_process(state, process.name, process.pid, process.restarts) for process in state.processes]
    return {
        **msgspec.to_builtins(state),
        "running": True,
        "ready": state.phase == "ready" and all(process["ready"] for process in processes),
        "graphql": f"{state.urls['gateway']}/graphql",
        "processes": processes,
        "memory_mb": round(sum(process["pss_mb"] or 0 for process in processes), 1),
    }


def _process(state: StackState, name: str, pid: int, restarts: int) -> dict[str, Any]:
    url = state.urls.get(name)
    told = findings(url) if url else []
    return {
        "name": name,
        "pid": pid,
        "url": url or state.servers.get(name),
        "restarts": restarts,
        "ready": answers(url, "/health/ready") if url else psutil.pid_exists(pid),
        "lag": sum(finding["lag"] for finding in told),
        "notes": [_note(finding) for finding in told if finding["reason"] or finding.get("kind")],
        "pss_mb": proportional_memory(pid),
    }


def _note(finding: dict[str, Any]) -> str:
    return " ".join(said for said in (finding["name"], finding.get("kind", ""), finding["reason"]) if said)


def proportional_memory(pid: int) -> float | None:
    """PSS of a process and its children in MB: shared pages are counted once over all; None where it cannot be read."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return round(sum(one.memory_full_info().pss for one in family) / 2**20, 1)
    except (psutil.Error, AttributeError):
        return None


def show(found: dict[str, Any]) -> None:
    """The table, and a line for each part that has something to say."""
    if not found["running"]:
        say(f"Không có hệ thống nào chạy ở {found['data']}.", f"Nothing runs on {found['data']}.")
        return
    table = Table(box=None, pad_edge=False)
    for column in ("", "pid", "url", "restarts", "MB", "lag"):
        table.add_column(column)
    for process in found["processes"]:
        mark = "●" if process["ready"] else "○"
        known = (process["pid"] or None, process["url"], process["restarts"], process["pss_mb"], process["lag"])
        table.add_row(f"{mark} {process['name']}", *("–" if cell is None else str(cell) for cell in known))
    out.print(table)
    for process in found["processes"]:
        for note in process["notes"]:
            out.print(f"  ! {process['name']}: {note}", markup=False, soft_wrap=True)
    say(f"Dữ liệu: {found['data']}", f"Data: {found['data']}")


def _code(found: dict[str, Any]) -> int:
    if not found["running"]:
        return NOT_RUNNING
    return 0 if found["ready"] else 1
