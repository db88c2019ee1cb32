"""Organisations: one, many, as of a date, as known at an instant, found without accents."""

from datetime import date, timedelta

from services.organization.contracts.facts import OrganizationEnded, OrganizationReparented

ONE = (
    "query($code: String, $asOf: Date, $knownAt: DateTime) { organization(code: $code, asOf: $asOf, knownAt: $knownAt) "
)
BRIEF = ONE + "{ id code name status path { code } } }"


async def test_an_organization_is_found_by_code_with_its_path(gateway, facts):
    asked = await gateway.asked("operator", facts.place("00"))
    found = (await gateway.data(asked, BRIEF, code="79.26740.001"))["organization"]
    assert found["name"] == "Chi bộ Khu phố 1"
    assert [step["code"] for step in found["path"]] == ["00", "79", "79.26740", "79.26740.001"]


async def test_before_its_founding_there_is_none(gateway, facts):
    asked = await gateway.asked("operator", facts.place("00"))
    assert (await gateway.data(asked, BRIEF, code="79", asOf="2025-06-30"))["organization"] is None


async def test_before_it_was_known_there_is_none(gateway, facts):
    asked = await gateway.asked("operator", facts.place("00"))
    long_ago = (await gateway.data(asked, BRIEF, code="79", knownAt="2025-12-31T00:00:00+07:00"))["organization"]
    assert long_ago is None


async def test_a_moved_organization_takes_its_subtree_along_from_that_day(gateway, facts):
    before = gateway.known
    await gateway.told(
        OrganizationReparented(
            organization=facts.place("79.26740"), parent=facts.place("82"), effective_on=date(2026, 6, 1)
        )
    )
    asked = await gateway.asked("operator", facts.place("00"))

    async def path(**when):
        found = (await gateway.data(asked, BRIEF, code="79.26740.001", **when))["organization"]
        return [step["code"] for step in found["path"]]

    assert await path() == ["00", "82", "79.26740", "79.26740.001"]
    assert await path(asOf="2026-05-31") == ["00", "79", "79.26740", "79.26740.001"]
    assert await path(asOf="2026-06-01") == ["00", "82", "79.26740", "79.26740.001"]
    assert await path(asOf="2026-06-01", knownAt=before.isoformat()) == ["00", "79", "79.26740", "79.26740.001"]


async def test_an_ended_organization_still_answers_and_frees_its_code(gateway, facts):
    ended = facts.place("79.26740.002")
    heir = facts.founded("79.26740.002", "Chi bộ Khu phố 2 mới", "CELL", "79.26740")
    heir = type(heir)(**{**{f: getattr(heir, f) for f in heir.__struct_fields__}, "organization": facts.place("x"),
                         "effective_on": date(2026, 9, 1)})  # fmt: skip
    await gateway.told(OrganizationEnded(organization=ended, effective_on=date(2026, 8, 1)))
    asked = await gateway.asked("operator", facts.place("00"))
    last = (await gateway.data(asked, BRIEF, code="79.26740.002"))["organization"]
    assert (last["name"], last["status"]) == ("Chi bộ Khu phố 2", "ENDED")
    await gateway.told(heir)
    today = (await gateway.data(asked, BRIEF, code="79.26740.002"))["organization"]
    assert (today["name"], today["status"]) == ("Chi bộ Khu phố 2 mới", "ACTIVE")
    then = (await gateway.data(asked, BRIEF, code="79.26740.002", asOf="2026-07-01"))["organization"]
    assert (then["name"], then["status"]) == ("Chi bộ Khu phố 2", "ACTIVE")


LIST = """query($first: Int!, $after: String, $search: String, $under: ID, $asOf: Date, $type: OrganizationType) {
  organizations(first: $first, after: $after, search: $search, under: $under, asOf: $asOf, type: $type) {
    totalCount nodes { code name } edges { cursor node { code } }
    pageInfo { hasNextPage hasPreviousPage endCursor } } }"""


async def test_the_list_is_read_page_by_page_in_vietnamese_order(gateway, facts):
    asked = await gateway.asked("operator", facts.place("00"))
    seen, after = [], None
    while True:
        page = (await gateway.data(asked, LIST, first=4, after=after))["organizations"]
        seen += [node["name"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == page["totalCount"] == len(facts.tree)
    assert seen.index("Chi bộ Khu phố 1") < seen.index("Đảng bộ phường Bến Thành")


async def test_search_needs_no_accents_and_puts_exact_ones_first(gateway, facts):
    await gateway.told(
        facts.founded("79.26744", "Đảng bộ xã Tân Thạnh", "DIRECT_SUPERIOR", "79"),
        facts.founded("79.26745", "Đảng bộ xã Tân Thành", "DIRECT_SUPERIOR", "79"),
    )
    asked = await gateway.asked("operator", facts.place("00"))

    async def names(search):
        page = (await gateway.data(asked, LIST, first=10, search=search))["organizations"]
        return [node["name"] for node in page["nodes"]]

    assert set(await names("tan thanh")) == {"Đảng bộ xã Tân Thạnh", "Đảng bộ xã Tân Thành"}
    assert (await names("tân thạnh"))[0] == "Đảng bộ xã Tân Thạnh"
    assert (await names("Tân Thành"))[0] == "Đảng bộ xã Tân Thành"
    assert await names("%") == []


async def test_where_the_tone_mark_stands_is_a_matter_of_taste_and_whole_syllables_come_first(gateway, facts):
    written = (
        "xã Hoài Đức",
        "xã Hòa Bình",
        "xã Hoa Lư",
        "xã Hoà Lạc",
        "phường Hoan Kiếm",
        "xã Thủy An",
        "xã Thuỷ Bằng",
    )
    await gateway.told(*(facts.founded(f"79.2675{n}", name, "DIRECT_SUPERIOR", "79") for n, name in enumerate(written)))
    asked = await gateway.asked("operator", facts.place("00"))

    async def names(search):
        page = (await gateway.data(asked, LIST, first=10, search=search))["organizations"]
        return [node["name"] for node in page["nodes"]]

    for search in ("hoà", "Hòa"):
        assert await names(search) == [written[n] for n in (1, 3, 2, 0, 4)]
    for search in ("thuỷ", "thủy"):
        assert await names(search) == [written[5], written[6]]
    assert await names("hoa") == [written[n] for n in (2, 1, 3, 4, 0)]
    for odd in ("(", "[à", "\\", "à" * 200, "a|b", "*"):
        assert await names(odd) == []


async def test_children_of_many_cost_as_many_statements_as_of_one(gateway, facts):
    asked = await gateway.asked("operator", facts.place("00"))
    query = """query($first: Int!) { organizations(first: $first, type: DIRECT_SUPERIOR) { nodes { code parent { name }
        headcount { total } path { name } children(first: 5) { totalCount nodes { name } } } } }"""
    await gateway.data(asked, query, first=1)
    of_one = gateway.statements
    await gateway.data(asked, query, first=100)
    assert gateway.statements == of_one


async def test_a_page_larger_than_a_hundred_is_refused(gateway, facts):
    asked = await gateway.asked("operator", facts.place("00"))
    for size in (0, -1, 101):
        result = await gateway.answer(asked, LIST, first=size)
        assert result.errors[0].extensions["code"] == "PAGE_SIZE_IS_OUT_OF_RANGE"
        assert result.errors[0].extensions["nextStep"]


async def test_a_cursor_serves_its_own_viewer_and_list_only(gateway, facts):
    mine = await gateway.asked("operator", facts.place("00"))
    other = await gateway.asked("operator", facts.place("79"))
    cursor = (await gateway.data(mine, LIST, first=2))["organizations"]["pageInfo"]["endCursor"]
    assert not (await gateway.answer(mine, LIST, first=2, after=cursor)).errors
    for asked, settings in ((other, {}), (mine, {"search": "a"})):
        result = await gateway.answer(asked, LIST, first=2, after=cursor, **settings)
        assert result.errors[0].extensions["code"] == "CURSOR_IS_NOT_READABLE"
    for forged in (cursor[:-2] + "AA", "", "không phải", "A" * 500):
        result = await gateway.answer(mine, LIST, first=2, after=forged)
        assert result.errors[0].extensions["code"] == "CURSOR_IS_NOT_READABLE"


async def test_policies_are_resolved_to_the_nearest_organization(gateway, facts):
    from services.organization.contracts.facts import PolicySet

    def rule(code, value):
        return PolicySet(
            key="transfer.present_within", organization=facts.place(code), organization_code=code,
            valid_from=facts.begin - timedelta(days=1), value=value, source="294-QĐ/TW", confirmed=code == "00",
        )  # fmt: skip

    await gateway.told(rule("00", 30), rule("79", 25))
    asked = await gateway.asked("operator", facts.place("00"))
    query = "query($at: ID) { policies(organization: $at) { key value confirmed organization { code } } }"
    ids = await gateway.data(asked, '{ a: organization(code: "79.26740") { id } b: organization(code: "82") { id } }')
    assert [row["value"] for row in (await gateway.data(asked, query, at=ids["a"]["id"]))["policies"]] == [25]
    assert [row["value"] for row in (await gateway.data(asked, query, at=ids["b"]["id"]))["policies"]] == [30]
    assert len((await gateway.data(asked, query))["policies"]) == 2
