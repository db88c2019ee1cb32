"""However many rows a page has, it costs the same statements: every list, with all that hangs on its rows."""

from services.gateway.reading.ids import global_id
from tests.gateway.authorised_things import ended_cells, peopled

LISTS = {
    "members": """query($n: Int!, $o: ID!) { members(organization: $o, includeSubtree: true, first: $n) { nodes {
      fullName externalIds { system } homeCell { name path { name } } hold { documentNumber } readers(first: 2) {
      nodes { reader } } transfers(first: 2) { nodes { state route { organization { name } } } }
      ratings(first: 2) { nodes { rating } }
      history(first: 2) { nodes { __typename } } fileInventory { kind } nextBadge { level } } } }""",
    "transfers": """query($n: Int!) { transfers(first: $n) { nodes { state member { fullName } currentHolder { name }
      route { organization { name } } timeline { text } } } }""",
    "dataSubjectRequests": """query($n: Int!) { dataSubjectRequests(first: $n) { nodes { kind member { fullName }
      organization { name } } } }""",
    "homeServices": """query($n: Int!, $o: ID!) { homeServices(organization: $o, first: $n) { nodes { state
      member { fullName } custody { sealNumber steps { fact } } proofs { kind } } } }""",
    "restructurings": """query($n: Int!) { restructurings(first: $n) { nodes { title operations(first: 2) {
      nodes { kind } } } } }""",
    "workQueue": """query($n: Int!, $o: ID!) { workQueue(organization: $o, first: $n, kind: TRANSFER) { nodes { kind
      organization { name } thing { id } } } }""",
    "evaluations": """query($n: Int!, $o: ID!) { evaluationCampaigns(organization: $o, first: 1) { nodes {
      evaluations(first: $n) { nodes { state subject { member { fullName } } place { name }
      segments { from } comments { kind }
      } } } } }""",
}  # fmt: skip


async def test_a_long_page_costs_as_many_statements_as_its_dearest_row(gateway, facts):
    """Row by row, then all at once: a row of which less hangs may cost less, none costs more."""
    await gateway.told(*ended_cells(facts))
    await peopled(gateway, facts, "committee_officer")
    asked = await gateway.asked("committee_officer", facts.place("79"))
    for name, question in LISTS.items():
        given = {"o": global_id("Organization", facts.place("00" if name == "evaluations" else "79"))}
        single, after = [], None
        while (rows := _page(name, await gateway.data(asked, _paged(question), n=1, a=after, **given)))["nodes"]:
            single.append(gateway.statements)
            after = rows["pageInfo"]["endCursor"]
        whole = _page(name, await gateway.data(asked, _paged(question), n=100, **given))
        assert len(whole["nodes"]) == len(single) > 3, name
        assert gateway.statements == max(single), name


def _paged(question):
    """The question with a cursor for its list."""
    asked = question.replace("$n: Int!", "$n: Int!, $a: String", 1)
    before, page, after = asked.partition("first: $n")
    return before + page + ", after: $a" + after.replace("nodes {", "pageInfo { endCursor } nodes {", 1)


def _page(name, data):
    page = next(iter(data.values()))
    return page["nodes"][0]["evaluations"] if name == "evaluations" else page
