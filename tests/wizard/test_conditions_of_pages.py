"""What depends on another answer is asked, checked and kept only while that answer is so."""

from __future__ import annotations

import pytest

from runtime.instances.models import Instance
from tests.designer.stock import make_integration, make_version
from tests.wizard.conftest import Wizard, enter

VARIABLES = [
    {"key": "alerts", "name": "Alerts", "type": "boolean"},
    {"key": "email", "name": "Email", "required": True},
    {"key": "level", "name": "Level", "type": "number", "required": True},
]
PAGES = [
    {
        "name": "Alerts",
        "elements": [
            {"type": "configVariable", "variable": "alerts"},
            {"type": "configVariable", "variable": "email", "shownWhen": {"variable": "alerts", "equals": True}},
        ],
    },
    {
        "name": "How loud",
        "shownWhen": {"variable": "alerts", "equals": True},
        "elements": [{"type": "configVariable", "variable": "level"}],
    },
    {"name": "Ready", "elements": [{"type": "heading", "text": "Ready"}]},
]


@pytest.fixture
def asking(cast):
    integration = make_integration(cast.acme, "alerting", configVariables=VARIABLES, configPages=PAGES)
    make_version(integration)
    return integration


@pytest.fixture
def open_wizard(give, asking):
    return Wizard(enter(give(integration=asking)["code"]).json()["token"])


def test_a_page_that_is_not_shown_is_stepped_over_both_ways(open_wizard):
    assert open_wizard.page(0, alerts=False).json()["page"] == 2
    assert open_wizard.page(2, leave="back").json()["page"] == 0
    wrong = open_wizard.page(0, alerts=True)
    assert [error["field"] for error in wrong.json()["errors"]] == ["config.email"]
    assert open_wizard.page(0, alerts=True, email="ada@example.com").json()["page"] == 1
    assert open_wizard.page(1, level=3).json()["page"] == 2
    assert open_wizard.page(0, leave="stay", alerts=False).json()["page"] == 0


def test_what_was_typed_survives_being_hidden_until_finish_and_is_not_kept_then(open_wizard, cast):
    open_wizard.page(0, alerts=True, email="ada@example.com")
    open_wizard.page(1, level=3)
    open_wizard.page(0, alerts=False)
    assert open_wizard.state()["values"] == {"alerts": False, "email": "ada@example.com", "level": 3}
    assert open_wizard.finish().status_code == 200
    assert Instance.of(cast.acme.pk).get().config == {"alerts": False}


def test_a_shown_answer_is_required_at_the_end_too(open_wizard):
    open_wizard.page(0, leave="stay", alerts=True)
    errors = open_wizard.finish().json()["errors"]
    assert [(error["field"], error["page"]) for error in errors] == [("config.email", 0), ("config.level", 1)]


def test_programs_are_held_to_the_same_rule(operator, asking, northwind):
    body = {"integration": asking.pk, "customer": northwind.pk}
    refused = operator.post("instances", {**body, "config": {"alerts": True}})
    assert [error["field"] for error in refused.json()["errors"]] == ["config.email", "config.level"]
    made = operator.post("instances", {**body, "config": {"alerts": False, "email": "ada@example.com"}})
    assert (made.status_code, made.json()["config"]) == (201, {"alerts": False})
    answers = {"alerts": True, "email": "ada@example.com", "level": 1}
    assert operator.patch(f"instances/{made.json()['id']}", {"config": answers}).json()["config"] == answers
