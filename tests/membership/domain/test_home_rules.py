"""The small rules of service at home: clocks of a device, a fair load, a catalogue of rows, the shape of a seal."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from services.membership.domain.custody.steps import envelope, seal_number
from services.membership.domain.home_service.catalogue import offer_of, rules_of
from services.membership.domain.home_service.fairness import Load, chosen, fairest
from services.membership.domain.home_service.moment import DeviceTime, moment_of
from services.membership.domain.home_service.proof import binding
from services.membership.domain.refusals_custody import PapersAreNotCounted, SealNumberIsNotReadable
from services.membership.domain.refusals_home import (
    DeviceTimeIsNotReadable,
    HomeServiceIsNotOffered,
    NoOfficerIsFree,
    OfficerDayIsFull,
)
from shared.vocabulary.policy import PolicyRow

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
SYNCED = NOW - timedelta(hours=3)


def said(device=NOW, synced=SYNCED, minutes=60):
    return DeviceTime(device_time=device, synced_at=synced, monotonic_offset_ms=minutes * 60_000)


def test_the_steady_clock_decides_when_it_happened():
    moment = moment_of(said(device=NOW + timedelta(days=400)), NOW)
    assert moment.happened_at == SYNCED + timedelta(hours=1)
    assert moment.skewed and moment.skew_seconds == 400 * 86_400 + 2 * 3_600
    assert not moment_of(said(device=SYNCED + timedelta(minutes=61)), NOW).skewed


@pytest.mark.parametrize(
    "wrong",
    [
        said(minutes=-1),
        said(minutes=181),
        said(synced=NOW + timedelta(days=1), minutes=0),
        said(synced=NOW - timedelta(days=30), minutes=15 * 24 * 60),
        said(device=datetime(2026, 11, 21, 8)),
    ],
)
def test_times_that_cannot_be_are_refused(wrong):
    with pytest.raises(DeviceTimeIsNotReadable):
        moment_of(wrong, NOW)


def test_the_least_loaded_goes_and_a_full_day_is_full():
    loads = [Load(officer="a", day=2, lately=0), Load(officer="b", day=1, lately=9), Load(officer="c", day=1, lately=3)]
    assert fairest(loads, 12) == "c"
    assert chosen(loads, "a", 3) == "a"
    with pytest.raises(OfficerDayIsFull):
        chosen(loads, "a", 2)
    for nobody in (lambda: fairest(loads, 1), lambda: chosen(loads, "d", 9)):
        with pytest.raises(NoOfficerIsFree):
            nobody()


def row(code, value, key="home.service.CARD_AT_HOME", since=date(2025, 7, 1)):
    return PolicyRow(
        key=key, organization_code=code, valid_from=since, valid_to=None, value=value, source="x", confirmed=False
    )


def test_a_province_adds_a_row_and_a_commune_switches_it_off():
    card = {"vi": "Đổi thẻ", "en": "Card", "flow": "FROM_HOME", "carries_file": False, "proofs": ["WITNESS"]}
    rows = [row("79", card), row("79.26740", None), row("00", 5, "home.max_attempts"), row("79", 80, "home.min_age")]
    today = date(2026, 11, 21)
    assert offer_of(rows, "CARD_AT_HOME", ["79.26743", "79", "00"], today).proofs == ("WITNESS",)
    for lineage in (["79.26740", "79", "00"], ["82", "00"]):
        with pytest.raises(HomeServiceIsNotOffered):
            offer_of(rows, "CARD_AT_HOME", lineage, today)
    here, there = rules_of(rows, ["79", "00"], today), rules_of(rows, ["82", "00"], today)
    assert (here.min_age, here.max_attempts) == (80, 5)
    assert (there.min_age, there.max_attempts, there.visits_per_day) == (None, 5, 12)


def test_a_seal_has_one_form():
    assert seal_number(" np-79 000123 ") == "NP-79000123"
    for text in ("", "ABC", "NPNPNP", "NP-" + "1" * 40, "NP 1;2"):
        with pytest.raises(SealNumberIsNotReadable):
            seal_number(text)
    for papers in (0, -1, 2_001):
        with pytest.raises(PapersAreNotCounted):
            envelope("NP-1", "sha256:abcdef", papers)


def test_a_binding_is_of_one_key_service_visit_and_picture():
    service = uuid4()
    one = binding("key", service, 1, "ab")
    others = {binding("yek", service, 1, "ab"), binding("key", uuid4(), 1, "ab"), binding("key", service, 2, "ab")}
    assert one not in others | {binding("key", service, 1, "cd")} and one == binding("key", service, 1, "ab")
