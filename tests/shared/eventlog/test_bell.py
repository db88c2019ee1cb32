"""The bell of a log rings behind the answers of a commit, once for many that follow each other, if somebody listens."""

import asyncio
from typing import Any

from shared.eventlog.bell import Bell


class _Connection:
    def __init__(self, heard: list[str]) -> None:
        self.heard = heard
        self.rung = asyncio.Event()

    async def fetchval(self, *_: Any) -> int:
        return 1  # another process listens

    async def execute(self, *_: Any) -> None:
        self.heard.append("rung")
        self.rung.set()


class _Listening:
    def is_closed(self) -> bool:
        return False

    def get_server_pid(self) -> int:
        return 1


class _Bell(Bell):
    def __init__(self, heard: list[str]) -> None:
        super().__init__("", "houses", self._nothing)
        self.to_others: Any = _Connection(heard)

    async def _nothing(self) -> None: ...

    def hear(self) -> None:
        """As a NOTIFY of another process arrives."""
        self._on_ring(_Listening(), 2, "houses_log", "")

    async def _connected(self) -> Any:
        return self.to_others


async def _answered(committed: "asyncio.Future[None]", heard: list[str]) -> None:
    """As a command's door does it: what it writes leaves at the end of the turn."""
    await committed
    asyncio.get_running_loop().call_soon(heard.append, "answered")


async def test_an_answer_leaves_before_others_are_woken_once_for_all():
    heard: list[str] = []
    bell = _Bell(heard)
    bell.start()
    committed = [asyncio.get_running_loop().create_future() for _ in range(3)]
    doors = [asyncio.create_task(_answered(one, heard)) for one in committed]
    await asyncio.sleep(0)
    for one in committed:
        bell.ring()
        one.set_result(None)
    await asyncio.gather(*doors)
    await asyncio.wait_for(bell.to_others.rung.wait(), timeout=10)
    assert heard == ["answered", "answered", "answered", "rung"]
    await bell.close()


async def test_many_rings_of_others_are_one_look_after_another_also_past_one_that_fails():
    looks, at_once = [], []
    bell = _Bell([])

    async def look() -> None:
        at_once.append(None)
        looks.append(len(at_once))
        await asyncio.sleep(0.02)
        at_once.pop()
        if len(looks) == 1:
            raise ConnectionResetError

    bell._heard = look
    bell.start()
    for _ in range(40):
        bell.hear()
        await asyncio.sleep(0.001)
    async with asyncio.timeout(10):
        while at_once:  # noqa: ASYNC110 - a bell tells nobody that it has looked
            await asyncio.sleep(0.01)
    await bell.close()
    assert set(looks) == {1}
    assert 2 <= len(looks) <= 20
