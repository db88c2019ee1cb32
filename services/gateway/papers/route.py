"""GET /papers/{id}/{paper}.pdf: what the reader may see of a transfer, an organisation or a restructuring, as paper."""

from collections.abc import Callable, Mapping
from typing import Any

import strawberry
from litestar import Request, Response, get
from litestar.params import FromPath

from services.gateway.api.asking import Desk
from services.gateway.papers import questions
from services.gateway.papers.letter_form import letter_form
from services.gateway.papers.plans import FORMS as PLANS
from services.gateway.papers.plans import printed_plan
from services.gateway.papers.refusals import PaperIsNotThere, PaperIsUnknown
from services.gateway.papers.sheets import SIZES as SHEETS
from services.gateway.papers.sheets import printed_sheet
from services.gateway.papers.timeline_form import timeline_form
from services.gateway.papers.typeset import SIZES, typeset
from services.gateway.reading.asked import Asked
from services.gateway.refusing.language import Language

Form = Callable[[Mapping[str, Any], Language], dict[str, Any]]
FORMS: dict[str, tuple[str, Form]] = {
    "letter": (questions.LETTER, letter_form),
    "timeline": (questions.TIMELINE, timeline_form),
}
_HEADERS = {"cache-control": "no-store"}


def papers_route(made: strawberry.Schema, desk: Desk) -> Any:
    """The route of one running gateway."""

    @get("/papers/{thing:str}/{file:str}")
    async def paper(thing: FromPath[str], file: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
        """One paper; `?print=large` for weak eyes, `?line=1001` for the next part of a ledger; language by header."""
        name, _, kind = file.partition(".")
        size = request.query_params.get("print", "normal")
        if name not in {**FORMS, **SHEETS, **PLANS} or kind != "pdf" or size not in SIZES:
            raise PaperIsUnknown(papers=", ".join(f"{form}.pdf" for form in (*FORMS, *SHEETS, *PLANS)))
        asked = await desk.asked(request)
        if name in PLANS:
            content = await printed_plan(
                made, asked, thing, name, size=size, line=request.query_params.get("line", "1")
            )
        else:
            sheet = printed_sheet if name in SHEETS else printed
            content = await sheet(made, asked, thing, name, size=size)
        headers = {**_HEADERS, "content-disposition": f'inline; filename="{name}.pdf"'}
        return Response(content, media_type="application/pdf", headers=headers)

    return paper


async def printed(
    made: strawberry.Schema, asked: Asked, transfer: str, name: str, *, size: str, picture: bool = False
) -> bytes:
    """The paper as its reader may have it; what lies outside the scope is absent."""
    question, form = FORMS[name]
    result = await made.execute(question, variable_values={"id": transfer}, context_value=asked)
    found = None if result.errors or result.data is None else result.data["transfer"]
    if found is None or (name == "letter" and not _is_printable(found)):
        raise PaperIsNotThere
    return await typeset(name, form(found, asked.language), size=size, picture=picture)


def _is_printable(transfer: Mapping[str, Any]) -> bool:
    """A letter of ours, of a member whose name the reader may read."""
    member, letter = transfer["member"], transfer["letter"]
    return bool(letter and letter["code"] and member and member["fullName"])
