"""What is typed wrongly, or where nothing runs, is told in a sentence, in the reader's language and at once."""

import time
from pathlib import Path

import pytest

from services.__main__ import app
from services.cli.status import look, show
from shared.runtime.ports import free_ports

NOBODY = "00000000-0000-4000-8000-000000000000"
ERASE = ("erase", NOBODY, "--decision", "1-QĐ/TU", "--decided-on")


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deployment whose servers and services do not answer."""
    ports = free_ports(5)
    monkeypatch.setenv("LIENTHONG_POSTGRES", f"postgresql://admin:word@127.0.0.1:{ports[0]}/postgres")
    named = zip(("organization", "membership", "evaluation", "gateway"), ports[1:], strict=True)
    monkeypatch.setenv("LIENTHONG_PORTS", ",".join(f"{name}={port}" for name, port in named))
    return tmp_path


def ended(*words: str) -> int | str | None:
    with pytest.raises(SystemExit) as end:
        app(words)
    return end.value.code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "Không có lệnh nonsense. Xem: lienthong --help"),
        (("status", "--nonsense"), "Không có tùy chọn --nonsense. Xem: lienthong status --help"),
        (("log", "tail", "nonsense"), "Thừa: nonsense. Xem: lienthong log tail --help"),
        (("stream", "show"), "Thiếu ID. Xem: lienthong stream show --help"),
        (("log", "tail", "-n", "0"), "--count không dùng được: 0."),
        ((*ERASE, "2026-13-01"), "--decided-on không dùng được: 2026-13-01."),
        (("recount", "nonsense"), "'nonsense' không phải mã"),
    ],
)
def test_what_is_typed_wrongly_is_told_in_vietnamese(
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("LIENTHONG_LANG", "vi")
    monkeypatch.setenv("COLUMNS", "200")
    assert ended(*words) == 2
    assert said in capsys.readouterr().err


def test_elsewhere_it_is_told_in_english(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("LIENTHONG_LANG", "en")
    assert ended("recount", "nonsense") == 2
    assert "'nonsense' is neither an id" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("recount", NOBODY), ("migrate",)])
def test_where_nothing_runs_the_next_command_is_named_at_once(
    words: tuple[str, ...], stopped: Path, capsys: pytest.CaptureFixture[str]
):
    began = time.monotonic()
    assert ended(*words, "--data", str(stopped)) == 1
    assert f"up --data {stopped}" in capsys.readouterr().err
    assert time.monotonic() - began < 10


def test_a_service_that_is_not_there_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]):
    assert ended("rebuild", "members", "--service", "nonsense") == 1
    assert "organization, membership, evaluation, gateway" in capsys.readouterr().err


def test_that_nothing_was_ever_erased_is_said(
    stopped: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    async def nothing(_settings: object) -> list[object]:
        return []

    monkeypatch.setattr("services.erasure_report.report", nothing)
    assert ended("erasures", "--data", str(stopped)) == 0
    assert capsys.readouterr().out.strip()


def test_a_process_that_is_away_has_no_number_and_what_to_type_stands_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    note = "mirror:membership FORK forked at sequence 12345; lienthong republish membership"
    away = {"name": "membership", "pid": 0, "url": "http://127.0.0.1:29073", "restarts": 0, "ready": False}
    found = {**look(tmp_path), "running": True, "processes": [{**away, "lag": 0, "notes": [note], "pss_mb": None}]}
    show(found)
    said = capsys.readouterr().out
    assert note in said
    assert [word for word in said.splitlines()[1].split() if word != "○"] == [
        "membership",
        "–",
        away["url"],
        "0",
        "–",
        "0",
    ]
