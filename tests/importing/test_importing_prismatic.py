"""What people bring from Prismatic: at the desk and on the command line."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from designer.importing.models import Origin
from designer.integrations.drafts import draft_of, save_draft
from runtime import wiring
from runtime.instances.models import Integration
from tests.designer.stock import make_integration

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).parents[2] / "fixtures" / "imports" / "prismatic"
ORDERS = (CORPUS / "first-orders.yml").read_text()


@pytest.fixture(scope="module", autouse=True)
def runtime_process(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        wiring.shut_down()


def test_a_preview_says_what_would_come_of_it_and_makes_nothing(builder, cast):
    foreseen = builder.post("integrations/import/preview", {"yaml": ORDERS}).json()
    assert (foreseen["dialect"], foreseen["name"], foreseen["endpointType"]) == ("prismatic", "Tallow Orders", "flow")
    assert foreseen["flows"] == [{"key": "new-order", "name": "New Order", "steps": 4, "placeholders": 0}]
    assert foreseen["problems"] == []
    assert not Integration.objects.of(cast.acme).exists()


def test_it_becomes_a_draft_that_remembers_where_it_came_from(builder, cast):
    made = builder.post("integrations/import", {"yaml": ORDERS}).json()
    integration = Integration.objects.of(cast.acme).get(pk=made["integration"]["id"])
    flow = draft_of(integration).definition["flows"][0]
    assert [step["id"] for step in flow["steps"]] == ["newOrderTrigger", "isItPaid", "postToWarehouse", "logIt"]
    assert {"from": "isItPaid", "to": "logIt", "outlet": "else"} in flow["links"]
    assert Origin.objects.of(cast.acme).get().source["documentation"].startswith("# Tallow")


def test_it_goes_out_again_in_its_own_dialect(builder):
    made = builder.post("integrations/import", {"yaml": ORDERS}).json()["integration"]
    written = builder.get(f"integrations/{made['id']}/export?dialect=prismatic")
    assert yaml.safe_load(written.content) == yaml.safe_load(ORDERS)
    assert 'filename="tallow-orders-draft-prismatic.yaml"' in written.headers["Content-Disposition"]
    refused = builder.get(f"integrations/{made['id']}/export?dialect=basic")
    assert (refused.status_code, refused.json()["code"]) == (400, "input_invalid")


def test_what_was_made_here_goes_out_with_what_is_not_there_at_its_head(builder, cast):
    shop = make_integration(cast.acme)
    document = draft_of(shop).definition
    document["flows"][0]["steps"].append({"id": "find", "component": "customer.lookup", "inputs": {"id": {"value": "C"}}})
    document["flows"][0]["links"].append({"from": "log_1", "to": "find"})
    save_draft(shop, document, revision=1, user=None)
    text = builder.get(f"integrations/{shop.pk}/export?dialect=prismatic").content.decode()
    assert text.startswith("# What works otherwise there") and "customer.lookup" in text
    again = builder.post("integrations/import", {"yaml": text}).json()
    steps = draft_of(Integration.objects.of(cast.acme).get(pk=again["integration"]["id"])).definition["flows"][0]["steps"]
    assert [step["component"] for step in steps] == ["webhook", "log", "customer.lookup"]


def test_a_draft_without_the_shape_of_one_is_not_written(builder, cast):
    steps = [{"id": "x", "component": "log", "inputs": {"message": 7}}]
    flows = [{"key": "a", "name": "A", "steps": steps}]
    shop = make_integration(cast.acme, flows=flows)
    refused = builder.get(f"integrations/{shop.pk}/export?dialect=prismatic")
    assert (refused.status_code, refused.json()["code"]) == (409, "export_not_possible")


BODY = {
    **{"path": "a/b", "n": "4", "list": ["a", "b", "c"], "skip": "b", "object": {"x": 1}, "json": '{"a": 7}', "form": "p=1&q=2"},
    **{"csv": "h,i\n1,2\n", "id": "o-1"},
}
RUNS = [
    ("every-utility", "text", {"path": "a/x"}, "A-Y"),
    ("every-utility", "numbers-and-times", {"n": 4}, None),
    ("every-utility", "lists", {}, {"valid": True, "errors": []}),
    ("every-utility", "forms-of-data", {}, "h,i\n1,2\n"),
    ("every-loop", "nested", {"orders": [{"id": 1, "lines": ["a", "b"]}]}, [{"message": "0.0"}, {"branch": "Enough"}]),
    ("every-branch", "values", {"kind": "Many words here", "kind2": 1}, None),
    ("every-branch", "trees", {"a": 2, "b": True, "c": 1}, {"message": "then"}),
    ("of-2020-webhook", "flow-1", {"pounds": 0}, None),
    ("shared-routing", "parcel-out", {}, {"taken": True}),
]
OPERATORS = {"type": 1, "n": "2", "text": "abc", "at": "2026-01-31T00:00:00Z", "yes": True, "no": False, "none": "", "list": [1]}


@pytest.mark.parametrize(("name", "key", "body", "result"), RUNS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_came_runs(builder, name, key, body, result):
    made = builder.post("integrations/import", {"yaml": (CORPUS / f"{name}.yml").read_text()}).json()["integration"]
    ran = builder.post(
        f"integrations/{made['id']}/test-flow", {"flow": key, "request": {"body": json.dumps({**BODY, **body})}}
    ).json()
    assert ran["ok"], ran
    assert result is None or ran["result"] == result, ran["result"]


def test_every_operator_holds_where_it_should(builder):
    made = builder.post("integrations/import", {"yaml": (CORPUS / "every-branch.yml").read_text()}).json()["integration"]
    ran = builder.post(
        f"integrations/{made['id']}/test-flow", {"flow": "operators", "request": {"body": json.dumps(OPERATORS)}}
    ).json()
    assert "allHold" in [step["stepId"] for step in ran["execution"]["steps"] if step["status"] == "succeeded"], ran


def test_a_placeholder_that_is_reached_fails_with_what_it_stood_for(builder):
    made = builder.post("integrations/import", {"yaml": (CORPUS / "stubs-and-errors.yml").read_text()}).json()
    assert sum(problem["code"] == "placeholder_left" for problem in made["problems"]) == 7
    body = {"flow": "connectors", "request": {"body": "{}"}}
    ran = builder.post(f"integrations/{made['integration']['id']}/test-flow", body).json()
    failed = next(step for step in ran["execution"]["steps"] if step["error"])
    assert (failed["stepId"], failed["error"]["code"]) == ("listChanges", "step_placeholder")
    assert "dropbox.listChanges" in failed["error"]["message"]


def test_a_file_of_ours_forgets_where_the_draft_came_from(builder, cast):
    made = builder.post("integrations/import", {"yaml": ORDERS}).json()["integration"]
    own = builder.get(f"integrations/{made['id']}/export").content.decode()
    builder.post("integrations/import", {"yaml": own, "integration": made["id"]})
    assert not Origin.objects.of(cast.acme).exists()


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return base64.b64encode(out.getvalue()).decode()


def test_the_files_of_an_archive_are_taken_out_of_it(builder):
    archive = zipped(**{"ours/orders.yml": ORDERS, "ours/deep/till.yaml": "name: X", "ours/readme.md": "hello"})
    unpacked = builder.post("integrations/import/unpack", {"archive": archive}).json()
    assert [file["path"].rpartition("/")[2] for file in unpacked["files"]] == ["till.yaml", "orders.yml"]
    assert unpacked["files"][1]["yaml"] == ORDERS and len(unpacked["leftOut"]) == 1


@pytest.mark.parametrize(
    "archive",
    [
        "not base64!",
        base64.b64encode(b"not a zip").decode(),
        zipped(**{"readme.md": "hello"}),
        zipped(**{"../up.yml": "name: X"}),
        zipped(**{"bomb.yml": "x" * 3_000_000}),
        zipped(**{f"f{number}.yml": "name: X" for number in range(51)}),
        zipped(**{"bytes.yml": b"\xff\xfe\x00"}),
    ],
    ids=["no-base64", "no-zip", "no-yaml", "leads-out", "bomb", "too-many", "no-text"],
)
def test_an_archive_that_cannot_be_read_is_refused_with_a_code(builder, archive):
    refused = builder.post("integrations/import/unpack", {"archive": archive})
    assert refused.status_code in (400, 413, 422), refused.json()
    assert refused.json()["code"] not in ("internal_error", "error") and refused.json()["detail"]


def test_the_command_reports_and_makes_it(cast, tmp_path):
    file = tmp_path / "orders.yml"
    file.write_text(ORDERS)
    told = StringIO()
    call_command("import_integration", str(file), "--tenant", cast.acme.slug, "--dry-run", stdout=told)
    assert "Flow New Order with 4 steps" in told.getvalue() and not Integration.objects.of(cast.acme).exists()
    told = StringIO()
    call_command("import_integration", str(file), "--tenant", cast.acme.slug, "--json", stdout=told)
    assert json.loads(told.getvalue())[0]["key"] == Integration.objects.of(cast.acme).get().key == "tallow-orders"


def test_the_command_says_what_is_wrong_with_a_file(cast, tmp_path):
    file = tmp_path / "odd.yml"
    file.write_text("definitionVersion: 7\nname: X\nflows:\n  - steps: {}\n")
    with pytest.raises(CommandError, match=r"flows\[0\]"):
        call_command("import_integration", str(file), "--tenant", cast.acme.slug)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("definitionVersion: 7\nflows: []\n", "the file"),
        ("definitionVersion: 7\nname: X\nflows: {}\n", "flows"),
        ("definitionVersion: 7\nname: X\nflows: [{name: A, steps: [{name: B, action: {key: C}}]}]\n", "flows[0].steps[0].action"),
        ("name: X\ntrigger: {name: T}\nsteps: [{action: {}}]\n", "steps[0]"),
    ],
    ids=["no-name", "flows-no-list", "no-component", "old-dialect"],
)
def test_a_file_of_another_shape_is_refused_with_the_place(builder, text, where):
    answer = builder.post("integrations/import", {"yaml": text})
    assert (answer.status_code, answer.json()["code"]) == (400, "import_malformed")
    assert where in answer.json()["detail"], answer.json()


@pytest.mark.parametrize(
    "text",
    [
        "name: &a [x]\nflows: [*a, *a]\n",
        "definitionVersion: 7\nname: X\nflows: " + "[" * 500,
        "definitionVersion: 7\nname: X\nlabels: [" + "1," * 100_001 + "1]",
    ],
    ids=["aliases", "deep", "many"],
)
def test_tricks_of_yaml_are_refused(builder, text):
    assert builder.post("integrations/import/preview", {"yaml": text}).json()["code"] == "import_malformed"
