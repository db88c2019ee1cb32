"""`lienthong migrate`: bring the database up to date by hand (`up` does it by itself)."""

from typing import Annotated

from cyclopts import Parameter

from services.cli.options import Data, data_folder
from services.cli.reaching import answering
from services.cli.speech import leave, say
from services.stack import STACK
from services.typed import typed


def migrate(
    *,
    data: Data = None,
    secrets_only: Annotated[
        bool, Parameter(negative="", help="Chỉ tạo khóa và mật khẩu - only make the keys and passwords.")
    ] = False,
) -> None:
    """Cập nhật lược đồ cơ sở dữ liệu - apply the migrations of every service."""
    from shared.runtime.migrating import migrate_all
    from shared.runtime.secret_files import Secrets
    from shared.runtime.settings import Settings

    folder = data_folder(data)
    Secrets.create(folder / "secrets", tuple(STACK))
    if secrets_only:
        say(f"Khóa và mật khẩu ở {folder / 'secrets'}.", f"The keys and passwords are in {folder / 'secrets'}.")
        return
    settings = Settings.load(folder)
    if not settings.postgres:
        leave(
            f"Chưa biết PostgreSQL ở đâu: chạy `{typed('up', folder)}`, hoặc đặt LIENTHONG_POSTGRES.",
            f"PostgreSQL is not known: run `{typed('up', folder)}`, or set LIENTHONG_POSTGRES.",
        )
    with answering(settings):
        migrate_all(settings, [load() for load in STACK.values()])
    say("Lược đồ đã cập nhật.", "The schemas are up to date.")
