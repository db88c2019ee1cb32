"""POST /sheets/{name} at the border: who is let in, how many rows, and a bad row that touches no other."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from litestar.testing import TestClient

from shared.http.app import build
from shared.http.pages import MOST_ROWS
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request


class NameIsTaken(Refusal):
    """Tên đã có."""

    vi = "Tên đã có."
    en = "The name is taken."


@pytest.fixture
def client(process: Any) -> Iterator[TestClient[Any]]:
    """A process whose executor takes sheets of greetings, and refuses those of "rude"."""
    process.commands.takes_sheets_of = lambda kind: kind.__name__ == "Greet"

    async def run_all(rows: list[Request], actor: Any, *, traceparent: str = "") -> list[Receipt | Refusal]:
        process.commands.asked += [(row, actor, traceparent) for row in rows]
        done = (Receipt(thing="greeting", id=row.command_id, version=1, position="p") for row in rows)
        return [NameIsTaken("name") if row.name == "rude" else receipt for row, receipt in zip(rows, done, strict=True)]

    process.commands.run_all = run_all
    with TestClient(build(process), raise_server_exceptions=False) as client:
        yield client


def row(name: str = "Nguyễn Văn An") -> dict[str, Any]:
    return {"command_id": str(uuid4()), "name": name}


def test_each_row_has_its_own_answer_in_the_sheets_order(client: TestClient[Any], process: Any, bearer: Any):
    rows = [row(), row("rude"), {"command_id": "1", "name": "x"}, {**row(), "nmae": "x"}, row("Bình")]
    answer = client.post("/sheets/Greet", json={"rows": rows}, headers=bearer("approver"))
    assert answer.status_code == 200
    told = [one.get("receipt", {}).get("id") or one["refusal"]["code"] for one in answer.json()["rows"]]
    assert told == [
        rows[0]["command_id"], "NAME_IS_TAKEN", "BODY_IS_NOT_READABLE", "BODY_IS_NOT_READABLE", rows[4]["command_id"],
    ]  # fmt: skip
    assert [request.name for request, _, _ in process.commands.asked] == ["Nguyễn Văn An", "rude", "Bình"]
    assert {actor.role for _, actor, _ in process.commands.asked} == {"approver"}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/sheets/Greet", {"rows": []}, 400, "SHEET_HAS_NO_ROWS"),
        ("/sheets/Greet", {"rows": [row()] * (MOST_ROWS + 1)}, 400, "SHEET_HAS_NO_ROWS"),
        ("/sheets/Greet", {}, 400, "BODY_IS_NOT_READABLE"),
        ("/sheets/Greet", [], 400, "BODY_IS_NOT_READABLE"),
        ("/sheets/Nothing", {"rows": [row()]}, 404, "REQUEST_IS_UNKNOWN"),
    ],
)
def test_a_sheet_that_is_wrong_as_a_whole_asks_nothing(
    client: TestClient[Any], process: Any, bearer: Any, path: str, body: Any, status: int, code: str
):
    answer = client.post(path, json=body, headers=bearer())
    assert (answer.status_code, answer.json()["refusal"]["code"]) == (status, code)
    assert process.commands.asked == []


def test_nobody_without_a_token_and_no_other_method(client: TestClient[Any], process: Any):
    assert client.post("/sheets/Greet", json={"rows": [row()]}).status_code == 401
    assert client.get("/sheets/Greet").status_code == 405
    assert process.commands.asked == []


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client: TestClient[Any], process: Any, bearer: Any):
    answer = client.post("/sheets/Greet", content=b"[" * 400_000, headers=bearer())
    assert answer.status_code == 413
    assert process.commands.asked == []
