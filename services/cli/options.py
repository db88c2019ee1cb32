"""Options that every command understands the same way."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import services

Data = Annotated[Path | None, Parameter(name="--data", help="Thư mục dữ liệu - the data folder (default: .data).")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="In ra JSON - print JSON.")]


def data_folder(given: Path | None) -> Path:
    """The folder that was named, else LIENTHONG_DATA, else `.data` in the clone (or here, when there is no clone)."""
    chosen = given or (Path(named) if (named := os.environ.get("LIENTHONG_DATA")) else None)
    if chosen is not None:
        return chosen.expanduser().resolve()
    clone = Path(services.__file__).resolve().parents[1]
    return (clone if (clone / "pyproject.toml").exists() else Path.cwd()) / ".data"
