"""`lienthong doctor`: what is well, what is not, and the command to run next."""

import asyncio
from pathlib import Path

from rich.text import Text

from services.cli.options import AsJson, Data, data_folder
from services.cli.speech import out, show_json
from services.doctor.check import Check, Verdict
from services.typed import typed

_COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def doctor(*, data: Data = None, json: AsJson = False) -> None:
    """Kiểm tra máy và hệ thống - check everything. Exit code 0 fine or warnings only, 1 when something fails."""
    checks = asyncio.run(examine(data_folder(data)))
    if json:
        show_json(checks)
    else:
        _show(checks)
    raise SystemExit(int(any(check.verdict is Verdict.FAIL for check in checks)))


async def examine(data: Path) -> list[Check]:
    """All checks, those of the machine first."""
    from services.doctor.deployment import calendar_check, port_check, secret_checks, service_checks
    from services.doctor.machine import machine_checks
    from services.doctor.migrations import migration_checks
    from services.doctor.servers import nats_checks, postgres_checks
    from services.doctor.topics import topic_checks
    from shared.runtime.settings import Settings
    from shared.runtime.state_file import running_stack

    settings = Settings.load(data)
    running = running_stack(data) is not None
    checks = [*machine_checks(data), port_check(settings, running=running), *secret_checks(settings)]
    if settings.postgres and (running or "postgres" not in settings.embedded):
        checks += [check async for check in postgres_checks(settings)]
        checks += [check async for check in migration_checks(settings)]
    if settings.nats and (running or "nats" not in settings.embedded):
        checks += [check async for check in nats_checks(settings)]
    if not running:
        then = typed("up", data)
        return [*checks, Check(name="stack", verdict=Verdict.WARN, found="not running", next=then)]
    checks += [check async for check in service_checks(settings)]
    checks += [check async for check in topic_checks(settings)]
    return [*checks, await calendar_check(settings)]


def _show(checks: list[Check]) -> None:
    width = max(len(check.name) for check in checks) + 2
    for check in checks:
        line = Text.assemble((f"{check.verdict:<5}", _COLOURS[check.verdict]), f"{check.name:<{width}}{check.found}")
        out.print(line, soft_wrap=True)
        if check.next:
            out.print(f"     → {check.next}", markup=False, soft_wrap=True)
