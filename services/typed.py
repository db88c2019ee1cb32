"""Gõ lại được - commands as this reader can type them: the program as called here, --data only when it matters."""

import shlex
import shutil
import sys
from pathlib import Path

import services


def default_data() -> Path:
    """`.data` in the clone, or here when there is no clone."""
    clone = Path(services.__file__).resolve().parents[1]
    return (clone if (clone / "pyproject.toml").exists() else Path.cwd()) / ".data"


def typed(command: str, data: Path) -> str:
    """`.venv/bin/lienthong down --data /some/folder`: works as it stands, in the folder where the reader is."""
    where = "" if data.resolve() == default_data().resolve() else f" --data {shlex.quote(str(data))}"
    return f"{_program()} {command}{where}"


def _program() -> str:
    called = Path(sys.argv[0])
    if called.name != "lienthong":
        return f"{shlex.quote(_near(Path(sys.executable)))} -m services"
    found = shutil.which("lienthong")
    return "lienthong" if found and Path(found).resolve() == called.resolve() else shlex.quote(_near(called))


def _near(program: Path) -> str:
    """Relative when the program lies below the reader's folder."""
    absolute, here = Path.cwd() / program, Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
