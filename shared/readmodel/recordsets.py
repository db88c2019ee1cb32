"""Many rows of one fact as one argument: what a plan lays down is told in lists of hundreds.

As an op for each row they cost Python more than PostgreSQL. A `Run` hands the list over as JSON, the statement opens it
by `json_to_recordset`: the field names are the column names, what is left out is null.
"""

from collections.abc import Sequence
from typing import Any

import msgspec


def recordset(rows: Sequence[Any]) -> str:
    """The rows as the JSON argument of a statement."""
    return msgspec.json.encode(rows).decode()
