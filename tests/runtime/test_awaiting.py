"""A start has patience with views that are told anew as long as they get on, and waits for nothing that has stopped."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shared.runtime.awaiting import Awaiting

Serve = Callable[[Callable[[], tuple[int, list[dict]]]], str]


@pytest.fixture
def service() -> Iterator[Serve]:
    """An address whose readiness is what a function says: the status and the findings."""
    servers: list[HTTPServer] = []

    def serve(said: Callable[[], tuple[int, list[dict]]]) -> str:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, found = said()
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps({"findings": found}).encode())

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is written for an answered question."""

        server = HTTPServer(("127.0.0.1", 0), Answer)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def rebuilding(lag: int) -> tuple[int, list[dict]]:
    return 503, [{"kind": "REBUILDING", "lag": lag}]


def test_what_is_told_anew_is_waited_for_while_it_gets_on(service: Serve):
    lags, longer = iter((300, 200, 100)), []
    url = service(lambda: rebuilding(next(lags)))
    awaiting = Awaiting({"gateway": url}, patience=0, stuck=0, longer=lambda: longer.append(True))
    assert [awaiting.is_over() for _ in range(3)] == [False, False, False]
    assert len(longer) == 3


def test_what_is_told_anew_and_stands_still_is_given_up(service: Serve):
    awaiting = Awaiting({"gateway": service(lambda: rebuilding(300))}, patience=0, stuck=0)
    assert [awaiting.is_over(), awaiting.is_over()] == [False, True]


@pytest.mark.parametrize("kind", ["", "LOG_STOPPED"])
def test_nothing_else_is_waited_for(service: Serve, kind: str):
    awaiting = Awaiting({"gateway": service(lambda: (503, [{"kind": kind, "lag": 300}]))}, patience=0)
    assert awaiting.is_over()


def test_a_service_that_does_not_answer_is_not_waited_for():
    assert Awaiting({"gateway": "http://127.0.0.1:9"}, patience=0).is_over()


def test_the_patience_comes_first(service: Serve):
    assert not Awaiting({"gateway": service(lambda: (503, []))}, patience=60).is_over()


def test_each_is_asked_until_it_is_ready(service: Serve):
    statuses = iter((503, 200))
    awaiting = Awaiting({"gateway": service(lambda: (next(statuses), []))}, patience=60)
    assert not awaiting.all_settled()
    assert awaiting.all_settled()
    assert awaiting.left == {}


STARTING = {"ok": False, "kind": ""}
WELL = {"ok": True, "kind": ""}


@pytest.mark.parametrize("kind", ["HALTED", "FORK"])
def test_what_has_stopped_for_good_is_not_waited_for_once_the_others_are_ready(service: Serve, kind: str):
    stopped = {"ok": False, "kind": kind}
    found = iter(([stopped, STARTING], [stopped, {"ok": False, "kind": "REBUILDING"}], [stopped, WELL]))
    awaiting = Awaiting({"gateway": service(lambda: (503, next(found)))}, patience=60)
    assert [awaiting.all_settled() for _ in range(3)] == [False, False, True]


def test_a_service_that_serves_though_unready_is_told_from_one_that_does_not_serve():
    nobody = "http://127.0.0.1:9"
    awaiting = Awaiting({"membership": nobody}, patience=0)
    assert not awaiting.all_settled()
    assert awaiting.silent() == ["membership"]


def test_a_service_that_serves_is_not_silent(service: Serve):
    answers = iter(((503, [STARTING]), (200, [])))  # readiness, then liveness
    awaiting = Awaiting({"gateway": service(lambda: next(answers))}, patience=0)
    assert not awaiting.all_settled()
    assert awaiting.silent() == []
