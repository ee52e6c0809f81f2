"""What flows keep between runs, seen and mended by people: of one instance and its flows, or of all customers."""

from __future__ import annotations

import pytest

from designer.audit.models import AuditEntry
from runtime.storage import services as storage
from runtime.storage.models import StoredValue
from tests.designer.stock import make_instance, make_value


@pytest.fixture
def instance(cast):
    found = make_instance(cast.acme)
    make_value(cast.acme, "instance", found.pk, "hook", {"id": "w-1"})
    make_value(cast.acme, "flow", f"{found.pk}:orders", "seen", 7)
    make_value(cast.acme, "instance", "another", "hook", "not ours")
    make_value(cast.acme, "integration", found.integration_id, "total", 9)
    return found


def test_an_instance_shows_its_own_values_and_those_of_its_flows(instance, viewer):
    shown = viewer.get(f"instances/{instance.pk}/values").json()["results"]
    assert {(row["key"], row["scope"], row["flowKey"]) for row in shown} == {
        ("hook", "instance", None),
        ("seen", "flow", "orders"),
    }
    assert [row["key"] for row in viewer.get(f"instances/{instance.pk}/values?search=SEE").json()["results"]] == ["seen"]
    shared = viewer.get(f"integrations/{instance.integration_id}/values").json()["results"]
    assert [(row["key"], row["value"]) for row in shared] == [("total", 9)]


def test_a_flow_reads_what_a_person_wrote(instance, cast, operator):
    made = operator.post(f"instances/{instance.pk}/values", {"key": "hook", "value": "w-2"})
    assert made.status_code == 201
    assert storage.get_value(cast.acme.pk, "instance", instance.pk, "hook") == "w-2"
    operator.post(f"instances/{instance.pk}/values", {"key": "seen", "value": 8, "flowKey": "orders"})
    assert storage.get_value(cast.acme.pk, "flow", f"{instance.pk}:orders", "seen") == 8
    changed = operator.patch(f"instances/{instance.pk}/values/{made.json()['id']}", {"value": None})
    assert changed.json()["value"] is None
    deeds = AuditEntry.objects.of(cast.acme).filter(deed="stored.changed").values_list("facts", flat=True)
    assert all("value" not in facts for facts in deeds) and len(deeds) == 3


def test_a_value_is_forgotten_and_only_through_its_own_instance(instance, cast, operator):
    row = StoredValue.objects.of(cast.acme).get(owner=instance.pk)
    other = StoredValue.objects.of(cast.acme).get(owner="another")
    assert operator.delete(f"instances/{instance.pk}/values/{other.pk}").status_code == 404
    assert operator.delete(f"instances/{instance.pk}/values/{row.pk}").status_code == 204
    assert storage.get_value(cast.acme.pk, "instance", instance.pk, "hook") is None


@pytest.mark.parametrize(
    ("body", "field"),
    [({"key": "", "value": 1}, "key"), ({"key": "k", "value": "x" * 300_000}, "value"), ({"key": "k"}, "value")],
    ids=["no key", "too large", "no value"],
)
def test_what_no_flow_could_store_no_person_can(body, field, instance, operator):
    answer = operator.post(f"instances/{instance.pk}/values", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_what_all_customers_share_is_the_builders_to_change(instance, operator, builder):
    path = f"integrations/{instance.integration_id}/values"
    assert operator.post(path, {"key": "total", "value": 10}).status_code == 403
    assert builder.post(path, {"key": "total", "value": 10}).json()["value"] == 10
