"""The mover registry: every kind of record says what a restructuring does to it, and names a test that is there."""

import re
from pathlib import Path

import pytest

from services.movers import MOVERS
from services.stack import STACK

ROOT = Path(__file__).parents[2]


def streams() -> set[str]:
    return {stream.name for load in STACK.values() for stream in load().streams}


def test_every_kind_of_record_has_a_rule():
    missing = streams() - {mover.stream for mover in MOVERS}
    assert not missing, f"say in services/movers.py what a restructuring does to: {sorted(missing)}"


def test_no_rule_is_kept_for_a_kind_that_is_gone():
    assert {mover.stream for mover in MOVERS} <= streams()


@pytest.mark.parametrize("mover", MOVERS, ids=lambda mover: mover.kind.rpartition(" / ")[2])
def test_a_rule_is_proved_by_a_test(mover):
    path, _, name = mover.proof.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    assert mover.rules
    assert re.search(rf"^(async )?def {name or 'test_'}", text, re.MULTILINE), mover.proof
