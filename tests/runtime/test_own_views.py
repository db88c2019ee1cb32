"""A service is ready once its own views show what stood when it opened, and stays so."""

from shared.bus.positions import Positions
from shared.runtime.own_views import OwnViews


def test_ready_once_every_follower_of_the_own_log_has_reached_the_head_of_the_start():
    positions = Positions("organization")
    positions.place("tree", "organization", "e", 0)
    positions.place("rules", "organization", "e", 7)
    views = OwnViews(positions, ["tree", "rules"], head=7)
    assert (views.finding().ok, views.finding().lag) == (False, 7)
    positions.place("tree", "organization", "e", 7)
    assert (views.finding().ok, views.finding().lag) == (True, 0)


def test_a_new_start_of_one_view_does_not_make_the_service_unready_again():
    positions = Positions("organization")
    positions.place("tree", "organization", "e", 7)
    views = OwnViews(positions, ["tree"], head=7)
    assert views.finding().ok
    positions.place("tree", "organization", "e", 0)
    assert views.finding().ok


def test_a_service_without_own_views_is_ready():
    assert OwnViews(Positions("evaluation"), [], head=7).finding().ok


def test_a_follower_that_has_stopped_for_good_does_not_keep_its_service_from_being_ready():
    positions, halted = Positions("organization"), []
    positions.place("tree", "organization", "e", 0)
    views = OwnViews(positions, ["tree"], 7, lambda: halted)
    assert not views.finding().ok
    halted.append("tree")
    assert views.finding().ok
