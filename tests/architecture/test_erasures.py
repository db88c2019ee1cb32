"""An erasure reaches every place where a personal value stands in the clear."""

import pytest

from services.membership.contracts.facts import PersonErased
from services.stack import STACK
from shared.readmodel.view import View

PERSONAL = [
    view for load in STACK.values() for reaction in load().reactions for view in reaction.views if view.personal
]


@pytest.mark.parametrize("view", PERSONAL, ids=lambda view: view.name)
def test_a_view_with_personal_columns_hears_of_erasures(view: View):
    assert PersonErased in view.on
    assert view.person


def test_there_are_such_views():
    assert PERSONAL
