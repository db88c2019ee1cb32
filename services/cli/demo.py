"""`lienthong demo`: a running system with demo data, and everything that a newcomer needs to try it, in one table."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from services.cli.down import stop
from services.cli.options import AsJson, Data, Port, data_folder
from services.cli.speech import err, out, show_json, told
from services.cli.up import up_detached
from services.typed import typed
from shared.runtime.settings import Settings
from shared.runtime.state_file import StackState, running_stack

_SIGNED_IN = 2  # the provincial officer: whom the link to GraphiQL signs in


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A ready-made sign-in."""

    vi: str
    en: str
    user: str
    token: str


def demo(
    *,
    data: Data = None,
    port: Port = None,
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
        with Progress(*columns, console=err.console, transient=True, disable=not err.is_terminal) as bar:
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
    tokens = await asyncio.gather(*(mint(**named) for _, _, named in wanted))
    return [
        Account(vi=vi, en=en, user=_user(named), token=token)
        for (vi, en, named), token in zip(wanted, tokens, strict=True)
    ]


def _user(named: dict[str, Any]) -> str:
    return f"member@{named['member']}" if "member" in named else f"{named['role']}@{named['at']}"


def _show(state: StackState, summary: Any, accounts: list[Account]) -> None:
    gateway = state.urls["gateway"]
    lines = [
        ("GraphiQL", f"{gateway}/graphql#token={accounts[_SIGNED_IN].token}"),
        ("GraphQL", f"{gateway}/graphql"),
        (told("sức khỏe", "health"), f"{gateway}/health/ready"),
        (told("số liệu", "metrics"), f"{gateway}/metrics"),
        (told("dữ liệu", "data"), f"{state.data} ({_counted(summary)})"),
        (told("dừng", "stop"), typed("down", Path(state.data))),
        (told("xóa", "delete"), typed("reset", Path(state.data))),
        (told("thêm token", "more tokens"), typed("token --as committee_officer --at 79", Path(state.data))),
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
