"""Publishing waits for the tests that gate; who goes on despite them is on record."""

from __future__ import annotations

import pytest

from designer.bench import gate, running
from designer.integrations.drafts import draft_of, save_draft
from runtime.instances.models import Version
from tests.designer.stock import definition, flow, make_integration, make_saved_test

FAILS = {"expected": {"outcome": "failed"}}


@pytest.fixture
def shop(cast):
    return make_integration(cast.acme)


def publish(desk, shop, **more):
    return desk.post(f"integrations/{shop.pk}/publish", {"revision": draft_of(shop).revision, **more})


def test_it_publishes_when_all_tests_pass(shop, builder):
    make_saved_test(shop)
    answer = publish(builder, shop)
    assert (answer.status_code, answer.json()["overriddenTests"]) == (201, [])
    last = builder.get(f"integrations/{shop.pk}/tests").json()[0]["last"]
    assert (last["outcome"], last["revision"]) == ("passed", 1)


def test_a_test_that_does_not_pass_is_in_the_way_with_what_differs(shop, builder):
    make_saved_test(shop)
    bad = make_saved_test(shop, name="Never", **FAILS)
    gone = make_saved_test(shop, name="Of a flow that is gone", flow="returns")
    answer = publish(builder, shop)
    told = answer.json()
    assert (answer.status_code, told["code"], told["passed"], told["failed"]) == (422, "tests_failed", 1, 2)
    assert "2 of 3 tests did not pass: Never, Of a flow that is gone." in told["detail"]
    assert [(result["test"], result["outcome"], result["code"]) for result in told["results"][1:]] == [
        (bad.pk, "failed", None),
        (gone.pk, "broken", "flow_not_found"),
    ]
    assert told["results"][1]["differences"][0]["path"] == "outcome"
    assert [result["run"] for result in told["results"]] == [None] * 3
    assert not Version.of(shop.tenant).exists()


def test_publishing_despite_tests_is_on_record(shop, builder, viewer):
    make_saved_test(shop)
    make_saved_test(shop, name="Never", **FAILS)
    assert publish(builder, shop, despiteTests=True).json()["overriddenTests"] == ["Never"]
    publish(builder, shop, despiteTests=True, comment="again")
    path = f"integrations/{shop.pk}/versions"
    assert [version["overriddenTests"] for version in viewer.get(path).json()] == [["Never"], ["Never"]]
    assert viewer.get(f"{path}/1").json()["overriddenTests"] == ["Never"]


def test_asking_to_publish_despite_tests_that_pass_overrides_none(shop, builder):
    make_saved_test(shop)
    assert publish(builder, shop, despiteTests=True).json()["overriddenTests"] == []


def test_a_test_that_does_not_gate_is_not_asked(shop, builder):
    make_saved_test(shop, gates=False, **FAILS)
    assert publish(builder, shop).status_code == 201
    assert builder.get(f"integrations/{shop.pk}/tests").json()[0]["last"] is None


def test_problems_come_before_tests(shop, builder):
    make_saved_test(shop, **FAILS)
    broken = flow(steps=[{"id": "webhook_1", "component": "no.such"}], links=[], layout={})
    save_draft(shop, definition(flows=[broken]), revision=1, user=None)
    assert publish(builder, shop).json()["code"] == "definition_invalid"


def test_what_is_saved_while_the_tests_run_is_not_published_unseen(shop, builder, monkeypatch):
    """The tests ran on revision 1; somebody saves revision 2 before they are done."""
    make_saved_test(shop)
    run = running.control.test_flow

    def saved_meanwhile(*arguments, **more):
        save_draft(shop, definition(description="newer"), revision=1, user=None)
        return run(*arguments, **more)

    monkeypatch.setattr(running.control, "test_flow", saved_meanwhile)
    answer = builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "revision_stale")
    assert not Version.of(shop.tenant).exists()


def test_an_integration_that_is_deleted_while_its_tests_run_is_not_found(shop, builder, monkeypatch):
    make_saved_test(shop)
    run = running.control.test_flow

    def deleted_meanwhile(*arguments, **more):
        assert builder.delete(f"integrations/{shop.pk}").status_code == 204
        return run(*arguments, **more)

    monkeypatch.setattr(running.control, "test_flow", deleted_meanwhile)
    answer = builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_gate_has_an_end_and_says_which_tests_it_did_not_come_to(cast, builder, monkeypatch):
    slow = {"id": "code_1", "component": "code"}
    slow["inputs"] = {"code": {"value": "module.exports = async () => { for (;;) {} };"}}
    steps = [{"id": "webhook_1", "component": "webhook"}, slow]
    shop = make_integration(cast.acme, flows=[flow(steps=steps, links=[{"from": "webhook_1", "to": "code_1"}], layout={})])
    for name in ("Slow", "Late"):
        make_saved_test(shop, name=name)
    monkeypatch.setattr(gate, "LONGEST_GATE", 0.3)
    told = publish(builder, shop).json()
    assert [(result["name"], result["outcome"], result["code"]) for result in told["results"]] == [
        ("Slow", "broken", "test_too_slow"),
        ("Late", "broken", "tests_too_slow"),
    ]
    assert "Pin what is slow" in told["results"][1]["message"]
    assert publish(builder, shop, despiteTests=True).json()["overriddenTests"] == ["Slow", "Late"]


def test_only_who_may_publish_may_publish_despite_tests(shop, operator):
    make_saved_test(shop, **FAILS)
    assert publish(operator, shop, despiteTests=True).json()["code"] == "role_lacking"
