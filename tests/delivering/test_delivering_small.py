"""A small campaign: nothing lost over a kill, in order, as often as published."""

from __future__ import annotations

from tests.delivering import campaign, checks

# Figures of the command, on a machine that does nothing else.
TIMING = {"other endpoints are not delayed", "Retry-After is kept"}


def test_every_promise_of_delivery_is_kept_over_a_kill():
    outcome = campaign.on_one(events=290, kills=1, seed=11)
    assert [one for one in checks.findings(outcome) if not one.kept and one.promise not in TIMING] == []
