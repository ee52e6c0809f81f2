"""What each condition measures, and when it is too much."""

from __future__ import annotations

import pytest

from runtime.alerts.conditions import CONDITIONS, Seen

COUNTS = {"accepted": 90, "refused": 3, "limited": 2, "unrouted": 4, "duplicate": 1, "succeeded": 15, "failed": 5}
SEEN = Seen(COUNTS, {"signature_invalid": 2, "timestamp_stale": 1, "body_malformed": 7}, 61.5, 2, 3, 1230.0, 4)


@pytest.mark.parametrize(
    ("condition", "value", "words"),
    [
        ("failures", 5, "5 executions failed in 5 minutes"),
        ("failure_rate", 25, "25 % of executions failed in 5 minutes"),
        ("lag", 61.5, "the oldest execution has waited 61.5 seconds"),
        ("unrouted", 4, "4 unrouted requests in 5 minutes"),
        ("signatures", 3, "3 requests with a wrong signature or credential in 5 minutes"),
        ("refused", 5, "5 requests refused or turned away in 5 minutes"),
        ("silence", 100, "100 requests came in 5 minutes"),
        ("drift", 4, "fields that flows read and that changed: 4"),
        ("destinations", 2, "2 destinations are disabled and get no events"),
        ("dead_letters", 3, "3 deliveries were given up in 5 minutes"),
        ("delivery_lag", 20.5, "the oldest delivery has waited 20.5 minutes"),
    ],
)
def test_it_measures_and_says(condition, value, words):
    assert CONDITIONS[condition].measure(SEEN) == value
    assert CONDITIONS[condition].say(value, 5) == words


def test_every_condition_is_in_the_table_above():
    assert len(CONDITIONS) == 11


def test_one_failure_of_one_is_no_rate():
    assert CONDITIONS["failure_rate"].measure(Seen({"failed": 1}, {}, 0)) is None
    assert not CONDITIONS["failure_rate"].breached(None, 1)


def test_it_fires_at_the_threshold_and_silence_below_it():
    assert CONDITIONS["failures"].breached(10, 10) and not CONDITIONS["failures"].breached(9, 10)
    assert CONDITIONS["silence"].breached(0, 1) and not CONDITIONS["silence"].breached(1, 1)


def test_a_single_one_is_told_in_the_singular():
    counted = [one for one in CONDITIONS.values() if one.words.startswith("{value} ") and one.unit != "%"]
    assert all(one.one and one.say(1, 5) == one.one.format(minutes="5 minutes") for one in counted)
    assert CONDITIONS["destinations"].say(1, 5) == "1 destination is disabled and gets no events"
    assert CONDITIONS["destinations"].say(2, 5) == "2 destinations are disabled and get no events"
