"""Queued work follows the loop, and stands back for senders who wait."""

from __future__ import annotations

from runtime.executions.pace import CROWDED, LEAST, MOST, QUICK, SLOW, WIDTH_IN_A_CROWD, Crowd, Pace


async def test_in_a_crowd_less_is_run_at_once_and_after_it_as_much_as_before():
    crowd = Crowd()
    pace = Pace(crowd)
    before = await pace.look()
    crowd.inside = CROWDED
    assert await pace.look() <= WIDTH_IN_A_CROWD
    crowd.inside = CROWDED - 1
    assert await pace.look() >= before - LEAST


def test_a_slow_loop_is_given_less_quickly_and_a_quick_one_more_slowly():
    pace = Pace()
    usual = pace.width
    pace.note(SLOW * 2)
    assert LEAST <= pace.width < usual
    for _ in range(100):
        pace.note(SLOW * 2)
    assert pace.width == LEAST, "never nothing"
    pace.note(QUICK / 2)
    assert LEAST < pace.width < usual
    for _ in range(100):
        pace.note(QUICK / 2)
    assert pace.width == MOST
