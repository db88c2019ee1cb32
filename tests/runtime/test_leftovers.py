"""What a killed test run leaves behind is stopped and removed by the next; what somebody holds is left alone."""

import signal
import subprocess
import sys
from pathlib import Path

from shared.runtime import postgres
from shared.testing.leftovers import sweep, temporary_folder

KILLED = """
import os, signal, sys
from shared.runtime import postgres
from shared.testing.leftovers import temporary_folder
with temporary_folder("killed") as folder:
    postgres.start(folder / "postgres", password="only-in-tests")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_is_cleared_away_with_its_server_and_a_living_one_is_not() -> None:
    run = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    left = Path(run.stdout.strip())
    assert run.returncode == -signal.SIGKILL
    assert postgres.running(left / "postgres", password="") is not None
    with temporary_folder("living") as living:
        gone = sweep()
        assert left in gone
        assert living not in gone
        assert living.exists()
    assert not left.exists()
    assert not living.exists()
