"""Tests that are kept: what is kept of them, how they run, and which links they take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from typing import Any

import pytest

from designer.bench import saved
from designer.bench.models import SavedTest
from runtime.bench.turns import MOST_OF_ONE_TENANT, turn
from runtime.credentials.services import create_credential
from runtime.storage.models import StoredValue
from tests.designer.branching import BODY, BRANCHING, LINKS, STEPS
from tests.designer.stock import definition, flow, make_customer, make_integration, make_saved_test, make_version
from tests.designer.test_publishing import save


@contextmanager
def fresh_turn(tenant_id: str) -> Iterator[None]:
    """A turn as another thread takes it."""
    context = copy_context()
    taken = turn(tenant_id)
    context.run(taken.__enter__)
    try:
        yield
    finally:
        context.run(taken.__exit__, None, None, None)


def test_of(**changes: Any) -> dict[str, Any]:
    usual = {"name": "An order", "kind": "flow", "flow": "orders", "request": {"body": BODY}, "expected": {"result": {"n": 4}}}
    return {**usual, **changes}


test_of.__test__ = False


@pytest.fixture
def shop(cast):
    return make_integration(cast.acme, type="shared", flows=[BRANCHING])


@pytest.fixture
def keep(shop, builder):
    def post(status: int = 201, **changes: Any) -> dict[str, Any]:
        answer = builder.post(f"integrations/{shop.pk}/tests", test_of(**changes))
        assert answer.status_code == status, answer.content
        return answer.json()

    return post


@pytest.fixture
def run(shop, builder):
    def post(**asked: Any) -> dict[str, Any]:
        answer = builder.post(f"integrations/{shop.pk}/tests/run", asked)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return post


def test_a_test_is_kept_changed_and_deleted(shop, keep, builder):
    made = keep()
    assert (made["gates"], made["runTarget"], made["pins"], made["last"]) == (True, True, {}, None)
    assert (made["expected"], made["updatedBy"]) == ({"result": {"n": 4}, "match": "contains"}, "builder@example.com")
    path = f"integrations/{shop.pk}/tests/{made['id']}"
    changed = builder.put(path, test_of(name="Renamed", gates=False)).json()
    assert (changed["id"], changed["name"], changed["gates"]) == (made["id"], "Renamed", False)
    assert builder.get(path).json() == builder.get(f"integrations/{shop.pk}/tests").json()[0] == changed
    assert builder.delete(path).status_code == 204
    assert builder.get(path).status_code == 404


def test_a_test_of_another_integration_is_not_found(cast, shop, keep, builder):
    other = make_integration(cast.acme, "other")
    made = keep()
    assert builder.get(f"integrations/{other.pk}/tests/{made['id']}").status_code == 404
    assert builder.post(f"integrations/{other.pk}/tests/run", {"tests": [made["id"]]}).status_code == 404


def test_it_passes_or_says_where_it_differs(keep, run):
    good, bad = keep(), keep(name="Another", expected={"result": {"n": 5, "ok": {"$any": "boolean"}, "gone": 1}})
    went = run()
    assert (went["passed"], went["failed"]) == (1, 1)
    assert [(each["test"], each["outcome"]) for each in went["results"]] == [(good["id"], "passed"), (bad["id"], "failed")]
    assert went["results"][1]["differences"] == [
        {"path": "result.n", "kind": "changed", "expected": 5, "got": 4},
        {"path": "result.gone", "kind": "missing", "expected": 1, "got": None},
    ]
    assert went["results"][1]["run"]["result"] == {"n": 4, "ok": True}


def test_it_runs_those_it_is_asked_for_on_what_it_is_given(keep, run):
    keep()
    second = keep(name="Second", expected={"outcome": "succeeded"})
    changed = definition(type="shared", flows=[flow("returns", "Returns")])
    went = run(tests=[second["id"]], definition=changed)
    assert [(each["outcome"], each["code"]) for each in went["results"]] == [("broken", "flow_not_found")]
    assert run(tests=[])["results"] == []


def test_the_last_run_is_kept_with_the_revision_it_ran_on(shop, keep, run, builder):
    made = keep(expected={"outcome": "failed"})
    run()
    path = f"integrations/{shop.pk}/tests/{made['id']}"
    last = builder.get(path).json()["last"]
    assert (last["outcome"], last["revision"], last["differences"][0]["path"]) == ("failed", 1, "outcome")
    run(definition=definition(type="shared", flows=[BRANCHING]))
    assert builder.get(path).json()["last"]["revision"] is None
    assert builder.put(path, test_of(name="Renamed", expected={"outcome": "failed"})).json()["last"] is not None
    assert builder.put(path, test_of()).json()["last"] is None


def test_an_endpoint_is_tested_from_its_credential_to_its_answer(cast, keep, run):
    make_customer(cast.acme)
    expected = {"outcome": "succeeded", "flow": "orders", "customer": "c-1", "answerStatus": 200}
    keep(kind="endpoint", flow=None, expected={**expected, "answerBody": {"executionId": {"$any": "text"}}})
    stops = {"request": {"body": "{}"}, "expected": {"outcome": "stopped", "code": "picker_empty", "answerStatus": 422}}
    keep(name="Stops", kind="endpoint", **stops)
    left_alone = keep(name="Left alone", kind="endpoint", runTarget=False, expected={"result": None, "flow": "orders"})
    went = run()
    assert [each["outcome"] for each in went["results"]] == ["passed"] * 3, went
    assert (left_alone["flow"], went["results"][2]["run"]["execution"]) == (None, None)


def test_a_draft_that_cannot_be_read_runs_no_test(shop, keep, builder):
    keep()
    save(builder, shop, {**definition(), "colour": "red"})
    answer = builder.post(f"integrations/{shop.pk}/tests/run", {})
    assert (answer.status_code, answer.json()["code"]) == (422, "definition_invalid")
    assert builder.get(f"integrations/{shop.pk}/tests/coverage").status_code == 422


def test_tests_do_not_meet_in_what_flows_store(cast, builder):
    count = {"id": "count_1", "component": "storage.add"}
    count["inputs"] = {name: {"value": value} for name, value in {"scope": "instance", "key": "seen", "amount": 1}.items()}
    steps = [{"id": "webhook_1", "component": "webhook"}, count]
    shop = make_integration(cast.acme, flows=[flow(steps=steps, links=[{"from": "webhook_1", "to": "count_1"}], layout={})])
    for name in ("First", "Second"):
        make_saved_test(shop, name=name, expected={"result": {"value": 1}})
    for _ in range(2):
        assert builder.post(f"integrations/{shop.pk}/tests/run", {}).json()["failed"] == 0
    assert not StoredValue.of(cast.acme).exists()


def test_pins_are_kept_with_a_test(keep, run):
    keep(pins={"map_1": {"pinned": True}}, expected={"result": {"pinned": True}, "match": "equals"})
    assert run()["passed"] == 1
    assert keep(400, name="Odd", kind="endpoint", pins={"orders": 1})["errors"][0]["field"] == "pins"


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"pins": {"map_9": {}}}, "map_9"),
        ({"kind": "endpoint", "pins": {"orders": {"map_9": {}}}}, "map_9"),
        ({"kind": "endpoint", "pins": {"returns": {}, "refunds": {"map_1": {}}}}, "refunds"),
    ],
)
def test_a_pin_that_fits_no_step_breaks_a_test_before_anything_runs(changes, names, keep, run):
    """The step it stood for may have been renamed, and would really call out."""
    keep(**changes)
    (result,) = run()["results"]
    assert (result["outcome"], result["code"], result["run"]) == ("broken", "pin_not_found", None)
    assert names in result["message"]


def test_a_strict_test_is_judged_by_its_credential_as_a_live_request_is(cast, builder):
    create_credential(cast.acme, name="K", key="k", scheme="bearer", settings={}, secret={"token": "0123456789abcdef"})
    shop = make_integration(cast.acme, endpoint={"type": "instance", "credential": "k"})
    refused = {"outcome": "stopped", "code": "credential_missing", "answerStatus": 401}
    make_saved_test(shop, name="A stranger", kind="endpoint", flow=None, strict=True, expected=refused)
    make_saved_test(shop, name="The flow", kind="endpoint", flow=None)
    assert builder.post(f"integrations/{shop.pk}/tests/run", {}).json()["passed"] == 2
    open_to_all = {"definition": {**definition(), "endpoint": {"type": "instance"}}}
    went = builder.post(f"integrations/{shop.pk}/tests/run", open_to_all).json()
    assert [result["outcome"] for result in went["results"]] == ["failed", "passed"]


def test_tests_of_one_tenant_take_only_so_many_turns_at_once(cast, keep, run, shop, builder):
    keep()
    with ExitStack() as held:
        for _ in range(MOST_OF_ONE_TENANT):
            held.enter_context(fresh_turn(cast.acme.pk))
        for path, body in (("tests/run", {}), ("publish", {"revision": 1}), ("test-flow", {"flow": "orders"})):
            answer = builder.post(f"integrations/{shop.pk}/{path}", body)
            assert (answer.status_code, answer.json()["code"]) == (429, "bench_busy")
        with fresh_turn(cast.rivals.pk):
            assert builder.post(f"integrations/{shop.pk}/tests/run", {"tests": []}).status_code == 200
    assert run()["passed"] == 1


def test_links_that_no_test_takes_are_told(shop, keep, run, builder, viewer):
    made = keep()
    coverage = f"integrations/{shop.pk}/tests/coverage"
    assert [link["taken"] for link in viewer.get(coverage).json()["flows"][0]["links"]] == [False] * 3
    run()
    (told,) = viewer.get(coverage).json()["flows"]
    assert (told["flow"], told["name"]) == ("orders", "Orders")
    assert [(link["from"], link["outlet"], link["to"], link["taken"]) for link in told["links"]] == [
        ("webhook_1", "out", "branch_1", True),
        ("branch_1", "order", "map_1", True),
        ("branch_1", "else", "log_1", False),
    ]
    assert told["links"][0]["tests"] == [made["id"]]
    changed = flow(steps=STEPS, links=[*LINKS[:1], {"from": "branch_1", "outlet": "else", "to": "map_1"}], layout={})
    save(builder, shop, definition(type="shared", flows=[changed]))
    assert [link["taken"] for link in viewer.get(coverage).json()["flows"][0]["links"]] == [True, False]


def test_the_preprocess_flow_of_an_endpoint_is_covered_too(cast, builder):
    pre = flow("pre", "Pre", layout={})
    endpoint = {"type": "instance", "preprocessFlow": "pre"}
    shop = make_integration(cast.acme, flows=[flow(), pre], endpoint=endpoint)
    make_saved_test(shop, kind="endpoint", flow=None)
    builder.post(f"integrations/{shop.pk}/tests/run", {})
    flows = builder.get(f"integrations/{shop.pk}/tests/coverage").json()["flows"]
    assert {told["flow"]: [link["taken"] for link in told["links"]] for told in flows} == {"orders": [True], "pre": [True]}


def test_no_secret_is_kept_and_what_was_left_out_is_named(cast, keep, run):
    for scheme, header in (("api_key", "X-Shop-Key"), ("hmac", "X-Shop-Signature")):
        settings = {"header": header, **({"algorithm": "sha256", "encoding": "hex"} if scheme == "hmac" else {})}
        create_credential(cast.acme, name=header, scheme=scheme, settings=settings, secret={"value": "0123456789abcdef"})
    headers = [["Authorization", "Bearer s3cret"], ["x-shop-key", "s3cret"], ["X-Shop-Signature", "abc"], ["X-Kind", "order"]]
    made = keep(request={"body": BODY, "headers": headers})
    assert made["redacted"] == ["Authorization", "x-shop-key"]
    assert made["request"]["headers"][2:] == headers[2:]
    assert "s3cret" not in str(SavedTest.of(cast.acme).values())
    assert run()["passed"] == 1


def test_what_a_test_may_be_is_limited(shop, keep, monkeypatch):
    keep()
    assert keep(409)["code"] == "test_name_taken"
    assert keep(413, name="Large", request={"body": "x" * saved.LARGEST_TEST})["code"] == "test_too_large"
    monkeypatch.setattr(saved, "MOST_TESTS", 1)
    assert keep(409, name="One more")["code"] == "tests_too_many"
    assert SavedTest.of(shop.tenant).count() == 1


def test_all_tests_of_an_integration_together_are_limited(shop, keep, builder, monkeypatch):
    """A page of them reads them all: two hundred of the largest were a gigabyte of the process's memory."""
    monkeypatch.setattr(saved, "LARGEST_TOGETHER", 1500)
    first = keep(request={"body": "x" * 500})
    assert keep(413, name="Two", request={"body": "x" * 1000})["code"] == "test_too_large"
    keep(name="Two", request={"body": "x" * 100})
    body = {name: first[name] for name in ("name", "kind", "flow", "expected", "pins")}
    assert builder.put(f"integrations/{shop.pk}/tests/{first['id']}", {**body, "request": {"body": "x" * 600}}).status_code == 200


def test_a_request_has_no_more_headers_than_the_door_takes(keep):
    assert keep(400, request={"headers": [["a", "b"]] * 201})["errors"][0]["field"] == "request.headers"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"expected": {}}, "expected"),
        ({"expected": {"match": "equals"}}, "expected"),
        ({"expected": {"result": {"id": {"$any": "uuid"}}}}, "expected.result.id"),
        ({"expected": {"outcome": "won"}}, "expected.outcome"),
        ({"flow": None}, "flow"),
        ({"request": {"headers": [["one"]]}}, "request.headers[0]"),
    ],
)
def test_what_is_no_test_is_refused_with_the_place(changes, field, keep):
    assert [error["field"] for error in keep(400, **changes)["errors"]] == [field]


def test_tests_go_with_their_integration(shop, keep, builder):
    keep()
    assert builder.delete(f"integrations/{shop.pk}").status_code == 204
    assert not SavedTest.of(shop.tenant).exists()


def test_a_published_version_knows_nothing_of_tests(shop, keep):
    keep()
    assert "tests" not in make_version(shop).definition
