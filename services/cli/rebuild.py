"""`lienthong rebuild VIEW`: tell a view everything anew beside the one that is read, with progress; or take it back."""

import asyncio
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from services.cli.calling import calling
from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import settings_of
from services.cli.speech import err, leave, say, show_json
from services.cli.unknown_topics import logs_behind, tell, unknown_in
from services.stack import STACK
from shared.http.client import ServiceClient
from shared.http.mending_pages import AskRebuild, Rebuilds
from shared.runtime.settings import Settings
from shared.vocabulary.mending import Progress

_LOOK = 0.2  # seconds between two looks at the progress
_LOST = "dịch vụ đã khởi động lại giữa chừng, hãy chạy lại lệnh - the service was started again, run the command again"


def rebuild(
    view: Annotated[str, Parameter(name="VIEW", help="Tên bảng, như trong README của dịch vụ - the view's name.")],
    *,
    service: Annotated[str | None, Parameter(help="Dịch vụ có bảng - whose view it is.")] = None,
    back: Annotated[bool, Parameter(negative="", help="Quay lại bản trước - take the kept tables back.")] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Dựng lại một bảng - reads go on from the old rows until the new ones are complete. Exit code 1 when it failed."""
    if service is not None and service not in STACK:
        leave(
            f"Không có dịch vụ {service}; có: {', '.join(STACK)}",
            f"There is no service {service}; there are: {', '.join(STACK)}",
        )
    owners = _owners(view, service)
    if not owners:
        named = ", ".join(sorted({name for _, name in _views(service)}))
        leave(f"Không có bảng {view}; có: {named}", f"There is no view {view}; there are: {named}")
    if len(owners) > 1:
        named = ", ".join(owners)
        leave(f"Bảng {view} có ở {named}: thêm --service", f"The view {view} is in {named}: add --service")
    settings = settings_of(data_folder(data))
    done = asyncio.run(_rebuild(settings, owners[0], AskRebuild(view=view, back=back)))
    if json:
        show_json(done)
    elif done.state == "done" and back:
        say(f"{view}: đã lấy lại bản trước.", f"{view}: the tables before it are in its place again.")
    elif done.state == "done":
        say(
            f"{view}: đã dựng từ {done.until} sự kiện và thay bản cũ; quay lại bằng --back.",
            f"{view}: told {done.until} facts and put in the old one's place; --back takes that back.",
        )
    else:
        leave(f"{view}: không xong, bản cũ còn nguyên: {done.reason}", f"{view}: failed, the old stays: {done.reason}")
    if not json and not back:
        for name, unknown in asyncio.run(unknown_in(settings, logs_behind(owners[0], view))).items():
            tell(name, unknown)
    raise SystemExit(int(done.state != "done"))


def _owners(view: str, only: str | None) -> list[str]:
    return [service for service, name in _views(only) if name == view]


def _views(only: str | None) -> list[tuple[str, str]]:
    return [
        (service, view.name)
        for service, load in STACK.items()
        if only in (None, service)
        for reaction in load().reactions
        for view in reaction.views
    ]


async def _rebuild(settings: Settings, service: str, asked: AskRebuild) -> Progress:
    async with calling(settings) as client:
        await client.send(service, "/rebuilds", asked)
        with Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err.console,
        ) as bar:
            task = bar.add_task(asked.view, total=None)
            while not (now := await _progress(client, service, asked.view)).is_over:
                waits = f"{asked.view}: chờ bảng khác - waits for another"
                bar.update(task, description=waits if now.state == "waiting" else asked.view)
                bar.update(task, completed=now.sequence, total=now.until)
                await asyncio.sleep(_LOOK)
            bar.update(task, completed=now.sequence, total=now.until)
        return now


async def _progress(client: ServiceClient, service: str, view: str) -> Progress:
    found = msgspec.json.decode(await client.read(service, "/rebuilds"), type=Rebuilds).rebuilds
    lost = Progress(view=view, version=0, sequence=0, until=0, state="failed", reason=_LOST)
    return next((one for one in found if one.view == view), lost)
