"""Documentation that the code writes about itself: generated, committed, and checked for drift by a test."""

from pathlib import Path

from services.docs import commands, errors, events, python_client, refusal_texts, schemas, service_readmes, settings
from services.docs.system import System
from services.gateway.documents.trusted import manifest
from services.gateway.schema import sdl

_SCHEMAS = Path("docs/reference/schemas")


def pages(root: Path) -> dict[Path, str]:
    """Every generated file, by its path inside the repository."""
    system = System.load()
    return {
        **service_readmes.pages(system),
        **refusal_texts.pages(system),
        **schemas.pages(system, _SCHEMAS),
        Path("docs/reference/events.md"): events.page(system),
        Path("docs/reference/commands.md"): commands.page(system),
        Path("docs/reference/errors.md"): errors.page(system),
        Path("services/gateway/schema.graphql"): sdl(),
        Path("services/gateway/documents/manifest.json"): manifest(root),
        Path("examples/python/lienthong_client.py"): python_client.page(sdl(), manifest(root)),
        Path("docs/reference/settings.md"): settings.page(root / "shared/runtime/settings.py"),
    }


def write(root: Path, check: bool = False) -> list[str]:
    """Write what has changed and answer the paths; with `check`, only answer what would change."""
    wanted = pages(root)
    changed = [path for path, text in wanted.items() if _read(root / path) != text]
    stale = [
        path.relative_to(root) for path in (root / _SCHEMAS).glob("*.json") if path.relative_to(root) not in wanted
    ]
    if not check:
        for path in changed:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(wanted[path], encoding="utf-8")
        for path in stale:
            (root / path).unlink()
    return sorted(str(path) for path in (*changed, *stale))


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
