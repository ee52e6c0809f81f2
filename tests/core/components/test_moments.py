"""When a schedule is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.components.moments import Unsound, read_timing

BERLIN = "Europe/Berlin"


def cron(text: str, zone: str = "UTC"):
    return read_timing({"mode": "cron", "cron": text, "timezone": zone})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(moments: list[datetime], zone: str = BERLIN) -> list[str]:
    timing = cron("* * * * *", zone)
    return [moment.astimezone(timing.zone).strftime("%d %H:%M%z") for moment in moments]


def test_equal_distances_fall_on_round_times():
    every = read_timing({"mode": "every", "every": 15, "unit": "minutes"})
    assert every.several_after(at("2026-01-01T10:01"), 3) == [at(f"2026-01-01T10:{minute}") for minute in (15, 30, 45)]
    assert every.next_after(at("2026-01-01T10:15")) == at("2026-01-01T10:30"), "a moment is not due again after itself"


def test_cron_is_read_in_its_time_zone():
    assert cron("0 9 * * 1-5", BERLIN).several_after(at("2026-01-02T09:00"), 2) == [
        at("2026-01-05T08:00"),
        at("2026-01-06T08:00"),
    ]
    assert cron("0 9 * * *", BERLIN).next_after(at("2026-07-01T00:00")) == at("2026-07-01T07:00")


def test_an_hour_that_is_left_out_is_made_up_for_right_after_it():
    """On 29 March 2026 the clock in Berlin goes from 02:00 to 03:00."""
    moments = cron("30 2 * * *", BERLIN).several_after(at("2026-03-27T12:00"), 3)
    assert local(moments) == ["28 02:30+0100", "29 03:30+0200", "30 02:30+0200"]


def test_a_fixed_hour_that_comes_twice_is_due_once():
    """On 25 October 2026 it goes from 03:00 back to 02:00."""
    moments = cron("30 2 * * *", BERLIN).several_after(at("2026-10-23T12:00"), 3)
    assert local(moments) == ["24 02:30+0200", "25 02:30+0200", "26 02:30+0100"]


def test_what_is_due_every_hour_counts_the_repeated_hour():
    moments = cron("30 * * * *", BERLIN).several_after(at("2026-10-24T22:45"), 5)
    assert local(moments) == ["25 01:30+0200", "25 02:30+0200", "25 02:30+0100", "25 03:30+0100", "25 04:30+0100"]


@pytest.mark.parametrize("zone", [BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
def test_what_is_due_every_quarter_of_an_hour_is_never_long_away(zone):
    moment = at("2026-01-01T00:00")
    for _ in range(370):
        following = cron("*/15 * * * *", zone).next_after(moment)
        assert timedelta(0) < following - moment <= timedelta(minutes=15)
        moment += timedelta(hours=23, minutes=53)


@given(
    st.sampled_from(["0 9 * * *", "30 2 * * *", "*/7 * * * *", "15 1-3 * * *", "0 0 29 2 *", "0 */3 * * 0"]),
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),
)
def test_each_moment_is_later_than_the_one_before(text, zone, start):
    moments = cron(text, zone).several_after(start.replace(tzinfo=UTC), 6)
    assert all(early < late for early, late in zip([start.replace(tzinfo=UTC), *moments], moments, strict=False))


def test_what_was_missed_is_counted():
    hourly = read_timing({"mode": "every", "every": 1, "unit": "hours"})
    assert hourly.missed(at("2026-01-01T10:00"), at("2026-01-01T13:30")) == 3
    assert hourly.missed(at("2026-01-01T10:00"), at("2026-01-01T10:00")) == 0


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"mode": "cron"}, "cron"),
        ({"mode": "cron", "cron": "every day"}, "cron"),
        ({"mode": "cron", "cron": "61 * * * *"}, "cron"),
        ({"mode": "cron", "cron": "0 9 * * * *"}, "cron"),
        ({"mode": "cron", "cron": "H 9 * * *"}, "cron"),
        ({"mode": "cron", "cron": 7}, "cron"),
        ({"mode": "cron", "cron": "0 9 * * FUN"}, "cron"),
        ({"cron": "every day"}, "cron"),
        ({"mode": "cron", "cron": "0 9 * * *", "timezone": "Mars/Olympus"}, "timezone"),
        ({"mode": "cron", "cron": "0 9 * * *", "timezone": "../etc/passwd"}, "timezone"),
        ({"mode": "every", "every": 0.5}, "every"),
        ({"mode": "every", "every": True}, "every"),
        ({"mode": "every", "every": "soon"}, "every"),
        ({"mode": "every", "unit": "moons"}, "unit"),
    ],
)
def test_what_makes_no_sense_says_so_at_its_field(inputs, field):
    with pytest.raises(Unsound) as raised:
        read_timing(inputs)
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("named", "numbered"),
    [
        ("0 9 * * MON-FRI", "0 9 * * 1-5"),
        ("0 9 1 jan,APR *", "0 9 1 1,4 *"),
        ("0 9 * * Thu", "0 9 * * 4"),
        ("0 9 * MAR SUN", "0 9 * 3 0"),
    ],
)
def test_months_and_weekdays_may_be_named(named, numbered):
    start = at("2026-01-01T00:00")
    assert cron(named).several_after(start, 5) == cron(numbered).several_after(start, 5)


def test_an_expression_without_a_mode_is_meant():
    assert read_timing({"cron": "0 9 * * *"}).next_after(at("2026-01-01T00:00")) == at("2026-01-01T09:00")


def test_a_day_that_never_comes_is_no_schedule():
    with pytest.raises(Unsound):
        cron("0 0 31 2 *").next_after(at("2026-01-01T00:00"))


def test_a_schedule_variable_brings_expression_and_zone_in_one():
    both = read_timing({"mode": "cron", "cron": {"cron": "0 9 * * *", "timezone": BERLIN}, "timezone": "UTC"})
    assert both.next_after(at("2026-07-01T00:00")) == at("2026-07-01T07:00")
