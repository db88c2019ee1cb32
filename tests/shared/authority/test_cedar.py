"""Cedar: deny by default, forbid wins, and a policy that cannot be evaluated permits nothing."""

import pytest

from shared.authority.cedar import Cedar
from shared.authority.held import Held

TEXT = """
permit (principal, action == Action::"Open", resource) when { context.rolesOver.contains("keeper") };
forbid (principal, action == Action::"Open", resource) when { context.sealed };
"""


@pytest.mark.parametrize(
    ("action", "context", "permitted"),
    [
        ("Open", {"rolesOver": ["keeper"], "sealed": False}, True),
        ("Open", {"rolesOver": ["keeper"], "sealed": True}, False),
        ("Open", {"rolesOver": ["guest"], "sealed": False}, False),
        ("Open", {"rolesOver": [], "sealed": False}, False),
        ("Shut", {"rolesOver": ["keeper"], "sealed": False}, False),
        ("Open", {"rolesOver": ["keeper"]}, False),
        ("Open", {"rolesOver": "keeper", "sealed": False}, False),
        ("Open", {}, False),
        ('Open" || true || "', {"rolesOver": ["keeper"], "sealed": False}, False),
    ],
)
def test_an_act_is_permitted_or_not(action: str, context: dict[str, object], permitted: bool):
    assert Cedar(TEXT).permits(action, context) is permitted


def test_a_text_that_is_no_policy_stops_the_start():
    with pytest.raises(ValueError, match="unexpected token"):
        Cedar("permit everything")


def test_what_is_held_at_the_root_is_told_apart():
    held = Held(role="officer", over=frozenset({"officer"}), at_root=frozenset({"officer"}))
    assert held.context(sealed=False) == {
        "role": "officer",
        "rolesHere": [],
        "rolesOver": ["officer"],
        "rolesOverBelowRoot": [],
        "rolesAtRoot": ["officer"],
        "sealed": False,
    }
