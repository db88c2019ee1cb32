"""A real nats-server for tests: one for the session, spare ones to kill."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nats.aio.client import Client

from shared.runtime.nats_server import NatsServer
from shared.runtime.ports import free_port

SERVICES = ("membership", "organization", "evaluation")
OPERATOR = "operator"


def new_server(folder: Path, also: tuple[str, ...] = ()) -> NatsServer:
    """A server on free ports, not started; users are the services and the gateway, each with its name as password.

    `also`: further services that publish.
    """
    return NatsServer(
        folder,
        port=free_port(),
        monitor_port=free_port(),
        passwords={name: name for name in (*SERVICES, *also, "gateway", OPERATOR)},
        publishers=(*SERVICES, *also),
        operators=(OPERATOR,),
    )


async def delete_streams(server: NatsServer, name: str = "") -> None:
    """What a broker with a broken disk does: a stream, or every one, is gone."""
    client = Client()
    await client.connect(server.url, user=OPERATOR, password=OPERATOR, max_reconnect_attempts=3)
    js = client.jetstream()
    for stream in [name] if name else [info.config.name for info in await js.streams_info()]:
        await js.delete_stream(str(stream))
    await client.close()


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """One server for all tests that do not harm it."""
    server = new_server(tmp_path_factory.mktemp("nats"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def spare_nats(tmp_path: Path) -> Iterator[Callable[[], NatsServer]]:
    """Makes servers that a test may kill and start again."""
    made: list[NatsServer] = []

    def make() -> NatsServer:
        server = new_server(tmp_path / f"nats-{len(made)}")
        server.start()
        made.append(server)
        return server

    yield make
    for server in made:
        server.stop()
