"""Hooks at services follow what instances want, whoever dies and whatever the service answers. The large figures are those of
`python -m tests.registering`; this is a small version of it."""

from __future__ import annotations

import pytest

from tests.registering.world import play

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("lists", [True, False], ids=["the service lists its hooks", "the service has no list"])
def test_random_lives_end_as_wanted_and_never_with_two_hooks_that_are_answered(lists):
    outcome, service, _ = play(12, seed=7, trouble=0.25, lists=lists)
    assert outcome.wrong == []
    assert outcome.counts["processes killed"] > 5
    assert service.counts["calls that went wrong"] > 0
    if lists:
        assert service.doubled == [], "registered while another was there"
