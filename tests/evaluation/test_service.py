"""Evaluation accepts nothing yet, and says so in its table of contents."""

from services.evaluation.service import SERVICE


def test_it_has_a_log_and_health_and_no_commands():
    assert (SERVICE.name, SERVICE.keeps_log) == ("evaluation", True)
    assert not SERVICE.routes()
    assert not SERVICE.publishes
