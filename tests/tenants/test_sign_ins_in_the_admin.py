"""The admin's index in the words and the order of its sidebar, and who must wait before they may sign in again."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client

from designer.accounts.models import User
from designer.admin.navigation import PLACES
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
ATTEMPTS = "/admin/axes/accessattempt/"


@pytest.fixture
def root(db) -> Client:
    client = Client()
    operator = User.objects.create_superuser("root@example.com", PASSWORD)
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def attempt(name: str, failures: int) -> AccessAttempt:
    return AccessAttempt.objects.create(
        username=name, ip_address="192.0.2.7", failures_since_start=failures, post_data="password=hunter2"
    )


def test_the_index_is_ordered_as_the_sidebar(root: Client) -> None:
    listed = root.get("/admin/").context["app_list"]
    told = [(app["name"], [model["name"] for model in app["models"]]) for app in listed]
    assert told == [(title, [words for words, _, _ in items]) for title, items in PLACES]
    assert told[0][0] == "Tenants" and told[-1] == ("Signing in", ["Sign-in attempts", "Sign-ins"])


def test_who_is_locked_out_is_found_and_may_try_again(root: Client) -> None:
    locked, other = attempt("ann@example.com", settings.AXES_FAILURE_LIMIT), attempt("bob@example.com", 1)
    page = root.get(ATTEMPTS, {"locked": "yes"}).content.decode()
    assert "Sign-in attempts" in page and "Access attempts" not in page and "locked out" in page
    assert "ann@example.com" in page and "bob@example.com" not in page
    chosen = {"action": "let_try_again", "_selected_action": [locked.pk]}
    assert "may go on guessing" in root.post(ATTEMPTS, chosen).content.decode()
    assert AccessAttempt.objects.count() == 2  # it only asked
    root.post(ATTEMPTS, {**chosen, "sure": "1"})
    assert list(AccessAttempt.objects.all()) == [other]


def test_what_was_typed_is_not_shown(root: Client) -> None:
    row = attempt("ann@example.com", 1)
    page = root.get(f"{ATTEMPTS}{row.pk}/change/").content.decode()
    assert "192.0.2.7" in page and "hunter2" not in page
