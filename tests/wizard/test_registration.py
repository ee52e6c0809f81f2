"""A registration that went wrong is noticed, and nothing is cried out without enough to go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from ulid import ULID

from designer.wizard.models import WizardRun
from runtime.instances.models import Instance
from runtime.registration import watch
from runtime.registration.models import Registration
from runtime.registration.rules import Arrival, problems
from tests.designer.stock import make_execution, make_request
from tests.wizard.conftest import Wizard, enter

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
WEEK_AGO = NOW - timedelta(days=7)


BAD = "signature_invalid"


def every(hours: float, count: int, *, last: float) -> list[Arrival]:
    """`count` arrivals, `hours` apart, the newest `last` hours ago."""
    return [Arrival(NOW - timedelta(hours=last + hours * index)) for index in reversed(range(count))]


def near(*arrivals: tuple[float, str, str, str]) -> list[Arrival]:
    """(minutes ago, endpoint, refusal, body)"""
    return [Arrival(NOW - timedelta(minutes=ago), endpoint, refusal, body) for ago, endpoint, refusal, body in arrivals]


@pytest.mark.parametrize(
    ("it", "arrivals", "registered", "codes"),
    [
        ("is patient for the first day", [], NOW - timedelta(hours=23), []),
        ("says when nothing ever came", [], NOW - timedelta(hours=25), ["never_seen"]),
        ("knows nothing of rhythm from few", every(1, 4, last=100), WEEK_AGO, []),
        ("is used to a busy sender", every(1, 20, last=20), WEEK_AGO, []),
        ("misses a busy sender after a day", every(1, 20, last=25), WEEK_AGO, ["silent"]),
        ("lets a weekly sender be", every(24 * 7, 10, last=24 * 20), NOW - timedelta(days=90), []),
        ("does not wait for ever", every(24 * 14, 10, last=24 * 31), NOW - timedelta(days=300), ["silent"]),
        ("begins anew when set up anew", every(1, 20, last=25), NOW - timedelta(hours=2), []),
        (
            "shrugs at two bad signatures",
            near((3, "a", BAD, ""), (2, "a", BAD, "")),
            WEEK_AGO,
            [],
        ),
        ("minds three", near(*((ago, "a", "signature_invalid", "") for ago in (5, 4, 3))), WEEK_AGO, ["signatures_failing"]),
        (
            "shrugs at strangers among good ones",
            near(*((ago, "a", "credential_missing" if ago % 3 == 0 else "", f"b{ago}") for ago in range(30, 0, -1))),
            WEEK_AGO,
            [],
        ),
        ("shrugs at one repeat", near((5, "a", "", "x"), (5, "a", "", "x")), WEEK_AGO, []),
        (
            "minds doubles",
            near((5, "a", "", "x"), (5, "a", "", "x"), (3, "a", "", "y"), (3, "a", "", "y")),
            WEEK_AGO,
            ["doubled"],
        ),
        (
            "tells two URLs from one called twice",
            near((5, "a", "", "x"), (5, "b", "", "x"), (3, "a", "", "y"), (3, "b", "", "y")),
            WEEK_AGO,
            ["doubled_urls"],
        ),
        (
            "takes alike events hours apart for what they are",
            near((300, "a", "", "x"), (200, "a", "", "x"), (100, "a", "", "x"), (50, "a", "", "y"), (3, "a", "", "y")),
            WEEK_AGO,
            [],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it(it, arrivals, registered, codes):
    assert [one["code"] for one in problems(arrivals, registered_at=registered, listening=True, now=NOW)] == codes


def test_nobody_misses_a_paused_instance():
    assert problems([], registered_at=WEEK_AGO, listening=False, now=NOW) == []


@pytest.fixture
def registered(wizard, cast):
    """Set up two days ago."""
    wizard.page(0, region="eu")
    wizard.page(1)
    wizard.finish()
    Registration.of(cast.acme).update(registered_at=timezone.now() - timedelta(days=2))
    return Instance.of(cast.acme).get()


def came(cast, instance, ago: timedelta, body: bytes, *, endpoint: str = "", status: str = "accepted", code: str = "") -> None:
    at = timezone.now() - ago
    ids = {"integration_id": instance.integration_id, "instance_id": instance.pk, "customer_id": instance.customer_id}
    request = make_request(
        cast.acme,
        **{**ids, "pk": str(ULID.from_datetime(at)), "received_at": at, "body": body, "body_size": len(body)},
        **{"endpoint_id": endpoint, "status": status, "code": code},
    )
    if status == "accepted":
        make_execution(cast.acme, pk=str(ULID.from_datetime(at)), request_id=request.pk, **ids)


def look(desk, instance) -> list[str]:
    return [one["code"] for one in desk.get(f"instances/{instance.pk}/registration").json()["problems"]]


def test_the_desk_reads_it_from_what_came(registered, viewer, cast, rival):
    assert look(viewer, registered) == ["never_seen"]
    came(cast, registered, timedelta(hours=1), b'{"order": 1, "id": "a"}')
    assert look(viewer, registered) == []
    for number, endpoint in enumerate("abab"):
        came(cast, registered, timedelta(minutes=9), b'{"order": %d, "id": "x"}' % (number // 2), endpoint=endpoint)
    assert look(viewer, registered) == ["doubled_urls"]
    for _ in range(9):
        came(cast, registered, timedelta(minutes=5), b"", status="refused", code="signature_invalid")
    assert look(viewer, registered) == ["signatures_failing", "doubled_urls"]
    assert rival.get(f"instances/{registered.pk}/registration").status_code == 404


def test_an_instance_nobody_registered_is_not_watched(viewer, cast):
    from tests.designer.stock import make_instance

    answer = viewer.get(f"instances/{make_instance(cast.acme).pk}/registration").json()
    assert answer == {"registeredAt": None, "checkedAt": None, "problems": []}


def test_it_looks_by_itself_every_ten_minutes_and_once(registered, cast):
    now = timezone.now()
    assert watch.look_at_due(now) == 0
    assert watch.look_at_due(now + timedelta(minutes=11)) == 1
    assert watch.look_at_due(now + timedelta(minutes=11)) == 0
    assert [one["code"] for one in Registration.of(cast.acme).get().problems] == ["never_seen"]


def test_a_wizard_opened_again_lands_where_it_says_what_to_do(registered, give, cast):
    WizardRun.of(cast.acme).update(proof={"": {"seen": "2026-01-01T00:00:00"}})
    state = Wizard(enter(give()["code"]).json()["token"]).state()
    assert (state["page"], [one["code"] for one in state["attention"]]) == (1, ["never_seen"])
    assert state["lights"][""]["seen"] is None


def test_setting_it_up_anew_begins_anew(registered, give, viewer):
    assert look(viewer, registered) == ["never_seen"]
    wizard = Wizard(enter(give()["code"]).json()["token"])
    wizard.page(0, region="us")
    wizard.finish()
    assert look(viewer, registered) == []
