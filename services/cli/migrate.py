"""`lienthong migrate`: bring the database up to date by hand (`up` does it by itself)."""

from services.cli.options import Data, data_folder
from services.cli.speech import leave, say
from services.stack import STACK
from services.typed import typed


def migrate(*, data: Data = None) -> None:
    """Cập nhật lược đồ cơ sở dữ liệu - apply the migrations of every service."""
    from shared.runtime.migrating import migrate_all
    from shared.runtime.secret_files import Secrets
    from shared.runtime.settings import Settings

    folder = data_folder(data)
    settings = Settings.load(folder)
    if not settings.postgres:
        leave(
            f"Chưa biết PostgreSQL ở đâu: chạy `{typed('up', folder)}`, hoặc đặt LIENTHONG_POSTGRES.",
            f"PostgreSQL is not known: run `{typed('up', folder)}`, or set LIENTHONG_POSTGRES.",
        )
    Secrets.create(folder / "secrets", tuple(STACK))
    migrate_all(settings, [load() for load in STACK.values()])
    say("Lược đồ đã cập nhật.", "The schemas are up to date.")
