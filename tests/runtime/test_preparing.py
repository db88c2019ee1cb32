"""The gateway's port is fixed, the others are free ones that stay; servers are ours unless an address was given."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shared.runtime.ports import PortIsTaken, free_ports
from shared.runtime.preparing import prepare
from shared.runtime.settings import Settings

SERVICES = ("membership", "gateway")
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_ports_stay_from_start_to_start(tmp_path: Path):
    port = free_ports(1)[0]
    first = prepare(tmp_path, SERVICES, "gateway", port, demo=False)
    again = prepare(tmp_path, SERVICES, "gateway", None, demo=False)
    assert first.ports["gateway"] == port
    assert (again.ports, again.postgres, again.nats) == (first.ports, first.postgres, first.nats)


def test_a_taken_gateway_port_is_refused_and_the_flag_is_named(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortIsTaken, match="--port"):
            prepare(tmp_path, SERVICES, "gateway", other.getsockname()[1], demo=False)


def test_any_other_taken_port_is_replaced(tmp_path: Path):
    first = prepare(tmp_path, SERVICES, "gateway", free_ports(1)[0], demo=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.ports["membership"]))
        other.listen()
        again = prepare(tmp_path, SERVICES, "gateway", None, demo=False)
    assert again.ports["membership"] != first.ports["membership"]


@pytest.mark.skipif(not EPHEMERAL.exists(), reason="the system does not say which ports those are")
def test_no_port_is_one_that_outgoing_connections_are_given(tmp_path: Path):
    settings = prepare(tmp_path, SERVICES, "gateway", free_ports(1)[0], demo=False)
    found = [*settings.ports.values(), *(urlsplit(url).port for url in (settings.postgres, settings.nats))]
    first = int(EPHEMERAL.read_text().split()[0])
    assert [port for port in found if port is None or port >= first] == []


def test_both_servers_are_embedded_by_default(tmp_path: Path):
    settings = prepare(tmp_path, SERVICES, "gateway", free_ports(1)[0], demo=False)
    assert settings.embedded == ("postgres", "nats")


def test_an_external_postgres_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LIENTHONG_POSTGRES", "postgresql://admin:x@db.example:5432/postgres")
    settings = prepare(tmp_path, SERVICES, "gateway", free_ports(1)[0], demo=False)
    monkeypatch.delenv("LIENTHONG_POSTGRES")
    assert settings.embedded == ("nats",)
    assert Settings.load(tmp_path).postgres == "postgresql://admin:x@db.example:5432/postgres"
    assert prepare(tmp_path, SERVICES, "gateway", None, demo=False).embedded == ("nats",)


def test_a_demo_stays_a_demo(tmp_path: Path):
    prepare(tmp_path, SERVICES, "gateway", free_ports(1)[0], demo=True)
    assert prepare(tmp_path, SERVICES, "gateway", None, demo=False).demo
