"""`make proof`: a part shows what its tests print, and what it makes larger prints how much of it was done.

A proof that only passes cannot be told from one that tried nothing.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
RUNS = [line.strip("\t@") for line in MAKEFILE.splitlines() if line.startswith("\t") and "tests/" in line]
"""What runs tests by their modules: the settings of a part, the command, the modules."""


def test_all_parts_are_looked_at():
    parts = set(re.findall(r"^proof-([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
    assert len(RUNS) >= len(parts) > 10


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.partition("=")[0])
def test_what_a_proof_has_counted_is_shown(run: str):
    assert "$(PROVE) " in run, "pytest alone keeps to itself what a test that passed has printed"
    larger = re.findall(r"(\w+)=", run)
    assert larger
    for module in re.findall(r"tests/\S+\.py", run):
        text = (ROOT / module).read_text(encoding="utf-8")
        if any(f'"{name}"' in text for name in larger):
            assert "print(" in text, f"{module} does not tell what it has counted"
