import re
from pathlib import Path

import pytest

MAKEFILE = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["down", "status", "doctor"])
def test_what_only_looks_or_stops_compiles_and_prepares_nothing_first(target: str):
    [needs] = re.findall(rf"^{target}: (.*?) ##", MAKEFILE, flags=re.MULTILINE)
    assert needs == ".venv/.ready"
