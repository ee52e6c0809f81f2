"""Saved tests in files: they travel with their integration, no secret with them, and what is no test is said."""

from __future__ import annotations

import pytest
from django.db import connection

from designer.bench import files
from designer.importing import reading
from designer.integrations import yaml_format
from tests.designer.stock import make_integration, make_version


@pytest.fixture
def shop(cast):
    return make_integration(cast.acme)


@pytest.fixture
def keep(shop, builder):
    def post(**changes):
        usual = {"name": "An order", "kind": "flow", "flow": "orders", "request": {}, "expected": {"result": {"message": "came"}}}
        answer = builder.post(f"integrations/{shop.pk}/tests", {**usual, **changes})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return post


def exported(desk, integration):
    return desk.get(f"integrations/{integration.pk}/export").content.decode()


def imported(desk, text, **more):
    answer = desk.post("integrations/import", {"yaml": text, **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def listed(desk, integration_id):
    same = ("name", "kind", "flow", "request", "pins", "expected", "gates", "runTarget", "strict")
    return [{name: test[name] for name in same} for test in desk.get(f"integrations/{integration_id}/tests").json()]


def test_tests_travel_with_an_export_and_no_secret_does(shop, keep, builder):
    pins = {"log_1": {"z": 1, "a": [None, {"2020-01-01": "no"}]}}
    keep(pins=pins, request={"body": "{}\n", "headers": [["authorization", "s3cret"]]})
    expected = {"answerBody": None, "match": "equals"}
    keep(name="Of the road", kind="endpoint", flow=None, gates=False, runTarget=False, strict=True, expected=expected)
    text = exported(builder, shop)
    assert "s3cret" not in text and "[redacted]" in text
    taken = imported(builder, text)
    assert {"level": "taken", "message": "Saved tests: 2."} in taken["report"]
    assert taken["problems"] == []
    assert listed(builder, taken["integration"]["id"]) == listed(builder, shop.pk)
    assert exported(builder, shop).partition("tests:")[2] == text.partition("tests:")[2]


def test_an_import_into_an_integration_replaces_tests_by_name_and_leaves_others(shop, keep, builder):
    kept, other = keep(), keep(name="Other")
    builder.post(f"integrations/{shop.pk}/tests/run", {})
    text = exported(builder, shop).replace("message: came\n  ", "message: went\n  ")
    report = imported(builder, text, integration=shop.pk)["report"]
    assert [line["message"] for line in report if line["level"] == "changed"] == [
        "Saved test An order replaces the one of that name.",
        "Saved test Other replaces the one of that name.",
    ]
    now = builder.get(f"integrations/{shop.pk}/tests").json()
    assert [test["id"] for test in now] == [kept["id"], other["id"]]
    assert (now[0]["expected"]["result"], now[0]["last"]) == ({"message": "went"}, None)
    imported(builder, text.partition("tests:")[0], integration=shop.pk)
    assert len(listed(builder, shop.pk)) == 2


@pytest.mark.parametrize(
    ("tests", "says"),
    [
        ("tests: 7", "Under tests stands no list"),
        ("tests:\n  - 7", "tests[0] was left out"),
        ("tests:\n  - name: Odd\n    kind: flow\n    flow: orders\n    request: {}\n    expected: {}", "Odd was left out"),
        ("tests:\n  - name: Odd\n    colour: red", "colour: There is no such field."),
    ],
)
def test_what_is_no_test_in_a_file_is_left_out_and_said(tests, says, builder):
    taken = imported(builder, f"name: Shop\n{tests}\n")
    (line,) = [line for line in taken["report"] if line["level"] == "refused"]
    assert says in line["message"]
    assert listed(builder, taken["integration"]["id"]) == []


def test_secrets_in_a_file_are_not_kept_and_that_is_said(builder):
    headers = 'headers: [[x-api-key, "s3cret"], [cookie, "[redacted]"]]'
    test = f"- name: T\n  kind: endpoint\n  request: {{{headers}}}\n  expected: {{outcome: stopped}}"
    taken = imported(builder, f"name: Shop\ntests:\n{test}\n")
    assert {"level": "changed", "message": "Saved test T: no secret is kept (x-api-key)."} in taken["report"]
    assert "s3cret" not in str(listed(builder, taken["integration"]["id"]))


def test_a_version_is_exported_without_the_tests_of_the_draft(shop, keep, builder):
    keep()
    make_version(shop)
    assert b"tests:" not in builder.get(f"integrations/{shop.pk}/export?version=1").content


def test_of_a_file_full_of_tests_only_as_many_as_can_be_kept_are_looked_at(builder, monkeypatch):
    """Each costs the database something, and everybody's writes wait meanwhile: 5,000 of one name took nine seconds."""
    monkeypatch.setattr(files, "MOST_TESTS", 2)
    test = "  - {name: T, kind: flow, flow: f, request: {}, expected: {outcome: failed}}\n"
    taken = imported(builder, f"name: Shop\ntests:\n{test}{test}  - 7\n  - 7\n")
    refused = [line["message"] for line in taken["report"] if line["level"] == "refused"]
    assert refused == ["An integration keeps at most 2 tests, so the last 2 of the file were left out."]
    assert [test["name"] for test in listed(builder, taken["integration"]["id"])] == ["T"]


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_before_the_database_is_asked_to_wait(builder, shop, monkeypatch):
    """Two megabytes of YAML take seconds, and SQLite has one writer for everybody."""
    held = []

    def read(text):
        held.append(connection.in_atomic_block)
        return yaml_format.load_definition_yaml(text)

    monkeypatch.setattr(reading, "load_definition_yaml", read)
    imported(builder, "name: Shop\n")
    imported(builder, "name: Shop\n", integration=shop.pk)
    assert held == [False, False]
