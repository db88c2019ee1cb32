"""Options that every command understands the same way."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from services.typed import default_data

Data = Annotated[Path | None, Parameter(name="--data", help="Thư mục dữ liệu - the data folder (default: .data).")]
Port = Annotated[int | None, Parameter(help="Cổng của gateway - the gateway's port (default: 8080).")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="In ra JSON - print JSON.")]


def data_folder(given: Path | None) -> Path:
    """The folder that was named, else LIENTHONG_DATA, else `.data` in the clone (or here, when there is no clone)."""
    chosen = given or (Path(named) if (named := os.environ.get("LIENTHONG_DATA")) else None)
    if chosen is not None:
        return chosen.expanduser().resolve()
    return default_data()
