"""The embedded PostgreSQL: initdb and postgres of the wheel, run by us as an unprivileged user on a loopback port."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from shared.runtime.ports import free_port
from shared.runtime.postgres_cluster import ADMIN, PostgresDidNotStart, make_cluster, program
from shared.runtime.postgres_home import as_unprivileged, reachable_home

_DEFAULTS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # the details of an error are the row that was refused, with everybody's names
    "idle_in_transaction_session_timeout": "15s",  # such a session may hold a lock that every command waits for
    "max_parallel_workers_per_gather": "0",  # a small /dev/shm (containers) breaks parallel hash
}


@dataclass(frozen=True, kw_only=True)
class PostgresServer:
    """A running server. Only its admin has the password here; services get roles of their own."""

    pid: int
    port: int
    home: Path
    password: str = field(repr=False)
    host: str = "127.0.0.1"

    def dsn(self, database: str = "postgres", user: str = ADMIN, password: str | None = None) -> str:
        """An address for asyncpg: the admin's unless another user is named."""
        secret = quote(self.password if password is None else password, safe="")
        return f"postgresql://{user}:{secret}@{self.host}:{self.port}/{database}"

    def stop(self, timeout: float = 5.0) -> None:
        """Fast shutdown: sessions are ended, everything is written; killed if that takes too long."""
        for sent in (signal.SIGINT, signal.SIGQUIT):
            with suppress(ProcessLookupError):
                os.kill(self.pid, sent)
            if _ended(self.pid, timeout):
                return
        raise PostgresDidNotStart(f"PostgreSQL {self.pid} does not end")


def start(
    home: Path,
    *,
    password: str,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
    timeout: float = 20,
) -> PostgresServer:
    """Make the cluster under `home` once, start it and wait until it takes connections; adopts one already running."""
    where = reachable_home(home)
    alive = running(home, password=password)
    if alive is not None:
        return alive
    make_cluster(where, password)
    chosen = port or free_port()
    process = spawn(where, port=chosen, settings=settings or {})
    _wait_ready(where, process, chosen, timeout)
    return PostgresServer(pid=process.pid, port=chosen, home=where, password=password)


def spawn(where: Path, *, port: int, settings: Mapping[str, str]) -> "subprocess.Popen[Any]":
    """The bare server process, its log in `<home>/postgres.log`; fsync and full_page_writes stay on by default."""
    chosen = {**_DEFAULTS, **settings, "port": str(port)}
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    with (where / "postgres.log").open("ab") as log:
        os.fchmod(log.fileno(), 0o600)
        return subprocess.Popen(  # noqa: S603 - the wheel's own program
            [program("postgres"), "-D", str(where / "data"), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            **as_unprivileged(),
        )


def running(home: Path, *, password: str) -> PostgresServer | None:
    """The server that runs on this cluster, by its pid file; None if that process is gone."""
    where = reachable_home(home)
    try:
        lines = (where / "data" / "postmaster.pid").read_text().splitlines()
        pid, port = int(lines[0]), int(lines[3])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not _is_postgres(pid) or not _answers(port):
        return None
    return PostgresServer(pid=pid, port=port, home=where, password=password)


def is_ready(where: Path, pid: int, port: int) -> bool:
    """Whether this very server says that it is ready, and answers."""
    with suppress(FileNotFoundError):
        lines = (where / "data" / "postmaster.pid").read_text().splitlines()
        return lines[:1] == [str(pid)] and lines[-1].strip() == "ready" and _answers(port)
    return False


def _wait_ready(where: Path, process: "subprocess.Popen[Any]", port: int, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if is_ready(where, process.pid, port):
            return
        time.sleep(0.01)
    tail = (where / "postgres.log").read_text(errors="replace")[-2000:]
    raise PostgresDidNotStart(f"PostgreSQL did not become ready on port {port}:\n{tail}")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_postgres(pid: int) -> bool:
    import psutil

    with suppress(psutil.Error):
        return psutil.Process(pid).name().startswith("postgres")
    return False


def _ended(pid: int, timeout: float) -> bool:
    import psutil

    process: Any = None
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
    if process is None:
        return True
    with suppress(psutil.TimeoutExpired):
        process.wait(timeout)
        return True
    return False
