"""However many there are, a page and one by its id cost the same questions, and each is answered by an index."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from runtime.subscriptions import keeping
from runtime.subscriptions.models import Subscription
from tests.cast import Desk
from tests.designer.stock import make_subscription

pytestmark = pytest.mark.django_db


def questions(ask: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return [one["sql"] for one in asked.captured_queries]


def test_more_rows_ask_no_more_questions(user, cast, northwind):
    make_subscription(cast.acme, northwind)
    paths = ("subscriptions?first=200", "subscriptions?externalId=e", f"subscriptions/{user.subscribe()['id']}")
    few = [len(questions(lambda path=path: user.get(path))) for path in paths]
    for number in range(20):
        make_subscription(cast.acme, northwind, external_id="e", name=str(number))
    assert [len(questions(lambda path=path: user.get(path))) for path in paths] == [few[0], few[0], few[2]]


def test_the_desks_list_asks_no_more_either(cast, northwind):
    desk = Desk(cast.viewer)
    make_subscription(cast.acme, northwind)
    desk.get("subscriptions")  # the first call of a session notes its use
    few = len(questions(lambda: desk.get("subscriptions")))
    for _ in range(20):
        make_subscription(cast.acme)
    assert len(questions(lambda: desk.get("subscriptions"))) == few


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another planner prefers to read a table of a few rows whole")
@pytest.mark.parametrize(
    ("narrow", "index"),
    [
        (lambda rows: rows, "subscription_newest"),
        (lambda rows: rows.filter(customer_id="c"), "subscription_of_customer"),
        (lambda rows: rows.filter(external_id="e"), "subscription_by_external_id"),
        (lambda rows: rows.filter(state="creation_failed"), "subscription_by_state"),
    ],
    ids=["all", "customer", "external id", "state"],
)
def test_each_page_is_read_from_an_index_and_sorted_by_it(cast, narrow, index):
    page = narrow(keeping.of(cast.acme)).filter(pk__lt="7").order_by("-pk")[:50]
    plan = page.explain()
    assert index in plan and "TEMP B-TREE" not in plan


def test_tombstones_are_forgotten_after_a_month(cast):
    row = make_subscription(cast.acme)
    keeping.delete(row, now=row.created_at)
    make_subscription(cast.acme)  # at a moment long before: nothing is forgotten yet
    assert Subscription.of(cast.acme).count() == 2
    later = row.created_at + keeping.TOMBSTONES_KEPT * 2
    wanted = keeping.Wanted("n", "webhook-trigger", "1.0", "webhook", "https://events.example/in")
    keeping.create(cast.acme, None, wanted, now=later)
    assert not Subscription.of(cast.acme).filter(pk=row.pk).exists()
