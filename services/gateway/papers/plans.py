"""Giấy của phương án sắp xếp - annex, minutes, ledger and proof of a plan that is in effect and proved."""

from collections.abc import Mapping
from typing import Any

import strawberry

from services.gateway.papers import questions
from services.gateway.papers.refusals import PaperIsNotThere
from services.gateway.papers.restructuring_form import RESTRUCTURING_PAPERS, restructuring_form
from services.gateway.papers.typeset import typeset
from services.gateway.reading.asked import Asked

FORMS: Mapping[str, str] = dict.fromkeys(RESTRUCTURING_PAPERS, "restructuring")
"""Paper → the form that it is set in."""
_DIGITS = 6


async def printed_plan(
    made: strawberry.Schema, asked: Asked, plan: str, name: str, *, size: str, line: str = "1"
) -> bytes:
    """The paper, for a reader who reaches everybody on its ledger; `line`: where this part of a ledger begins."""
    if not line.isdecimal() or len(line) > _DIGITS:
        raise PaperIsNotThere
    variables: dict[str, Any] = {"id": plan, "line": int(line), "named": name == "ledger"}
    result = await made.execute(questions.RESTRUCTURING, variable_values=variables, context_value=asked)
    found = None if result.errors or result.data is None else result.data["restructuring"]
    if found is None or found["state"] != "EXECUTED" or not (found["proof"] and found["report"] and found["ledger"]):
        raise PaperIsNotThere
    if name == "ledger" and int(line) > max(1, found["ledger"]["members"]):
        raise PaperIsNotThere
    return await typeset(FORMS[name], restructuring_form(name, found, asked.language), size=size)
