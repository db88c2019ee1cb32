"""One trace from a request to what other services do because of it: HTTP → organization → broker → membership."""

import asyncio
import time
from uuid import uuid4

import asyncpg
import msgspec

from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from shared.vocabulary.facts import Meta

TRACE = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
FOUND = """mutation($input: FoundOrganizationInput!) {
  foundOrganization(input: $input) { organization { id } errors { ... on UserError { code message } } } }"""


def recorded(settings: Settings, service: str) -> list[tuple[str, Meta]]:
    """Topic and meta of each fact of a service that stands in the trace."""

    async def read() -> list[tuple[str, Meta]]:
        connection = await asyncpg.connect(settings.admin_dsn())
        try:
            rows = await connection.fetch(f"select topic, meta from {service}.facts order by position")
        finally:
            await connection.close()
        metas = [(row["topic"], msgspec.json.decode(row["meta"], type=Meta)) for row in rows]
        return [(topic, meta) for topic, meta in metas if TRACE in meta.traceparent]

    return asyncio.run(read())


def test_what_membership_does_about_a_founded_cell_stands_in_the_founders_trace(stack: Stack, scene):
    settings, officer = Settings.load(stack.data), scene.people.user("committee_officer", "79")
    parent = officer.ask('{ organization(code: "79.26740") { id } }')["organization"]["id"]
    body = {"commandId": str(uuid4()), "parentId": parent, "name": "Chi bộ Khu phố 8", "type": "CELL"}
    body |= {"setting": "VILLAGE", "effectiveOn": "2025-07-01"}
    answer = officer.post(
        {"query": FOUND, "variables": {"input": body}}, traceparent=f"00-{TRACE}-cccccccccccccccc-01"
    ).json()["data"]["foundOrganization"]
    assert answer["errors"] == []
    deadline = time.monotonic() + 20
    while not (there := recorded(settings, "membership")):
        assert time.monotonic() < deadline, "membership has imported nothing in this trace"
        time.sleep(0.05)
    ((topic, meta),) = there
    assert topic.endswith("CellImported")
    assert meta.actor == "policy:membership.import_cells_on_organization_founded"
    assert {meta.command_id for _, meta in recorded(settings, "organization")} == {meta.correlation}
