"""One supervisor for each data folder, known to whoever asks."""

from pathlib import Path

import pytest

from shared.runtime.state_file import StackRunsAlready, StackState, is_locked, lock, running_stack


def test_a_second_supervisor_is_refused(tmp_path: Path):
    held = lock(tmp_path)
    with pytest.raises(StackRunsAlready):
        lock(tmp_path)
    held.close()
    lock(tmp_path).close()


def test_a_state_file_without_a_supervisor_is_no_running_stack(tmp_path: Path):
    _state().save(tmp_path)
    assert running_stack(tmp_path) is None


def test_a_running_stack_is_found(tmp_path: Path):
    held = lock(tmp_path)
    _state().save(tmp_path)
    assert is_locked(tmp_path)
    assert running_stack(tmp_path) == _state()
    held.close()


def _state() -> StackState:
    return StackState(
        phase="ready", supervisor=1, started_at=0, data="", deployment="main", urls={}, servers={}, processes=()
    )
