"""Values of one test: they behave as stored ones do, and nothing reaches the table."""

from __future__ import annotations

import pytest

from runtime.engine.errors import StepProblem
from runtime.storage import services
from runtime.storage.models import StoredValue
from runtime.storage.scratch import Scratch
from runtime.storage.values import MAX_VALUE
from runtime.tenancy.models import Tenant

PLACE = ("instance", "01INSTANCE", "orders")


@pytest.fixture
def acme(db):
    return Tenant.objects.create(name="Acme Builders", slug="acme-scratch").pk


@pytest.fixture(params=["table", "scratch"])
def values(request):
    return services if request.param == "table" else Scratch()


def test_table_and_scratch_behave_alike(acme, values):
    assert values.get_value(acme, *PLACE) is None
    assert values.remove_value(acme, *PLACE) is False
    assert values.add_to_value(acme, *PLACE, 2) == 2
    assert values.add_to_value(acme, *PLACE, 0.5) == 2.5
    values.set_value(acme, *PLACE, {"a": [1]})
    assert values.get_value(acme, *PLACE) == {"a": [1]}
    assert values.get_value(acme, "flow", *PLACE[1:]) is None
    assert (values.remove_value(acme, *PLACE), values.get_value(acme, *PLACE)) == (True, None)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda values, acme: values.get_value(acme, "flow", "o", ""), "storage_key_invalid"),
        (lambda values, acme: values.set_value(acme, *PLACE, "x" * MAX_VALUE), "storage_value_too_large"),
        (lambda values, acme: values.set_value(acme, *PLACE, "\x00"), "storage_value_invalid"),
        (
            lambda values, acme: (values.set_value(acme, *PLACE, "text"), values.add_to_value(acme, *PLACE, 1)),
            "storage_not_a_number",
        ),
    ],
)
def test_both_refuse_the_same(call, code, acme, values):
    with pytest.raises(StepProblem) as refused:
        call(values, acme)
    assert refused.value.code == code


def test_over_the_table_it_reads_what_is_stored_and_changes_nothing(acme):
    services.set_value(acme, *PLACE, 5)
    scratch = Scratch(over=services)
    assert scratch.add_to_value(acme, *PLACE, 1) == 6
    assert (scratch.get_value(acme, *PLACE), services.get_value(acme, *PLACE)) == (6, 5)
    assert (scratch.remove_value(acme, *PLACE), scratch.get_value(acme, *PLACE)) == (True, None)
    assert StoredValue.of(acme).get().value == 5


def test_lists_grow_and_keys_are_listed_in_table_and_scratch_alike(acme, values):
    assert values.keys_of(acme, *PLACE[:2], 10) == []
    assert values.append_to_value(acme, *PLACE, {"id": 1}) == [{"id": 1}]
    assert values.append_to_value(acme, *PLACE, None) == [{"id": 1}, None]
    values.set_value(acme, *PLACE[:2], "another", "text")
    values.set_value(acme, "flow", "01OTHER", "elsewhere", 1)
    assert values.keys_of(acme, *PLACE[:2], 10) == ["another", "orders"]
    assert values.keys_of(acme, *PLACE[:2], 1) == ["another"]
    for place, item, code in (("another", 1, "storage_not_a_list"), ("orders", "x" * MAX_VALUE, "storage_value_too_large")):
        with pytest.raises(StepProblem) as refused:
            values.append_to_value(acme, *PLACE[:2], place, item)
        assert refused.value.code == code


def test_keys_taken_out_in_a_scratch_are_gone_from_what_it_reads_over(acme):
    services.set_value(acme, *PLACE, 1)
    scratch = Scratch(services)
    scratch.append_to_value(acme, *PLACE[:2], "new", 1)
    scratch.remove_value(acme, *PLACE)
    assert scratch.keys_of(acme, *PLACE[:2], 10) == ["new"]
