"""The example has a wizard that a new user's first customer can walk, and its flow uses what was answered."""

from __future__ import annotations

from designer.integrations.demo import load_demo
from runtime.instances.models import Instance
from tests.wizard.conftest import Wizard, enter


def test_a_customer_of_the_example_answers_its_pages_and_finishes(cast, operator):
    loaded = load_demo(cast.acme)
    northwind = loaded["customers"][0]
    link = operator.post("wizards", {"integration": loaded["integration"]["id"], "customer": northwind["id"]}).json()
    wizard = Wizard(enter(link["code"]).json()["token"])
    state = wizard.state()
    assert [page["name"] for page in state["pages"]] == ["Your warehouse", "Connect Acme ERP"]
    assert [(url["url"], url["own"]) for url in state["urls"]] == [(loaded["sharedUrl"], False)]
    answers = {"warehouse": "north", "other-names": True, "item-names": {"bolt": "M6 hex bolt"}}
    wizard.page(0, **answers)
    assert wizard.finish().json()["enabled"] is True
    instance = Instance.of(cast.acme.pk).get(pk=northwind["instance"])
    assert instance.config == answers


def test_a_test_event_is_offered_only_for_a_url_of_ones_own(wizard):
    assert [url["own"] for url in wizard.state()["urls"]] == [True]
