"""`lienthong demo`: a running system with demo data, and everything that a newcomer needs to try it, in one table."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from services.cli.down import stop
from services.cli.options import AsJson, Data, data_folder
from services.cli.speech import err, out, show_json, told
from services.cli.up import up_detached
from shared.runtime.settings import Settings
from shared.runtime.state_file import StackState, running_stack


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A ready-made sign-in."""

    vi: str
    en: str
    user: str
    token: str


def demo(
    *,
    data: Data = None,
    port: Annotated[int | None, Parameter(help="Cổng của gateway - the gateway's port (default: 8080).")] = None,
    json: AsJson = False,
) -> None:
    """Dựng bản trình diễn - start everything, load demo data, print ready-made sign-ins. Running it again is quick."""
    folder = data_folder(data)
    if running_stack(folder) is not None and not Settings.load(folder).demo:
        stop(folder)  # it runs without GraphiQL
    state = up_detached(folder, port, demo=True)
    summary, accounts = asyncio.run(_load(folder))
    if json:
        show_json({"state": state, "summary": summary, "accounts": accounts})
    else:
        _show(state, summary, accounts)


async def _load(folder: Path) -> tuple[Any, list[Account]]:
    from services.demo import load
    from services.signing_in import SignIn

    settings = Settings.load(folder)
    mint = SignIn(settings)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    try:
        with Progress(*columns, console=err, transient=True) as bar:
            task = bar.add_task(told("Dữ liệu mẫu", "Demo data"), total=None)
            summary = await load(
                settings.urls(),
                mint,
                lambda done, total, what: bar.update(task, completed=done, total=total, description=what),
            )
        return summary, await _accounts(mint, summary)
    finally:
        await mint.close()


async def _accounts(mint: Any, summary: Any) -> list[Account]:
    wanted = (
        ("đảng viên", "member", {"role": "member", "member": summary.member}),
        ("bí thư chi bộ", "cell secretary", {"role": "cell_secretary", "at": summary.cell}),
        ("cán bộ cấp tỉnh", "provincial officer", {"role": "committee_officer", "at": summary.province}),
        ("vận hành", "operator", {"role": "operator", "at": "00"}),
    )
    return [
        Account(vi=vi, en=en, user=named.get("member") or f"{named['role']}@{named['at']}", token=await mint(**named))
        for vi, en, named in wanted
    ]


def _show(state: StackState, summary: Any, accounts: list[Account]) -> None:
    gateway = state.urls["gateway"]
    lines = [
        ("GraphiQL, GraphQL", f"{gateway}/graphql"),
        (told("sức khỏe", "health"), f"{gateway}/health/ready"),
        (told("số liệu", "metrics"), f"{gateway}/metrics"),
        (told("dữ liệu", "data"), f"{state.data} ({_counted(summary)})"),
        (told("dừng", "stop"), f"make down   ·   lienthong down --data {state.data}"),
        (told("xóa", "delete"), f"lienthong reset --data {state.data}"),
    ]
    out.rule("Liên thông", style="none")
    for name, value in lines:
        out.print(f"  {name:<20}{value}", markup=False, soft_wrap=True)
    out.rule(told("đăng nhập: Authorization: Bearer <token>", "sign-ins: Authorization: Bearer <token>"), style="none")
    for account in accounts:
        out.print(f"  {told(account.vi, account.en):<20}{account.user}", markup=False, soft_wrap=True)
        out.print(account.token, markup=False, soft_wrap=True)
    for note in summary.notes:
        out.print(f"  {note}", markup=False, soft_wrap=True)


def _counted(summary: Any) -> str:
    return told(
        f"{summary.organizations} tổ chức, {summary.members} đảng viên, {summary.transfers} hồ sơ chuyển",
        f"{summary.organizations} organisations, {summary.members} members, {summary.transfers} transfers",
    )
