"""Executions are found again: by what ran, for whom, when, how it ended and what was said of it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from ulid import ULID

from designer.traffic import finding
from tests.designer.stock import make_customer, make_execution, make_instance, make_step, make_version


def at(hour: int) -> str:
    return str(ULID.from_datetime(datetime(2026, 3, 1, hour, tzinfo=UTC)))


def found(desk, query: str) -> list[str]:
    return sorted(row["id"] for row in desk.get(f"executions?{query}").json()["results"])


def test_by_version_and_the_draft(cast, viewer):
    instance = make_instance(cast.acme)
    second = make_version(instance.integration)
    first, later = (make_execution(cast.acme, version_id=pk).pk for pk in (instance.version_id, second.pk))
    draft = make_execution(cast.acme).pk
    assert [found(viewer, f"version={which}") for which in ("1", "2", "draft", "3")] == [[first], [later], [draft], []]


def test_by_what_its_error_says(cast, viewer):
    error = {"code": "http_refused", "message": "The service answered 503.", "stepId": "ask_1"}
    failed = make_execution(cast.acme, status="failed", error=error).pk
    make_execution(cast.acme, status="failed", error={"code": "code_threw", "message": "x", "stepId": "code_1"})
    make_execution(cast.acme)
    for text in ("ANSWERED 5", "http_refused", "ask_1"):
        assert found(viewer, f"error={quote(text)}") == [failed], text
    assert found(viewer, "error=%25") == [], "a percent sign is one"


def test_by_time(cast, viewer):
    ids = [make_execution(cast.acme, id=at(hour)).pk for hour in (8, 9, 10)]
    assert found(viewer, "since=2026-03-01T09:00:00Z") == ids[1:]
    assert found(viewer, "until=2026-03-01T09:00:00Z") == ids[:1]
    assert found(viewer, "since=2026-03-01T10:00:00+01:00&until=2026-03-01T10:00:00Z") == ids[1:2]


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "until=2026-99-01T00:00:00Z", "version=two", "version=²", "since=0001-01-01", f"error={'x' * 201}"],
)
def test_a_filter_that_makes_no_sense_is_told(query, viewer):
    answer = viewer.get(f"executions?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "input_invalid")
    assert viewer.get(f"executions/counts?{query}").status_code == 400


def test_they_are_counted_by_status_under_the_same_filters(cast, viewer, monkeypatch):
    shop = make_customer(cast.acme).pk
    for status, customer in (("failed", shop), ("failed", ""), ("succeeded", shop)):
        make_execution(cast.acme, status=status, customer_id=customer)
    make_execution(cast.rivals, status="failed")
    assert viewer.get("executions/counts").json() == {"counts": {"failed": 2, "succeeded": 1}, "total": 3, "more": False}
    assert viewer.get(f"executions/counts?customer={shop}").json()["counts"] == {"failed": 1, "succeeded": 1}
    monkeypatch.setattr(finding, "MOST_COUNTED", 2)
    assert (viewer.get("executions/counts").json()["total"], viewer.get("executions/counts").json()["more"]) == (2, True)


def test_the_re_runs_of_one_are_found(cast, viewer):
    first = make_execution(cast.acme)
    again = make_execution(
        cast.acme, replay_of=first.pk, rerun={"from": "log_1", "edited": ["message"], "pinned": [], "by": "a@b"}
    )
    row = viewer.get(f"executions?replayOf={first.pk}").json()["results"][0]
    assert (row["id"], row["replayOf"], row["rerun"]["from"], row["rerun"]["by"]) == (again.pk, first.pk, "log_1", "a@b")


def test_one_turn_of_a_loop_is_looked_up_however_long_the_loop(cast, viewer):
    ran = make_execution(cast.acme)
    for turn in range(3):
        make_step(ran, "log_1", turn + 1, path=f"loop_1[{turn}].log_1", results=turn, duration_us=5)
    make_step(ran, "loop_1", 4, component="loop")
    turn = viewer.get(f"executions/{ran.pk}/turn?turn=loop_1[1]").json()
    assert [(step["path"], step["results"]) for step in turn] == [("loop_1[1].log_1", 1)]
    assert viewer.get(f"executions/{ran.pk}/turn?turn=loop_1").json()["code"] == "input_invalid"
    tally = {step["stepId"]: (step["count"], step["durationUs"]) for step in viewer.get(f"executions/{ran.pk}").json()["tally"]}
    assert tally == {"log_1": (3, 15), "loop_1": (1, 0)}


def test_a_number_of_any_length_is_an_answer(viewer):
    for path in ("traffic?minutes=", "executions?limit=", "executions?version=", "schedules/next?mode=every&every="):
        assert viewer.get(path + "9" * 5000).status_code < 500, path
