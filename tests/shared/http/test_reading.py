"""GET /facts, /positions, /health, /metrics and POST /keys: who may read what."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from litestar.testing import TestClient

from shared.http.app import build
from shared.http.pages import FactsPage


@pytest.fixture
def client(process: Any) -> Iterator[TestClient[Any]]:
    with TestClient(build(process)) as client:
        yield client


@pytest.fixture
def own(bearer: Any) -> dict[str, str]:
    return bearer("service", "service:gateway")


def test_facts_come_in_pages_byte_for_byte(client: TestClient[Any], process: Any, own: dict[str, str]):
    page = msgspec.json.decode(client.get("/facts?after=2&limit=3", headers=own).content, type=FactsPage)
    assert (page.epoch, page.head) == ("e1", 7)
    assert page.rows == process.log.rows[2:5]


def test_a_page_ends_where_it_holds_some_megabytes(
    client: TestClient[Any], process: Any, own: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("shared.http.facts._AT_ONCE", 2)
    monkeypatch.setattr(
        "shared.http.facts.MOST_BYTES", sum(len(row.body) + len(row.meta) for row in process.log.rows[:3])
    )
    page = msgspec.json.decode(client.get("/facts", headers=own).content, type=FactsPage)
    assert page.rows == process.log.rows[:3]
    rest = msgspec.json.decode(client.get("/facts?after=3&limit=3", headers=own).content, type=FactsPage)
    assert rest.rows == process.log.rows[3:6]


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", "after=1e3", "after=" + "9" * 30])
def test_a_page_out_of_range_is_refused(client: TestClient[Any], own: dict[str, str], query: str):
    answer = client.get(f"/facts?{query}", headers=own)
    assert (answer.status_code, answer.json()["refusal"]["code"]) == (400, "PARAMETER_IS_NOT_READABLE")


@pytest.mark.parametrize(("method", "path"), [("GET", "/facts"), ("POST", "/keys")])
def test_persons_get_neither_facts_nor_keys(client: TestClient[Any], bearer: Any, method: str, path: str):
    answer = client.request(method, path, headers=bearer("approver"))
    assert (answer.status_code, answer.json()["refusal"]["code"]) == (403, "ONLY_FOR_SERVICES")
    assert client.request(method, path).status_code == 401


def test_keys_come_in_audited_pages(client: TestClient[Any], process: Any, own: dict[str, str]):
    asked = [str(uuid4()), str(uuid4()), str(uuid4())]
    answer = client.post("/keys", json={"persons": asked}, headers=own)
    assert answer.json() == {"keys": dict.fromkeys(asked[:2], "d3JhcHBlZA=="), "kek": "the newest"}
    assert process.person_keys.read == ["gateway"]


def test_too_many_persons_are_refused(client: TestClient[Any], process: Any, own: dict[str, str]):
    answer = client.post("/keys", json={"persons": [str(uuid4()) for _ in range(1_001)]}, headers=own)
    assert (answer.status_code, answer.json()["refusal"]["code"]) == (400, "TOO_MANY_PERSONS_ASKED")
    assert process.person_keys.read == []


def test_an_unnamed_service_gets_no_keys(client: TestClient[Any], bearer: Any):
    answer = client.post("/keys", json={"persons": []}, headers=bearer("service", "service:report"))
    assert answer.status_code == 403


def test_positions_need_a_token(client: TestClient[Any], bearer: Any):
    assert client.get("/positions").status_code == 401
    assert client.get("/positions", headers=bearer()).json() == {
        "at": {"organization": 7},
        "epochs": {"organization": "e1"},
    }


def test_alive_means_that_the_loop_answers(client: TestClient[Any]):
    assert client.get("/health/live").json() == {"live": True, "service": "membership"}


def test_ready_when_every_part_is_well(client: TestClient[Any], process: Any, part: Any):
    process.followers.append(part(name="membership.organization", ok=True, lag=3))
    process.mirror = part(name="mirror", ok=True)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert [finding["lag"] for finding in answer.json()["findings"]] == [3, 0]


@pytest.mark.parametrize("ill", ["follower", "mirror", "log"])
def test_not_ready_says_why(client: TestClient[Any], process: Any, part: Any, ill: str):
    process.followers.append(part(name="f", ok=ill != "follower", reason="halted at a poison fact", lag=9))
    process.mirror = part(name="m", ok=ill != "mirror", reason="the mirror has forked")
    process.log.healthy = ill != "log"
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert any(not finding["ok"] and finding["reason"] for finding in answer.json()["findings"])


def test_metrics_count_by_route_never_by_value(client: TestClient[Any], bearer: Any):
    client.post("/commands/Secret079199", json={}, headers=bearer())
    text = client.get("/metrics").text
    assert 'lienthong_http_requests_total{route="/commands/{name}",status="404"}' in text
    assert 'lienthong_refusals_total{code="REQUEST_IS_UNKNOWN"}' in text
    assert "079199" not in text
