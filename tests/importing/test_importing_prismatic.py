"""What people bring from Prismatic: at the desk and on the command line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from designer.importing.models import Origin
from designer.integrations.drafts import draft_of
from runtime.instances.models import Integration

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).parents[2] / "fixtures" / "imports" / "prismatic"
ORDERS = (CORPUS / "first-orders.yml").read_text()


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


def test_a_file_of_ours_forgets_where_the_draft_came_from(builder, cast):
    made = builder.post("integrations/import", {"yaml": ORDERS}).json()["integration"]
    own = builder.get(f"integrations/{made['id']}/export").content.decode()
    builder.post("integrations/import", {"yaml": own, "integration": made["id"]})
    assert not Origin.objects.of(cast.acme).exists()


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
