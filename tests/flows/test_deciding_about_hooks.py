"""What is done about a hook whose removal nobody knows the outcome of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from runtime.listening.deciding import Adopt, Hook, Listed, Register, Standing, Unregister, decide

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HOOK = Hook("1", "https://x/hooks/t/event/a", Standing.REMOVING, NOW - timedelta(hours=1), "h1")


def test_without_a_list_one_that_was_being_removed_is_removed_again_before_another_is_registered():
    actions = decide(wanted=True, hooks=[HOOK], listed=None, origin="https://x/", now=NOW)
    assert actions == [Unregister("1"), Register()]


def test_with_a_list_it_is_kept_where_it_still_stands():
    listed = [Listed(HOOK.uri, "h1", {"id": "h1"})]
    assert decide(wanted=True, hooks=[HOOK], listed=listed, origin="https://x/", now=NOW) == [Adopt("1", listed[0])]
