"""The migrations of a starting stack, in their own process: they run while the services are imported."""

import os
from collections.abc import Iterable

import msgspec

from shared.runtime import children
from shared.runtime.log_files import tail
from shared.runtime.migrating import migrate_all
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.runtime.supervisor import StackDidNotStart

PATIENCE = 20.0


class Schema(msgspec.Struct, frozen=True):
    """What the migrations need to know of a service."""

    name: str
    keeps_log: bool
    migrations: tuple[str, ...]


class MigrationChild:
    """Begun first of all, told the services as soon as they are known, waited for before the services start."""

    def __init__(self, settings: Settings) -> None:
        reader, self._writer = os.pipe()
        self._settings = settings
        self._log = settings.logs_folder / "migrate.log"
        self._pid = children.fork("migrate", lambda: self._work(reader), self._log)
        os.close(reader)

    def tell(self, services: Iterable[Service]) -> None:
        """The services whose schemas it brings up to date."""
        told = [Schema(service.name, service.keeps_log, tuple(map(str, service.migrations))) for service in services]
        with os.fdopen(self._writer, "wb") as pipe:
            pipe.write(msgspec.json.encode(told))

    def finish(self) -> None:
        """Wait until it is done."""
        if children.waited(self._pid):
            raise StackDidNotStart(f"the migration failed; the end of its log:\n{tail(self._log)}")

    def _work(self, reader: int) -> None:
        os.close(self._writer)
        with os.fdopen(reader, "rb") as pipe:
            schemas = msgspec.json.decode(pipe.read(), type=list[Schema])
        migrate_all(self._settings, [_service(schema) for schema in schemas], patience=PATIENCE)


def _service(schema: Schema) -> Service:
    return Service(name=schema.name, owns="", keeps_log=schema.keeps_log, migrations=schema.migrations)
