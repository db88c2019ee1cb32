"""The example documents run as they are: what newcomers see in the IDE's tabs answers."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.graphql"))


@pytest.fixture(scope="module")
def filled(scene):
    """What stands for the ids that a newcomer copies from other tabs."""
    asks = {"commandId": str(uuid4()), **scene.request(scene.member(40))}
    return {"05_dang_vien": {"toChuc": scene.origin["id"], "tim": "nguyen"}, "06_de_nghi_chuyen": {"lenh": asks}}


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_answers(scene, filled, file):
    user = scene.people.at(scene.origin)
    data = user.ask(file.read_text(encoding="utf-8"), **filled.get(file.stem, {}))
    assert all(answer is not None for answer in data.values())
    assert not any(answer.get("errors") for answer in data.values() if isinstance(answer, dict))


def test_examples_with_variables_say_which():
    for file in EXAMPLES:
        variables = file.with_suffix(".json")
        needed = "!" in file.read_text(encoding="utf-8").partition("{")[0]
        assert variables.exists() is needed, file
        assert not variables.exists() or json.loads(variables.read_text(encoding="utf-8"))
