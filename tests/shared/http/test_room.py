"""A disk nearly full: commands are refused with a code of their own and nothing is run; reads go on."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from litestar.testing import TestClient

from shared.http.app import build
from shared.http.whole_numbers import whole
from shared.runtime.disk_room import DiskRoom
from shared.runtime.settings import Settings
from shared.runtime.state_file import ProcessState, StackState
from shared.vocabulary.finding import Finding

EVERYTHING = 1 << 40  # MB: more than any disk has


@pytest.fixture
def process_on(process: Any, tmp_path: Path) -> Any:
    def at(least: int) -> Any:
        process.room = DiskRoom([tmp_path / "not" / "made" / "yet"], least)
        process.findings = [process.room.finding]
        return process

    return at


@pytest.mark.parametrize("path", ["/commands/Greet", "/sheets/Greet"])
def test_commands_wait_and_reads_go_on(process_on: Any, bearer: Any, path: str):
    process = process_on(EVERYTHING)
    process.commands.takes_sheets_of = lambda _: True
    body = {"command_id": str(uuid4()), "name": "An"}
    with TestClient(build(process)) as client:
        refused = client.post(path, json={"rows": [body]} if "sheets" in path else body, headers=bearer())
        assert (refused.status_code, refused.json()["refusal"]["code"]) == (503, "STORAGE_IS_LOW")
        assert process.commands.asked == []
        ready = client.get("/health/ready")
        assert ready.status_code == 200
        assert {"name": "disk", "kind": "STORAGE_LOW"}.items() <= ready.json()["findings"][-1].items()
        facts = client.get("/facts?after=0&limit=5", headers=bearer("service", "service:gateway"))
        assert facts.status_code == 200


def test_with_room_the_same_command_is_run(process_on: Any, bearer: Any):
    with TestClient(build(process_on(1))) as client:
        answer = client.post("/commands/Greet", json={"command_id": str(uuid4()), "name": "An"}, headers=bearer())
        assert answer.status_code == 200


def test_gauges_are_whole_numbers_of_parts(process_on: Any, part: Any):
    process = process_on(EVERYTHING)
    process.followers = [part(name="follower:tree", ok=True, lag=12)]
    process.mirror = part(name="mirror:membership", ok=False, lag=2, kind="FORK", reason="forked at sequence 4")
    with TestClient(build(process)) as client:
        told = client.get("/metrics").text.splitlines()
    assert 'lienthong_lag{part="follower:tree"} 12' in told
    assert 'lienthong_well{kind="FORK",part="mirror:membership"} 0' in told
    assert 'lienthong_well{kind="STORAGE_LOW",part="disk"} 0' in told
    age = next(line for line in told if line.startswith("lienthong_outbox_age_seconds"))
    assert float(age.split()[-1]) > 86_400  # the rows of this test are from July 2025
    free = next(line for line in told if line.startswith("lienthong_free_bytes "))
    assert free.split()[-1].isdecimal()
    assert {line.split()[0] for line in told} >= {"lienthong_queue_depth", "lienthong_batch_size_count"}


def test_only_whole_values_become_whole_numbers():
    told = 'some_bucket{le="0.5"} 3.0\nfree 7.5902345216e+10\nseconds_sum 0.25\n# HELP a 1.0\nall +Inf\n'
    meant = 'some_bucket{le="0.5"} 3\nfree 75902345216\nseconds_sum 0.25\n# HELP a 1.0\nall +Inf\n'
    assert whole(told) == meant


def test_restarts_are_those_that_the_supervisor_counts(process: Any, tmp_path: Path):
    names = {"membership": 2, "nats": 5}
    state = StackState(
        phase="ready",
        supervisor=1,
        started_at=0,
        data=str(tmp_path),
        deployment="main",
        urls={"membership": ""},
        servers={},
        processes=tuple(ProcessState(name=n, pid=1, restarts=many, started_at=0) for n, many in names.items()),
    )
    state.save(tmp_path)
    process.settings = Settings(data=tmp_path)
    with TestClient(build(process)) as client:
        own = [line for line in client.get("/metrics").text.splitlines() if line.startswith("lienthong_restarts_total")]
    assert own == ['lienthong_restarts_total{process="membership"} 2']


def test_the_room_of_a_folder_that_is_not_made_yet_is_that_of_its_disk(tmp_path: Path):
    room = DiskRoom([tmp_path / "later"], 1)
    assert room.free() > 0
    assert room.finding() == Finding(name="disk", ok=True)
    assert not DiskRoom([tmp_path], 0).is_low()
