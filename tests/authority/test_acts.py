"""Who may do what: acts.csv is the oracle for the policies of all services, mutation_acts.csv says which act each is.

Relations, seen from the organisation whose act it is: the role is held `here`, `above` it, at the `root`, or
`elsewhere` (beside it, below it, in another province, at an organisation that has ended: a grant there counts for
nothing here);
`own` is whoever holds it here and is himself the case.
"""

import csv
import re
from pathlib import Path

import pytest

from services.evaluation.application import permission as evaluation
from services.gateway.schema import build
from services.membership.application import permission as membership
from services.organization.application import authority as organization
from services.organization.contracts.enums import Role
from shared.authority.held import Held

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CEDAR = {"organization": organization._CEDAR, "membership": membership._CEDAR, "evaluation": evaluation._CEDAR}
ROLES = [role.value for role in Role]
ELSEWHERE = {"plan": "tests/organization/application/test_restructuring.py", "home": "tests/membership/application"}
"""Acts that are not asked of authority.cedar alone, and where they are tested."""
ACTS = {row["act"]: row for row in csv.DictReader((HERE / "acts.csv").open(encoding="utf-8"))}
MUTATIONS = list(csv.DictReader((HERE / "mutation_acts.csv").open(encoding="utf-8")))
SETTINGS = {
    "at a cell": {"bodyIsCell": True},
    "at a committee": {"bodyIsCell": False},
    "for a body below": {"bodyIsCell": True, "onBehalf": True},
}
"""What the words after an act's name add to what the policies look at."""
PLAIN = {
    "ownCase": False, "bodyIsCell": False, "onBehalf": False, "asked": False, "rolesOverBoth": [], "synthetic": False,
    "granted": "", "ownRole": False,
}  # fmt: skip
GRANTING = re.compile(r"(GrantRole|EndRoleGrant|DelegateAuthority) (.+)")


def held(role, relation):
    """What the views say of somebody who holds a role in this relation."""
    one, none = frozenset({role}), frozenset()
    match relation:
        case "here" | "own":
            return Held(role=role, here=one, over=one, below_root=one)
        case "above":
            return Held(role=role, over=one, below_root=one)
        case "root":
            return Held(role=role, over=one, at_root=one)
        case _:
            return Held(role=role, over=none)


def context(act, role, relation):
    service, name = act.split(" ", 1)
    more = {**PLAIN, "ownCase": relation == "own"}
    for words, settings in SETTINGS.items():
        if name.endswith(words):
            name, more = name.removesuffix(words).strip(), {**more, **settings}
    if granting := GRANTING.fullmatch(name):
        name, of = granting.groups()
        more |= {"granted": role if of == "the own role" else of, "ownRole": of == "the own role"}
    return service, name, held(role, relation).context(**more)


def permitted(act, role):
    """The relations in which a role may do an act, in words."""
    allowed = []
    for relation in ("own", "here", "above", "root", "elsewhere"):
        service, action, asked = context(act, role, relation)
        allowed += [relation] if CEDAR[service].permits(action, asked) else []
    return " ".join(allowed) or "-"


@pytest.mark.parametrize("act", ACTS)
def test_every_cell_of_the_table(act):
    assert {role: permitted(act, role) for role in ROLES} == {role: ACTS[act][role] for role in ROLES}


def test_every_mutation_is_an_act_of_the_table():
    fields = set(build(open_to_readers=True)._schema.mutation_type.fields)
    assert {row["mutation"] for row in MUTATIONS} == fields, "say in mutation_acts.csv which act it is"
    assert [row["mutation"] for row in MUTATIONS] == sorted(fields)
    known = {*ACTS, *ELSEWHERE}
    assert {act for row in MUTATIONS for act in row["acts"].split("; ")} <= known


def test_every_act_of_the_policies_is_in_the_table():
    """Acts of seeing are the reading matrix's; what only services do is in nobody's hands."""
    named = set()
    for service in CEDAR:
        for file in (ROOT / "services" / service / "application").glob("authority.cedar"):
            found = re.findall(r'Action::"(\w+)"', file.read_text(encoding="utf-8"))
            named |= {f"{service} {act}" for act in found if not act.startswith("See")}
    told = {" ".join(act.split(" ")[:2]) for act in ACTS}
    assert {act for act in named if act not in told} == set()


@pytest.mark.parametrize("act", [act for act in ACTS if "own" in ACTS[act]["committee_officer"].split()])
def test_which_acts_on_the_own_case_stand_open(act):
    """Nobody acts on the own case: what is left are askings, and acts that have no case."""
    asking = {"RequestTransfer", "WithdrawTransfer", "SubmitSelfReview", "AppealRating", "RequestMyData"}
    caseless = {"AppointCommittee", "FoundOrganization", "SetPolicy", "RegisterMember", "RegisterIncoming",
                "OpenCampaign", "PublishRuleSet", "PublishRatings", "SimulateCap", "RecogniseOutstanding",
                "RecordConfidenceVote", "RecordFigure", "RecordMeeting", "SetTarget", "GrantRole",
                "EndRoleGrant", "DelegateAuthority",
                "RequestSheetExport", "DecideSheetExport", "SeeSheetExport", "KeepPlaces"}  # fmt: skip
    assert act.split(" ")[1] in asking | caseless
