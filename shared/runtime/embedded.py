"""The servers of an embedded stack as supervised programs: PostgreSQL and nats-server from their wheels."""

import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from shared.runtime import children
from shared.runtime import postgres as server
from shared.runtime.log_files import tail
from shared.runtime.nats_server import NatsServer, is_alive
from shared.runtime.postgres_cluster import make_cluster
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.runtime.supervisor import Program, StackDidNotStart

_TUNED = {"shared_buffers": "48MB", "max_connections": "60", "io_method": "sync"}


def postgres_home(settings: Settings) -> Path:
    """PostgreSQL's part of the data folder (or its stand-in, see `postgres_home.reachable_home`)."""
    return settings.data / "postgres"


def end_left_over(settings: Settings) -> None:
    """End a PostgreSQL that runs on our folder without a supervisor."""
    if "postgres" not in settings.embedded:
        return
    left = server.running(postgres_home(settings), password=settings.secrets.password("postgres"))
    if left is not None:
        left.stop()


class Making:
    """A cluster on its way: initdb works in a child process while its maker does other things."""

    def __init__(self, settings: Settings, pid: int) -> None:
        self._settings = settings
        self._pid = pid  # 0: the cluster stands

    def is_done(self) -> bool:
        """Whether the cluster stands; StackDidNotStart when it never will. Never waits."""
        return self._is_over(children.ended(self._pid) if self._pid else 0)

    def wait(self) -> None:
        """Until it stands."""
        self._is_over(children.waited(self._pid) if self._pid else 0)

    def _is_over(self, code: int | None) -> bool:
        if code is None:
            return False
        self._pid = 0
        if code:
            said = tail(self._settings.logs_folder / "initdb.log")
            raise StackDidNotStart(f"PostgreSQL could not make its folder:\n{said}")
        return True


def begin_cluster(settings: Settings, like: Callable[[], Path]) -> Making:
    """Start making the cluster in a child process, if it is ours and not there yet; `like`: the one that is ready."""
    if "postgres" not in settings.embedded:
        return Making(settings, 0)
    end_left_over(settings)
    home, password = postgres_home(settings), settings.secrets.password("postgres")
    where = server.reachable_home(home)
    if (where / "data" / "PG_VERSION").exists():
        return Making(settings, 0)
    log = settings.logs_folder / "initdb.log"
    return Making(settings, children.fork("initdb", lambda: make_cluster(where, password, like()), log))


def postgres(settings: Settings) -> list[Program]:
    """PostgreSQL under supervision, if it is ours."""
    if "postgres" not in settings.embedded:
        return []
    where = server.reachable_home(postgres_home(settings))
    port = urlsplit(settings.postgres).port or 5432
    return [
        Program(
            name="postgres",
            spawn=lambda: server.spawn(where, port=port, settings=_TUNED).pid,
            stop_signal=signal.SIGINT,
            hard_signal=signal.SIGQUIT,  # killed, it would leave children behind that keep the next one from starting
            last=True,
        )
    ]


def nats(settings: Settings, services: Sequence[Service]) -> list[Program]:
    """nats-server under supervision, if it is ours; frozen (unhealthy three times) means killed and started again."""
    if "nats" not in settings.embedded:
        return []
    broker = NatsServer(
        settings.data / "nats",
        port=urlsplit(settings.nats).port or 4222,
        monitor_port=urlsplit(settings.nats_monitor).port or 8222,
        passwords={service.name: settings.secrets.nats_password(service.name) for service in services},
        publishers=tuple(service.name for service in services if service.keeps_log),
    )
    log = settings.logs_folder / "nats.log"
    return [
        Program(
            name="nats",
            spawn=lambda: children.program(broker.command(), log),
            healthy=lambda: is_alive(settings.nats_monitor),
            last=True,
        )
    ]
