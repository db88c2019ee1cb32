"""traceparent: continued when it is one, made anew when it is not."""

import contextvars

import pytest

from shared.http.trace import continued, enter, entered, trace_id, traceparent

GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"


def test_the_trace_stays_and_the_span_is_ours():
    ours = continued(GOOD)
    assert (ours[:36], ours[52:]) == (GOOD[:36], GOOD[52:])
    assert ours != GOOD


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "x",
        GOOD.upper(),
        GOOD + "-more",
        "00-" + "0" * 32 + GOOD[35:],
        GOOD[:36] + "0" * 16 + "-00",
        GOOD + "\n",
    ],
)
def test_a_malformed_header_starts_a_new_trace(header: str | None):
    ours = continued(header)
    assert len(ours) == 55
    assert ours[3:35] != GOOD[3:35]


def test_a_context_keeps_its_trace():
    def within() -> None:
        assert enter(GOOD) == trace_id() == GOOD[3:35]
        assert traceparent() == traceparent()

    contextvars.copy_context().run(within)


def test_a_context_without_a_trace_starts_one():
    assert contextvars.Context().run(traceparent).startswith("00-")


def test_what_has_no_cause_in_common_shares_no_trace():
    """A follower's loop calls others for days: they would all hang on one trace, and whatever it starts with them."""
    context = contextvars.Context()
    assert context.run(trace_id) != context.run(trace_id)
    assert context.run(entered) == ""
