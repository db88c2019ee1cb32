"""Documents: the READMEs agree, generated pages have not drifted, decisions keep to their form, locks are pinned."""

import re
from pathlib import Path

import pytest

from services.docs import write

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
LOCKS = ["requirements.lock", "requirements-test.lock"]


def test_generated_pages_have_not_drifted():
    assert write(ROOT, check=True) == [], "run `python -m services docs`"


def test_drift_is_seen_and_mended(tmp_path: Path):
    settings = tmp_path / "shared/runtime/settings.py"
    settings.parent.mkdir(parents=True)
    settings.write_text((ROOT / "shared/runtime/settings.py").read_text(encoding="utf-8"), encoding="utf-8")
    stale = tmp_path / "docs/reference/schemas/gone.json"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")
    assert "docs/reference/errors.md" in write(tmp_path)
    assert not stale.exists()
    assert write(tmp_path, check=True) == []
    (tmp_path / "docs/reference/errors.md").write_text("changed by hand")
    assert write(tmp_path, check=True) == ["docs/reference/errors.md"]


def test_both_readmes_have_the_same_headings():
    english, vietnamese = (_levels(ROOT / name) for name in ("README.md", "README.vi.md"))
    assert english == vietnamese
    assert len(english) > 3


def _levels(path: Path) -> list[str]:
    """The levels of the headings in order: the words differ, the shape may not."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^(#+) ", text, flags=re.MULTILINE)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_keeps_to_its_form(path: Path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == PARTS
    assert re.match(rf"# {path.stem[:4]} \S", text)
    for mentioned in re.findall(r"`((?:tests|shared|services)/[\w/.<>*]+)`", text.split("## Enforced by")[1]):
        assert list(ROOT.glob(mentioned)), f"{path.name} says it is enforced by {mentioned}, which is not there"


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_by_hash_and_names_no_host(name: str):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    text = "\n".join(lines)
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links|--trusted-host", text)
    requirements = re.split(r"\n(?=[a-zA-Z0-9])", "\n".join(line for line in lines if not line.strip().startswith("#")))
    for requirement in filter(str.strip, requirements):
        assert re.match(r"[a-zA-Z0-9._-]+(\[[\w,-]+\])?==\S+", requirement), requirement[:80]
        assert "--hash=sha256:" in requirement, requirement[:80]


def test_links_between_documents_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "services").rglob("README.md")]
    for page in pages:
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.relative_to(ROOT)} links to {link}"
