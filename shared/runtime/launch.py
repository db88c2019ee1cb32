"""Launching a whole stack on one machine: servers, migrations, services, in the order that gives the shortest start."""

import gc
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from shared.eventlog.topics import register_topics
from shared.runtime import children, embedded
from shared.runtime.awaiting import Awaiting
from shared.runtime.heap import give_back
from shared.runtime.log_files import keep_short
from shared.runtime.migration_child import MigrationChild
from shared.runtime.secret_files import Secrets
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.runtime.state_file import ProcessState, StackState, forget
from shared.runtime.supervisor import Program, ProgramsDidNotStart, Supervisor

PRELOADED = (
    "shared.http.lean",
    "msgspec",
    "asyncpg",
    "nats.aio.client",
    "nats.js",
    "cryptography.hazmat.primitives.ciphers.aead",
    "litestar",
    "litestar.openapi",
    "cedarpy",
    "uvloop",
    "uvicorn.protocols.http.httptools_impl",
    "anyio._backends._asyncio",
    "httpcore",
    "shared.runtime.serve",
)
HOPELESS = 4  # restarts of one program before anything was ready
"""A service that cannot start is told at once instead of after the whole patience."""

Loaders = Mapping[str, Callable[[], Service]]


class Launch:
    """One life of a stack, from its first process to its last."""

    def __init__(
        self,
        settings: Settings,
        cluster: embedded.Making,
        loaders: Loaders,
        schemas: Sequence[Service],
        late: Mapping[str, Sequence[str]],
    ) -> None:
        self.settings = settings
        self.supervisor = Supervisor(self.save)
        self._loaders = loaders
        self._schemas = schemas
        self._late = late
        self._cluster = cluster
        self._known: list[Service] = []
        self._began = time.time()
        self._common_is_there = False
        self._phase = "starting"
        self._ready_after: float | None = None

    def run(self, ready: Callable[[StackState], None], patience: float = 60) -> None:
        """Start everything, call back when all answer, watch until told to stop, end everything."""
        self.supervisor.listen()
        self.save()
        try:
            self._start_all()
            self._await_ready(patience)
            if not self.supervisor.stopping:
                self._phase, self._ready_after = "ready", round(time.time() - self._began, 2)
                self.save()
                ready(self.state())
                self.supervisor.watch()
        finally:
            self._phase = "stopping"
            self.supervisor.stop()
            forget(self.settings.data)

    def state(self) -> StackState:
        """What runs now."""
        settings = self.settings
        return StackState(
            phase=self._phase,
            supervisor=os.getpid(),
            started_at=self._began,
            data=str(settings.data),
            deployment=settings.deployment,
            urls=settings.urls(),
            servers={"postgres": _without_password(settings.postgres), "nats": _without_password(settings.nats)},
            processes=tuple(
                ProcessState(name=program.name, pid=program.pid, restarts=program.restarts, started_at=program.started)
                for program in self.supervisor.programs
            ),
            ready_after=self._ready_after,
        )

    def save(self) -> None:
        """Write the state file."""
        self.state().save(self.settings.data)

    def _start_all(self) -> None:
        """The cluster and the migrations are made by other processes while this one imports what services need.

        The first service writes what all others will read: it has a core for that until the last one is imported.
        """
        settings = self.settings
        gc.disable()  # imports leave no garbage, and collecting between them took a quarter of their time
        Secrets.create(settings.data / "secrets", self._loaders)
        migration = MigrationChild(settings, self._schemas)
        imports = self._imports()
        _meanwhile(imports, self._cluster.is_done)
        self._cluster.wait()
        self.supervisor.start(embedded.postgres(settings))
        _meanwhile(imports, lambda: self._common_is_there and migration.is_done())
        migration.finish()
        first, *others = self._loaders
        self._start([first])
        self._cool()
        for _ in imports:
            pass
        self._start(others)
        gc.enable()

    def _imports(self) -> Iterator[str]:
        """Import in small steps, between which what became ready is started: first what all services share."""
        self.supervisor.start(embedded.nats(self.settings, self._schemas))
        for name in PRELOADED:
            importlib.import_module(name)
            yield name
        for load in (self._loaders[name] for name in self._loaders if name not in self._late):
            yield self._met(load())
        register_topics(self._known)
        importlib.import_module("litestar").Litestar()  # an empty one imports what each imports late
        self._common_is_there = True
        yield "what all have in common"
        for name, parts in self._late.items():
            for part in parts:
                importlib.import_module(part)
                yield part
            yield self._met(self._loaders[name]())

    def _met(self, service: Service) -> str:
        """A service whose code is there; what it likes to have before it is forked is made at once."""
        self._known.append(service)
        if service.warming is not None:
            service.warming(self.settings)
        return service.name

    def _cool(self) -> None:
        for service in self._known:
            if service.cooling is not None:
                service.cooling()

    def _start(self, names: Sequence[str]) -> None:
        give_back()
        gc.freeze()  # what is imported stays shared between the processes
        self.supervisor.start([self._program(name) for name in names])

    def _program(self, name: str) -> Program:
        log = self.settings.logs_folder / f"{name}.log"
        keep_short(log)
        if sys.platform == "linux":
            return Program(name=name, spawn=lambda: children.fork(name, lambda: self._serve(name), log))
        argv = [sys.executable, "-m", "services", "serve", name, "--data", str(self.settings.data)]
        return Program(name=name, spawn=lambda: children.program(argv, log))

    def _serve(self, name: str) -> None:
        from shared.runtime.serve import run

        run(self._loaders[name](), self.settings, self._known)

    def _await_ready(self, patience: float) -> None:
        importlib.import_module("shared.http.logs").configure("supervisor")
        awaiting = Awaiting(self.settings.urls(), patience, longer=self._rebuilding)

        def hopeless() -> bool:
            return bool(self._crashing()) or awaiting.is_over()

        self.supervisor.watch(until=lambda: awaiting.all_settled() or hopeless(), every=0.03)
        if not awaiting.left or self.supervisor.stopping:
            return
        if failed := self._crashing() or awaiting.silent():
            raise ProgramsDidNotStart({name: self.settings.logs_folder / f"{name}.log" for name in failed})

    def _crashing(self) -> list[str]:
        return [program.name for program in self.supervisor.programs if program.restarts >= HOPELESS]

    def _rebuilding(self) -> None:
        self._phase = "rebuilding"
        self.save()


def _meanwhile(imports: Iterator[str], done: Callable[[], bool]) -> None:
    """Import on until something else is done, or nothing is left to import."""
    while not done() and next(imports, None) is not None:
        pass


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if address else ""
