from uuid import uuid4

import pytest

from services.cli.identity import identity
from services.gateway.reading.ids import global_id


def test_an_id_may_be_typed_as_the_api_gives_it():
    member = uuid4()
    assert identity(str(member)) == identity(global_id("Member", member)) == member


@pytest.mark.parametrize("text", ["", "Nguyễn", "TWVtYmVy", "TWVtYmVyOm5v"])
def test_anything_else_is_named(text: str):
    with pytest.raises(ValueError, match="neither an id nor"):
        identity(text)
