"""What is not right is told in a sentence: which service, which part, why and what next; never a line of a log file."""

from pathlib import Path
from typing import get_args

import pytest

from services.cli.troubles import Trouble, sentences, silent_ones
from services.doctor.check import Verdict
from services.doctor.deployment import _of_service
from shared.runtime.log_files import last_trouble, plain_words
from shared.runtime.settings import Settings
from shared.vocabulary.finding import Kind

HALT = Trouble(service="gateway", part="follower:tree", kind="HALTED", reason="halted: a view cannot take sequence 7")
CRASH = """{"event":"serving","level":"info"}
{"event":"a part ended","name":"http","error":"OSError","places":["serve.py:1 x"],"level":"critical"}
{"event":"broker connected","level":"info"}
"""


def test_a_halt_names_service_follower_reason_and_next_step(tmp_path: Path):
    for said in sentences(HALT, tmp_path):
        assert all(part in said for part in ("gateway", "follower:tree", "sequence 7", "gateway.log", "down", "up"))
        assert "\n" not in said


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_a_sentence_of_its_own(tmp_path: Path, kind: str):
    vi, en = sentences(Trouble(service="gateway", part="mirror", kind=kind, reason=""), tmp_path)
    assert ("mirror is not ready" in en) == (kind == "")
    assert vi.startswith("Chưa ổn: gateway, mirror ")
    assert ". Next: " in en


def test_what_does_not_start_is_named_with_the_last_bad_thing_that_it_said(tmp_path: Path):
    log = tmp_path / "membership.log"
    log.write_text(CRASH)
    assert last_trouble(log) == "a part ended: http: OSError"
    log.write_text(CRASH + "Traceback (most recent call last):\n  File ...\nKeyError: 'x'\n")
    assert last_trouble(log) == "KeyError: 'x'"
    for said in silent_ones({"membership": log}):
        assert "membership" in said
        assert "{" not in said
    assert silent_ones({"nats": tmp_path / "none.log"})[1] == f"nats did not start. See: tail {tmp_path / 'none.log'}"


def test_words_for_a_reader_are_told_from_lines_for_machines(tmp_path: Path):
    log = tmp_path / "supervisor.log"
    log.write_text('{"event":"ended"}\nIt did not start.\n')
    assert plain_words(log) == "It did not start."


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [
        ({"ok": True, "kind": "", "reason": ""}, Verdict.OK),
        ({"ok": True, "kind": "PARKED", "reason": "parked facts: 3"}, Verdict.WARN),
        ({"ok": False, "kind": "HALTED", "reason": "halted: a view"}, Verdict.FAIL),
    ],
)
def test_the_doctor_is_not_content_while_facts_wait(tmp_path: Path, finding: dict, verdict: Verdict):
    answer = {"ready": finding["ok"], "findings": [{"name": "follower:tree", "lag": 0, **finding}]}
    *_, told = _of_service(Settings(data=tmp_path), "gateway", answer)
    assert told.verdict is verdict
    assert verdict is Verdict.OK or "parked" in told.next
