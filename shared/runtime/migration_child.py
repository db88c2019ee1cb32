"""The migrations of a starting stack, in their own process: they run while the services are imported."""

from collections.abc import Sequence

from shared.runtime import children
from shared.runtime.log_files import tail
from shared.runtime.migrating import migrate_all
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.runtime.supervisor import StackDidNotStart

PATIENCE = 20.0


class MigrationChild:
    """Begun first of all, waited for before the services start."""

    def __init__(self, settings: Settings, services: Sequence[Service]) -> None:
        self._code: int | None = None
        self._log = settings.logs_folder / "migrate.log"
        self._pid = children.fork("migrate", lambda: migrate_all(settings, services, patience=PATIENCE), self._log)

    def is_done(self) -> bool:
        """Whether it has ended, well or not. Never waits."""
        if self._code is None:
            self._code = children.ended(self._pid)
        return self._code is not None

    def finish(self) -> None:
        """Wait until it is done."""
        if self._code is None:
            self._code = children.waited(self._pid)
        if self._code:
            raise StackDidNotStart(f"the migration failed; the end of its log:\n{tail(self._log)}")
