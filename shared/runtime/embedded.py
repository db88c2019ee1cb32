"""The servers of an embedded stack as supervised programs: PostgreSQL and nats-server from their wheels."""

import signal
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from shared.runtime import children
from shared.runtime import postgres as server
from shared.runtime.asking import answers
from shared.runtime.log_files import tail
from shared.runtime.nats_server import NatsServer
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


def begin_cluster(settings: Settings) -> int:
    """Start making the cluster in a child process; 0 when there is nothing to do."""
    if "postgres" not in settings.embedded:
        return 0
    end_left_over(settings)
    home, password = postgres_home(settings), settings.secrets.password("postgres")
    where = server.reachable_home(home)
    if (where / "data" / "PG_VERSION").exists():
        return 0
    return children.fork("initdb", lambda: server.make_cluster(where, password), settings.logs_folder / "initdb.log")


def finish_cluster(settings: Settings, making: int) -> None:
    """Wait until the cluster is made."""
    if not making:
        return
    if children.waited(making):
        raise StackDidNotStart(f"PostgreSQL could not make its folder:\n{tail(settings.logs_folder / 'initdb.log')}")


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
            healthy=lambda: answers(settings.nats_monitor, "/healthz"),
            last=True,
        )
    ]
