"""Commands that are printed work as they are typed."""

import sys
from pathlib import Path

import pytest

from services.typed import default_data, typed


def test_the_program_as_it_was_called_and_the_folder_only_when_it_is_not_the_usual_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [".venv/bin/lienthong", "demo"])
    assert typed("down", default_data()) == ".venv/bin/lienthong down"
    assert typed("down", Path("/srv/two words")) == ".venv/bin/lienthong down --data '/srv/two words'"


def test_from_another_folder_the_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["/clone/.venv/bin/lienthong", "up"])
    assert typed("down", default_data()) == "/clone/.venv/bin/lienthong down"


def test_a_module_is_called_as_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["/clone/services/__main__.py", "up"])
    assert typed("down", default_data()) == f"{sys.executable} -m services down"
