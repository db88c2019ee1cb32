"""Imports at size: rows a second through the public API, replayed, rehearsed, and the memory that it takes.

python -m tests.scale.importing [--rows 20000] [--cells 20]
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import psutil

from shared.testing.stack import Stack, running_stack
from tests.journeys.conftest import People, Scene

PART = 1_000
AT_ONCE = 2
MB = 1024 * 1024
IMPORT = """mutation($input: ImportInput!) { %s(input: $input) {
  accepted refused position errors { ... on UserError { code } }
  rows { row accepted id errors { ... on UserError { code } } } } }"""
MEMBERS = "Họ và tên;Số định danh cá nhân;Ngày sinh;Tình trạng;Số lý lịch;Mã chi bộ;Sinh hoạt từ ngày"
TRANSFERS = "Số lý lịch;Hình thức;Mã nơi đến;Lý do;Ngày hiệu lực;Mã chi bộ"


def members(rows: int, cells: list[str]) -> Iterator[str]:
    """Made-up persons, spread over the cells."""
    for n in range(rows):
        yield f"Trần Thị Nhập;0{n:011};30/4/1970;Chính thức;{n:06} SG;{cells[n % len(cells)]};01/7/2025"


def transfers(rows: int, cells: list[str], destination: str) -> Iterator[str]:
    """One request for each of the first members."""
    for n in range(rows):
        yield f"{n:06} SG;Chính thức;{destination};Chuyển công tác;02/11/2026;{cells[n % len(cells)]}"


def imported(user: Any, name: str, header: str, lines: list[str], *, command: str, dry_run: bool) -> tuple[float, int]:
    """Rows a second and rows accepted, part by part under one commandId; what was refused is said by its code."""
    began, refused = time.perf_counter(), Counter[str]()

    def part(start: int) -> int:
        body = {
            "commandId": command,
            "csv": "\n".join([header, *lines[start : start + PART]]),
            "dryRun": dry_run,
            "firstRow": start + 1,
        }
        found = user.ask(IMPORT % name, input=body)[name]
        assert not found["errors"], found["errors"]
        refused.update(error["code"] for row in found["rows"] for error in row["errors"])
        return found["accepted"]

    with ThreadPoolExecutor(AT_ONCE) as sending:
        accepted = sum(sending.map(part, range(0, len(lines), PART)))
    took = time.perf_counter() - began
    if refused:
        print(f"{name}: refused {dict(refused)}", flush=True)
    return len(lines) / took, accepted


def memory(stack: Stack) -> dict[str, float]:
    """Proportional memory of each service, MB."""
    names = ("membership", "gateway", "nats")
    return {name: psutil.Process(stack.pid(name)).memory_full_info().pss / MB for name in names}


def caught_up(user: Any, began: float, rows: int) -> float:
    """Rows a second until the gateway's own views show them all."""
    while user.ask('{ census(code: "79") { members } }')["census"]["members"] < rows:
        time.sleep(0.2)
    return rows / (time.perf_counter() - began)


def measure(stack: Stack, rows: int, cells: int) -> None:
    """Everything, printed."""
    scene = Scene(People(stack))
    codes = [scene.origin["code"], *(scene._cell("79", "79.26740", f"Chi bộ số {n}")["code"] for n in range(1, cells))]
    officer = scene.people.user("committee_officer", "79")
    sheet, command = list(members(rows, codes)), str(uuid4())
    print(f"before: {_sizes(stack)}", flush=True)
    _say("dry run of members", *imported(officer, "importMembers", MEMBERS, sheet, command=command, dry_run=True))
    began = time.perf_counter()
    _say("import of members", *imported(officer, "importMembers", MEMBERS, sheet, command=command, dry_run=False))
    print(f"visible to readers: {caught_up(officer, began, rows):,.0f} rows/s from the first row on", flush=True)
    print(f"after the import: {_sizes(stack)}", flush=True)
    _say("the same again", *imported(officer, "importMembers", MEMBERS, sheet, command=command, dry_run=False))
    moves, command = list(transfers(rows // 4, codes, scene.destination["code"])), str(uuid4())
    _say("dry run of transfers", *imported(officer, "importTransfers", TRANSFERS, moves, command=command, dry_run=True))
    _say("import of transfers", *imported(officer, "importTransfers", TRANSFERS, moves, command=command, dry_run=False))
    print(f"at the end: {_sizes(stack)}", flush=True)


def _say(what: str, rate: float, accepted: int) -> None:
    print(f"{what}: {rate:,.0f} rows/s, {accepted:,} accepted", flush=True)


def _sizes(stack: Stack) -> str:
    return ", ".join(f"{name} {size:.0f} MB" for name, size in memory(stack).items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--cells", type=int, default=20)
    given = parser.parse_args()
    with running_stack() as running:
        measure(running, given.rows, given.cells)
