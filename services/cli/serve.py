"""`lienthong serve SERVICE`: one service as this process, for containers and for whoever supervises by other means."""

from typing import Annotated

from cyclopts import Parameter

from services.cli.options import Data, data_folder
from services.cli.speech import leave
from services.stack import STACK


def serve(
    service: Annotated[str, Parameter(help="organization, membership, evaluation, gateway")],
    *,
    data: Data = None,
) -> None:
    """Chạy một dịch vụ - serve one service until SIGTERM."""
    if service not in STACK:
        leave(
            f"Không có dịch vụ {service}; có: {', '.join(STACK)}.",
            f"No service {service}; there are: {', '.join(STACK)}.",
        )
    from shared.runtime.serve import run
    from shared.runtime.settings import Settings

    settings = Settings.load(data_folder(data))
    run(STACK[service](), settings, [load() for load in STACK.values()])
