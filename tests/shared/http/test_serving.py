"""The server, the client, retries and the way out: over a real socket."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from shared.http.app import build
from shared.http.client import ServiceClient
from shared.http.lean import httpx
from shared.http.refusals import PositionNotReachedYet, RemoteRefusal, ServiceIsAway
from shared.http.serve import PortIsTaken, serve_app
from shared.vocabulary.refusals import Refusal


class TooBusy(Refusal):
    """Đang quá tải."""

    vi = "Đang quá tải."
    en = "Too busy."
    status = 503


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.asynccontextmanager
async def served(process: Any, port: int) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    serving = asyncio.create_task(serve_app(build(process), "127.0.0.1", port, stop))
    try:
        yield stop
    finally:
        stop.set()
        await serving


@pytest.fixture
async def port(process: Any) -> AsyncIterator[int]:
    port = free_port()
    async with served(process, port), httpx.AsyncClient() as http:
        await _until_alive(http, port)
        yield port


@pytest.fixture
async def client(port: int, tokens: Any) -> AsyncIterator[ServiceClient]:
    urls = {"membership": f"http://127.0.0.1:{port}", "organization": f"http://127.0.0.1:{free_port()}"}
    client = ServiceClient(urls, lambda: tokens.service("gateway"), patience=1.0)
    yield client
    await client.close()


async def test_a_command_goes_there_and_its_receipt_comes_back(client: ServiceClient, greet: Any, tokens: Any):
    request = greet(command_id=uuid4(), name="Trần Thị Bình")
    receipt = await client.command("membership", request, token=tokens.mint("user:an", "approver"))
    assert receipt.id == request.command_id


async def test_pages_of_facts_and_keys_arrive_typed(client: ServiceClient, process: Any):
    page = await client.facts("membership", after=5, limit=10)
    assert page.rows == process.log.rows[5:]
    person = uuid4()
    assert (await client.keys([person])).keys == {person: "d3JhcHBlZA=="}
    assert (await client.positions("membership")).at == {"organization": 7}
    assert await client.epochs("membership") == process.log.epochs


async def test_a_position_not_reached_is_named_and_asked_for_once(client: ServiceClient, process: Any, greet: Any):
    process.commands.fails = PositionNotReachedYet("minPosition")
    with pytest.raises(RemoteRefusal) as refused:
        await client.command("membership", greet(command_id=uuid4(), name="x"), token="")
    assert refused.value.code == "POSITION_NOT_REACHED_YET"
    assert len(process.commands.asked) == 1


async def test_a_refusal_comes_back_as_it_was_given(client: ServiceClient, process: Any, greet: Any, rude: Any):
    process.commands.fails = rude("name")
    with pytest.raises(RemoteRefusal) as refused:
        await client.command("membership", greet(command_id=uuid4(), name="x"), token="")
    assert (refused.value.code, refused.value.status) == ("GREETING_IS_RUDE", 409)
    assert refused.value.wire() == rude("name").wire()
    assert len(process.commands.asked) == 1


async def test_a_busy_service_is_asked_again(client: ServiceClient, process: Any, greet: Any):
    process.commands.fails = TooBusy()
    asyncio.get_running_loop().call_later(0.3, setattr, process.commands, "fails", None)
    receipt = await client.command("membership", greet(command_id=uuid4(), name="x"), token="")
    assert receipt.thing == "greeting"
    assert len(process.commands.asked) > 1


async def test_a_service_that_stays_away_is_named(client: ServiceClient):
    started = asyncio.get_running_loop().time()
    with pytest.raises(ServiceIsAway) as away:
        await client.positions("organization")
    assert away.value.status == 503
    assert away.value.params == {"service": "organization"}
    assert asyncio.get_running_loop().time() - started < 3


async def test_a_service_that_stands_still_is_named_within_the_patience(tokens: Any):
    held: list[asyncio.StreamWriter] = []

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    listening = await asyncio.start_server(silent, "127.0.0.1", port := free_port())
    client = ServiceClient({"membership": f"http://127.0.0.1:{port}"}, lambda: tokens.service("gateway"), patience=0.5)
    started = asyncio.get_running_loop().time()
    with pytest.raises(ServiceIsAway):
        await client.positions("membership")
    assert asyncio.get_running_loop().time() - started < 2
    await client.close()
    for writer in held:
        writer.close()
    listening.close()


async def test_a_service_that_returns_is_reached(process: Any, tokens: Any):
    port = free_port()
    client = ServiceClient({"membership": f"http://127.0.0.1:{port}"}, lambda: tokens.service("gateway"))
    asking = asyncio.create_task(client.positions("membership"))
    await asyncio.sleep(0.3)
    async with served(process, port):
        assert (await asking).at == {"organization": 7}
    await client.close()


async def test_a_taken_port_is_refused(port: int, process: Any):
    with pytest.raises(PortIsTaken):
        await serve_app(build(process), "127.0.0.1", port, asyncio.Event())


async def test_running_requests_end_before_the_server_does(process: Any, bearer: Any):
    port, entered = free_port(), asyncio.Event()
    answer_now = process.commands.run

    async def slow(*args: Any, **kwargs: Any) -> Any:
        entered.set()
        await asyncio.sleep(0.5)
        return await answer_now(*args, **kwargs)

    process.commands.run = slow
    async with served(process, port) as stop, httpx.AsyncClient() as http:
        await _until_alive(http, port)
        body = {"command_id": str(uuid4()), "name": "x"}
        asking = asyncio.create_task(http.post(f"http://127.0.0.1:{port}/commands/Greet", json=body, headers=bearer()))
        await entered.wait()
        stop.set()
        assert (await asking).status_code == 200


async def _until_alive(http: Any, port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(httpx.TransportError):
            await http.get(f"http://127.0.0.1:{port}/health/live")
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the server did not start")
