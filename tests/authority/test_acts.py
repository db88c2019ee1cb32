"""Who may do what: acts.csv is the oracle for the policies of all services, mutation_acts.csv says which act each is.

Relations, seen from the organisation whose act it is: the role is held `here`, `above` it, at the `root`, or
`elsewhere` (beside it, below it, in another province; what is held at an organisation that has ended counts nowhere);
`own` is whoever holds it here and is himself the case.
"""

import re

import pytest

from services.gateway.schema import build
from tests.authority.table import ACTS, CEDAR, MUTATIONS, POLICIES, ROLES, ROOT, permitted


@pytest.mark.parametrize("act", [act for act in ACTS if not act.startswith("plan ")])
def test_every_cell_of_the_table(act):
    assert {role: permitted(act, role) for role in ROLES} == {role: ACTS[act][role] for role in ROLES}


def test_every_mutation_is_an_act_of_the_table():
    fields = set(build(open_to_readers=True)._schema.mutation_type.fields)
    assert {row["mutation"] for row in MUTATIONS} == fields, "say in mutation_acts.csv which act it is"
    assert [row["mutation"] for row in MUTATIONS] == sorted(fields)
    assert {act for row in MUTATIONS for act in row["acts"].split("; ")} <= set(ACTS)


def test_every_act_of_the_policies_is_in_the_table():
    """What only services do is in nobody's hands."""
    named = set()
    for service in CEDAR:
        folder, name = POLICIES.get(service, (service, "authority.cedar"))
        text = (ROOT / "services" / folder / "application" / name).read_text(encoding="utf-8")
        named |= {f"{service} {act}" for act in re.findall(r'Action::"(\w+)"', text)}
    told = {" ".join(act.split(" ")[:2]) for act in ACTS}
    assert {act for act in named if act not in told} == set()


@pytest.mark.parametrize("act", [act for act in ACTS if "own" in ACTS[act]["committee_officer"].split()])
def test_which_acts_on_the_own_case_stand_open(act):
    """Nobody acts on the own case: what is left are askings, and acts that have no case."""
    asking = {"RequestTransfer", "WithdrawTransfer", "SubmitSelfReview", "AppealRating", "RequestMyData",
              "RequestHomeService", "CancelHomeService", "SeeMember", "SeeTransfer", "SeeEvaluation", "SeeHomeService",
              "SeeHomeProof", "See", "Fill", "Execute", "Undo", "TakeOver"}  # fmt: skip
    caseless = {"AppointCommittee", "FoundOrganization", "SetPolicy", "RegisterMember", "RegisterIncoming",
                "OpenCampaign", "PublishRuleSet", "PublishRatings", "SimulateCap", "RecogniseOutstanding",
                "RecordConfidenceVote", "RecordFigure", "RecordMeeting", "SetTarget", "GrantRole",
                "EndRoleGrant", "DelegateAuthority", "Draft",
                "RequestSheetExport", "DecideSheetExport", "SeeSheetExport", "KeepPlaces",
                "KeepAffiliations"}  # fmt: skip
    assert act.split(" ")[1] in asking | caseless
