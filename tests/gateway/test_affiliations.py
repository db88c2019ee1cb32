"""Second affiliations and numbers in other systems: shown as of a day, never mixed into the tree (D13)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.gateway.reading.ids import global_id
from services.organization.contracts.enums import AffiliationKind
from services.organization.contracts.facts import AffiliationRecorded, ExternalIdRecorded, OrganizationEnded
from services.organization.contracts.requests import RecordAffiliation, RecordExternalId
from shared.vocabulary.requests import Receipt

SCHOOL = "79.26740.001"
SHOWN = """query($code: String, $on: Date) { organization(code: $code, asOf: $on) {
  status parent { code } path { code } headcount { total }
  affiliations { kind superior { code } superiorName validFrom validTo } externalIds { system value } } }"""
BEGIN, LATER = date(2026, 1, 1), date(2026, 6, 1)


def union(facts: Any, kind: AffiliationKind, superior: str | None = None, **more: Any) -> AffiliationRecorded:
    given = {"superior": facts.place(superior) if superior else None, "valid_from": BEGIN, **more}
    return AffiliationRecorded(organization=facts.place(SCHOOL), kind=kind, **given)


def number(facts: Any, system: str, value: str | None) -> ExternalIdRecorded:
    return ExternalIdRecorded(organization=facts.place(SCHOOL), system=system, value=value)


async def shown(gateway: Any, asked: Any, code: str = SCHOOL, on: str | None = None) -> Any:
    return (await gateway.data(asked, SHOWN, code=code, on=on))["organization"]


async def school(gateway: Any, facts: Any) -> Any:
    await gateway.told(
        union(facts, AffiliationKind.YOUTH_UNION, "79.26743"),
        union(facts, AffiliationKind.TRADE_UNION, superior_name="Công đoàn ngành Giáo dục thành phố"),
        number(facts, "csdl", "H29.1"),
        number(facts, "thue", "0301"),
    )
    return await gateway.asked("committee_officer", facts.place("82"))


async def test_a_schools_unions_are_shown_beside_the_tree_which_stays_as_it_is(gateway: Any, facts: Any):
    officer = await gateway.asked("committee_officer", facts.place("79"))
    before = await shown(gateway, officer)
    assert (before["affiliations"], before["externalIds"]) == ([], [])
    stranger = await school(gateway, facts)  # a directory: everybody who is signed in reads it
    after = await shown(gateway, stranger)
    assert after["affiliations"] == [
        {"kind": "TRADE_UNION", "superior": None, "superiorName": "Công đoàn ngành Giáo dục thành phố",
         "validFrom": "2026-01-01", "validTo": None},
        {"kind": "YOUTH_UNION", "superior": {"code": "79.26743"}, "superiorName": None,
         "validFrom": "2026-01-01", "validTo": None},
    ]  # fmt: skip
    assert after["externalIds"] == [{"system": "csdl", "value": "H29.1"}, {"system": "thue", "value": "0301"}]
    same = await shown(gateway, officer)
    assert all(same[name] == before[name] for name in ("parent", "path", "headcount"))
    assert (await shown(gateway, officer, "79.26743"))["affiliations"] == []


async def test_what_held_on_a_day_is_shown_as_of_that_day(gateway: Any, facts: Any):
    officer = await school(gateway, facts)
    await gateway.told(
        union(facts, AffiliationKind.YOUTH_UNION, "82", valid_from=LATER, valid_to=date(2026, 9, 1)),
        number(facts, "csdl", "H29.2"),
        number(facts, "thue", None),
    )

    async def youth(on: str) -> list[str]:
        found = (await shown(gateway, officer, on=on))["affiliations"]
        return [each["superior"]["code"] for each in found if each["kind"] == "YOUTH_UNION"]

    assert await youth("2025-12-31") == []
    assert [await youth(on) for on in ("2026-05-31", "2026-06-01", "2026-09-01")] == [["79.26743"], ["82"], []]
    assert (await shown(gateway, officer))["externalIds"] == [{"system": "csdl", "value": "H29.2"}]


async def test_what_an_organisation_that_ended_had_stays_with_it(gateway: Any, facts: Any):
    officer = await school(gateway, facts)
    into = "79.26740.002"
    ended = OrganizationEnded(organization=facts.place(SCHOOL), effective_on=LATER, successor=facts.place(into))
    await gateway.told(ended)
    found = await shown(gateway, officer)
    assert (found["status"], len(found["affiliations"]), len(found["externalIds"])) == ("ENDED", 2, 2)
    heir = await shown(gateway, officer, into)
    assert (heir["affiliations"], heir["externalIds"]) == ([], [])


async def test_both_mutations_post_what_was_asked_and_answer_with_the_organisation(gateway: Any, facts: Any):
    officer = await gateway.asked("committee_officer", facts.place("79"))
    place = facts.place(SCHOOL)
    gateway.hand.answer = Receipt(thing="organization", id=place, version=1, position="")
    for name, kind, given in (
        ("recordAffiliation", RecordAffiliation,
         {"kind": "YOUTH_UNION", "superiorId": global_id("Organization", place), "validFrom": "2026-01-01"}),
        ("recordExternalId", RecordExternalId, {"system": "csdl", "value": "H29.1"}),
    ):  # fmt: skip
        mutation = f"""mutation($input: {kind.__name__}Input!) {{ {name}(input: $input) {{
          organization {{ code }} errors {{ __typename ... on UserError {{ code }} }} }} }}"""
        common = {"commandId": str(uuid4()), "organizationId": global_id("Organization", place)}
        found = (await gateway.data(officer, mutation, input={**common, **given}))[name]
        assert found == {"organization": {"code": SCHOOL}, "errors": []}
        service, posted = gateway.hand.posted[-1]
        assert (service, type(posted), posted.organization_id) == ("organization", kind, place)
    assert isinstance(gateway.hand.posted[0][1].superior_id, UUID)
