"""A PostgreSQL folder outside of its data folder says whose it is, so that a doctor finds it when that is gone."""

import os
from pathlib import Path

import pytest

from shared.runtime import postgres_home


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's data folders have stand-ins")
def test_a_stand_in_whose_data_folder_is_gone_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shared, closed = tmp_path / "shared", tmp_path / "closed"
    monkeypatch.setattr(postgres_home, "_SHARED", shared)
    closed.mkdir(mode=0o700)
    data = closed / "data"
    data.mkdir()
    stand_in = postgres_home.reachable_home(data / "postgres")
    assert stand_in.parent == shared
    assert postgres_home.home_of(data / "postgres") == stand_in
    assert postgres_home.abandoned(shared) == []
    data.rmdir()
    assert postgres_home.abandoned(shared) == [(stand_in, data)]
