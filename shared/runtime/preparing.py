"""Before the first process: the data folder, its secrets, its ports and the settings that every process will read."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from shared.runtime.ports import LAST, PortIsImpossible, PortIsTaken, free_ports, is_free
from shared.runtime.secret_files import Secrets
from shared.runtime.settings import Settings

DEFAULT_PORT = 8080


def prepare(data: Path, services: Sequence[str], front: str, port: int | None, *, demo: bool) -> Settings:
    """Make what is missing under the data folder but the keys that sign; `front` has the port that is fixed."""
    for folder in (data, data / "run", data / "logs"):
        folder.mkdir(parents=True, exist_ok=True)
    Secrets.begin(data / "secrets", services)
    settings = Settings.load(data)
    settings = msgspec.structs.replace(
        settings,
        ports=_ports(settings, services, front, port),
        demo=settings.demo or demo,
        embedded=_embedded(settings, os.environ),
    )
    settings = _with_servers(settings)
    settings.save()
    return settings


def _embedded(settings: Settings, environment: Mapping[str, str]) -> tuple[str, ...]:
    """A server is ours unless its address was given, now or when the folder was made."""

    def ours(name: str, address: str) -> bool:
        return f"LIENTHONG_{name.upper()}" not in environment and (not address or name in settings.embedded)

    return tuple(
        name for name, address in (("postgres", settings.postgres), ("nats", settings.nats)) if ours(name, address)
    )


def _ports(settings: Settings, services: Sequence[str], front: str, port: int | None) -> dict[str, int]:
    fixed = settings.ports.get(front, DEFAULT_PORT) if port is None else port
    if not 0 < fixed <= LAST:
        raise PortIsImpossible(fixed)
    if not is_free(fixed, settings.host):
        raise PortIsTaken(fixed)
    kept = {name: _kept(settings.ports.get(name), settings.host) for name in services if name != front}
    fresh = iter(free_ports(len(kept), avoid={fixed, *settings.ports.values()}))
    return {name: fixed if name == front else kept[name] or next(fresh) for name in services}


def _with_servers(settings: Settings) -> Settings:
    """Addresses of the embedded servers: the ports they had, or new ones where someone took those."""
    fresh = iter(free_ports(3, avoid=settings.ports.values()))
    if "postgres" in settings.embedded:
        port = _kept(urlsplit(settings.postgres).port) or next(fresh)
        address = f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable"  # the wheel's server has no TLS
        settings = msgspec.structs.replace(settings, postgres=address)
    if "nats" in settings.embedded:
        port = _kept(urlsplit(settings.nats).port) or next(fresh)
        monitor = _kept(urlsplit(settings.nats_monitor).port) or next(fresh)
        settings = msgspec.structs.replace(
            settings, nats=f"nats://127.0.0.1:{port}", nats_monitor=f"http://127.0.0.1:{monitor}"
        )
    return settings


def _kept(port: int | None, host: str = "127.0.0.1") -> int | None:
    return port if port and is_free(port, host) else None
