"""The IDE page: GraphiQL from this folder, with the project's example queries in its tabs."""

from functools import cache
from html import escape
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent
ASSETS = FOLDER / "assets"
EXAMPLES = FOLDER.parents[2] / "examples"


@cache
def page() -> str:
    """The page's HTML. The token is kept in the tab's memory only, never stored."""
    template = (FOLDER / "page.html").read_text(encoding="utf-8")
    tabs = msgspec.json.encode(examples()).decode().replace("</", "<\\/")
    return template.replace("__TABS__", tabs).replace("__TITLE__", escape("lienthong · GraphQL"))


def examples() -> list[dict[str, str]]:
    """The example documents, in the order of their file names, with their variables."""
    return [_tab(file) for file in sorted(EXAMPLES.glob("*.graphql"))]


def _tab(file: Path) -> dict[str, str]:
    variables = file.with_suffix(".json")
    return {
        "query": file.read_text(encoding="utf-8"),
        "variables": variables.read_text(encoding="utf-8") if variables.exists() else "",
    }
