"""The route: up to the direct superior or the common committee, straight across, down to the destination."""

from datetime import date

import pytest

from services.membership.domain.route import DELEGATED, down_to, route, with_powers
from shared.vocabulary.policy import PolicyRow


@pytest.mark.parametrize(
    ("origin", "destination", "names", "origin_hops"),
    [
        ("79.1.5", "82.1.5", ["79.1.5", "79.1", "82.1", "82.1.5"], 2),  # straight to another province's superior
        ("79.1.7", "82.1.6", ["79.1.7", "79.1.8", "79.1.9", "79.1", "82.1", "82.1.9", "82.1.6"], 4),
        ("79.1.5", "79.2.5", ["79.1.5", "79.1", "79.2", "79.2.5"], 2),
        ("79.1.6", "79.1.7", ["79.1.6", "79.1.9", "79.1.8", "79.1.7"], 2),  # stops at the lowest common ancestor
        ("79.1.5", "79.1.6", ["79.1.5", "79.1", "79.1.9", "79.1.6"], 2),
        ("79.b1", "79.1.5", ["79.b1", "79", "79.1", "79.1.5"], 2),  # directly under the province
        ("79.1.5", "79.b1", ["79.1.5", "79.1", "79", "79.b1"], 2),
        ("79.1.5", "82.1", ["79.1.5", "79.1", "82.1"], 2),  # to a committee that will assign the cell
        ("79.1.5", "82", ["79.1.5", "79.1", "82"], 2),
        ("79.1.5", "79.1", ["79.1.5", "79.1", "79.1"], 2),  # the own superior endorses, then receives
        ("79.1.5", "79.1.9", ["79.1.5", "79.1", "79.1.9"], 2),
        ("79.1.7", "79.1.9", ["79.1.7", "79.1.8", "79.1.9", "79.1.9"], 3),
        ("79.1.5", "army.1", ["79.1.5", "79.1", "army.1"], 2),
        ("79.1.5", "army", ["79.1.5", "79.1", "army"], 2),  # not connected: one hop, whatever lies within
    ],
)
def test_route(up_from, at, origin, destination, names, origin_hops):
    found = route(up_from(origin), up_from(destination))
    assert [hop.organization for hop in found.hops] == [at(name) for name in names]
    assert found.origin_hops == origin_hops


@pytest.mark.parametrize(
    ("origin", "destination", "names"),
    [
        ("79.1.6", "82.1.5", ["79.1.6", "79.1.9", "82.1", "82.1.5"]),  # introduces as a direct superior does
        ("82.1.5", "79.1.6", ["82.1.5", "82.1", "79.1.9", "79.1.6"]),  # and is introduced to
        ("79.1.6", "79.1.5", ["79.1.6", "79.1.9", "79.1", "79.1.5"]),
        ("79.1.7", "79.1.6", ["79.1.7", "79.1.8", "79.1.9", "79.1.6"]),  # inside it nothing changes
    ],
)
def test_a_committee_with_the_powers_of_a_superior_is_the_top_of_the_way(up_from, at, origin, destination, names):
    code, began = "79.1.9", date(2026, 3, 1)
    row = PolicyRow(
        key=DELEGATED,
        organization_code=code,
        valid_from=began,
        valid_to=None,
        value=True,
        source="1-QĐ",
        confirmed=True,
    )
    ways = [with_powers(up_from(name), [row], began) for name in (origin, destination)]
    assert [hop.organization for hop in route(*ways).hops] == [at(name) for name in names]
    before = [with_powers(up_from(name), [row], date(2026, 2, 28)) for name in (origin, destination)]
    assert not any(body.delegated for way in before for body in way), "not before its day"


def test_only_a_committee_of_ours_that_is_the_destination_assigns(up_from):
    assert [hop.assigns for hop in route(up_from("79.1.5"), up_from("82.1")).hops] == [False, False, True]
    assert not any(hop.assigns for hop in route(up_from("79.1.5"), up_from("82.1.5")).hops)
    assert not any(hop.assigns for hop in route(up_from("79.1.5"), up_from("army")).hops)


def test_nobody_above_the_origin_means_no_route(up_from):
    assert route(up_from("79.1.5")[:1], up_from("82.1.5")) is None


def test_the_descending_part_becomes_known_on_arrival(up_from, at):
    below = down_to(at("82.1"), up_from("82.1.6"))
    assert [hop.organization for hop in below] == [at("82.1.9"), at("82.1.6")]
    assert [hop.assigns for hop in down_to(at("82.1"), up_from("82.1.9"))] == [True]


def test_what_does_not_lie_below_is_no_way_down(up_from, at):
    assert down_to(at("82.1"), up_from("79.1.5")) == ()
    assert down_to(at("82.1"), up_from("82.1")) == ()
