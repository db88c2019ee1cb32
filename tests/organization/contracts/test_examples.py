"""What is promised to the others: an example of everything, and names on the wire that never change."""

import msgspec
import pytest

from services.organization.contracts.examples import FACTS, REQUESTS
from services.organization.contracts.facts import PUBLISHED
from services.organization.service import SERVICE

PRIVATE = {"NumberGiven", "MembersAllocated", "OrganizationStaged", "EffectTaken", "EffectReverted", "SubstituteNamed"}
PLAN_FACTS = (
    "HandoverAccepted",
    "HandoverRefused",
    "OperationsAdded",
    "RestructuringApproved",
    "RestructuringCounted",
    "RestructuringDrafted",
    "RestructuringExecutionStarted",
    "RestructuringProved",
    "RestructuringReverted",
    "RestructuringRevoked",
    "RestructuringStaged",
    "RestructuringTookEffect",
)


def test_everything_has_an_example():
    assert {type(fact) for fact in FACTS} == set(PUBLISHED) == set(SERVICE.publishes)
    asked = {request for request in SERVICE.handlers if ".contracts." in request.__module__}
    assert {type(request) for request in REQUESTS} == asked


@pytest.mark.parametrize("thing", [*FACTS, *REQUESTS], ids=lambda thing: type(thing).__name__)
def test_an_example_travels_unchanged(thing: msgspec.Struct):
    assert msgspec.json.decode(msgspec.json.encode(thing), type=type(thing)) == thing


def test_what_is_told_says_what_happened():
    own = {kind.__name__ for stream in SERVICE.streams for kind in stream.facts}
    assert {kind.__name__ for kind in PUBLISHED} == own - PRIVATE


def test_names_on_the_wire():
    plans = [kind for kind in PUBLISHED if kind.AGGREGATE == "restructuring"]
    assert sorted(kind.TOPIC for kind in plans) == [f"vn.lienthong.organization.{name}.v1" for name in PLAN_FACTS]
    assert sorted((kind.TOPIC, kind.subject_tail()) for kind in PUBLISHED if kind not in plans) == [
        ("vn.lienthong.organization.AffiliationRecorded.v1", "organization.affiliation.affiliation-recorded.v1"),
        ("vn.lienthong.organization.CommitteeTermSet.v1", "organization.committee.committee-term-set.v1"),
        ("vn.lienthong.organization.ExternalIdRecorded.v1", "organization.affiliation.external-id-recorded.v1"),
        ("vn.lienthong.organization.OrganizationEnded.v1", "organization.organization.organization-ended.v1"),
        ("vn.lienthong.organization.OrganizationFounded.v1", "organization.organization.organization-founded.v1"),
        ("vn.lienthong.organization.OrganizationReparented.v1", "organization.organization.organization-reparented.v1"),
        ("vn.lienthong.organization.PlaceRegistered.v1", "organization.place.place-registered.v1"),
        ("vn.lienthong.organization.PolicySet.v1", "organization.policy.policy-set.v1"),
        ("vn.lienthong.organization.RoleGrantEnded.v1", "organization.grant.role-grant-ended.v1"),
        ("vn.lienthong.organization.RoleGranted.v1", "organization.grant.role-granted.v1"),
        ("vn.lienthong.organization.SeatReopened.v1", "organization.committee.seat-reopened.v1"),
        ("vn.lienthong.organization.SeatTaken.v1", "organization.committee.seat-taken.v1"),
        ("vn.lienthong.organization.SeatVacated.v1", "organization.committee.seat-vacated.v1"),
        ("vn.lienthong.organization.TrainingHeld.v1", "organization.committee.training-held.v1"),
    ]
