"""What flows keep between runs: scoped, bounded, and exact under concurrency."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from runtime.engine.errors import StepProblem
from runtime.storage.models import StoredValue
from runtime.storage.services import add_to_value, get_value, remove_value, set_value
from runtime.storage.values import MAX_VALUE
from runtime.tenancy.models import Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return Tenant.objects.create(name="Acme Builders", slug="acme-storage").pk


@pytest.fixture
def rival():
    return Tenant.objects.create(name="Rival Ltd", slug="rival-storage").pk


PLACE = ("instance", "01INSTANCE", "orders")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -1.5,
        2**63 - 1,
        "",
        "€ 😀",
        [],
        {"a": [None, {"b": "\\u0000"}]},
        1e20,
        1e308,
        5e-324,
        [2**64 - 1, -(2**63)],
        "x" * (MAX_VALUE - 2),
    ],
)
def test_a_value_comes_back_as_it_was_stored(acme, value):
    set_value(acme, *PLACE, value)
    found = get_value(acme, *PLACE)
    assert found == value and type(found) is type(value)


def test_nothing_stored_is_none_and_removing_says_whether_there_was_something(acme):
    assert get_value(acme, *PLACE) is None
    assert remove_value(acme, *PLACE) is False
    set_value(acme, *PLACE, 1)
    assert remove_value(acme, *PLACE) is True
    assert get_value(acme, *PLACE) is None


def test_setting_again_replaces_the_value_and_keeps_one_row(acme):
    set_value(acme, *PLACE, 1)
    before = StoredValue.of(acme).get()
    set_value(acme, *PLACE, 2)
    after = StoredValue.of(acme).get()
    assert (after.pk, after.value) == (before.pk, 2)
    assert after.updated_at > before.updated_at


@pytest.mark.parametrize(
    "other",
    [("flow", "01INSTANCE", "orders"), ("instance", "01OTHER", "orders"), ("instance", "01INSTANCE", "Orders")],
)
def test_another_scope_owner_or_key_is_another_value(acme, other):
    set_value(acme, *PLACE, "mine")
    assert get_value(acme, *other) is None
    set_value(acme, *other, "other")
    assert remove_value(acme, *other) is True
    assert get_value(acme, *PLACE) == "mine"


def test_tenants_never_meet_even_with_the_same_owner_and_key(acme, rival):
    set_value(acme, *PLACE, "of acme")
    assert get_value(rival, *PLACE) is None
    assert remove_value(rival, *PLACE) is False
    assert add_to_value(rival, *PLACE, 5) == 5
    assert get_value(acme, *PLACE) == "of acme"


def test_adding_starts_from_nothing_and_keeps_whole_numbers_whole(acme):
    assert add_to_value(acme, *PLACE, 2) == 2
    assert add_to_value(acme, *PLACE, -5) == -3
    assert isinstance(get_value(acme, *PLACE), int)
    assert add_to_value(acme, *PLACE, 0.5) == -2.5


def test_adding_for_one_owner_leaves_the_others_count(acme):
    set_value(acme, "instance", "01OTHER", "orders", 40)
    set_value(acme, "flow", "01INSTANCE", "orders", 30)
    assert add_to_value(acme, *PLACE, 1) == 1
    assert get_value(acme, "instance", "01OTHER", "orders") == 40
    assert get_value(acme, "flow", "01INSTANCE", "orders") == 30


def test_adding_to_a_stored_null_counts_from_nothing(acme):
    set_value(acme, *PLACE, None)
    assert add_to_value(acme, *PLACE, 1) == 1


@pytest.mark.parametrize("stored", ["7", True, [], {"a": 1}])
def test_adding_to_what_is_no_number_changes_nothing(acme, stored):
    set_value(acme, *PLACE, stored)
    with pytest.raises(StepProblem) as refused:
        add_to_value(acme, *PLACE, 1)
    assert refused.value.code == "storage_not_a_number"
    assert get_value(acme, *PLACE) == stored


@pytest.mark.parametrize(("stored", "amount"), [(2**63 - 1, 1), (1e308, 1e308), (1, math.nan), (1, math.inf)])
def test_a_sum_no_database_can_hold_changes_nothing(acme, stored, amount):
    set_value(acme, *PLACE, stored)
    with pytest.raises(StepProblem) as refused:
        add_to_value(acme, *PLACE, amount)
    assert refused.value.code == "storage_not_a_number"
    assert get_value(acme, *PLACE) == stored


@pytest.mark.parametrize("key", ["", "k" * 201, "a\x00b", "\ud800"])
@pytest.mark.parametrize(
    "call",
    [get_value, remove_value, lambda *place: set_value(*place, 1), lambda *place: add_to_value(*place, 1)],
    ids=["get", "remove", "set", "add"],
)
def test_a_key_that_cannot_be_stored_is_refused(acme, call, key):
    with pytest.raises(StepProblem) as refused:
        call(acme, "flow", "owner", key)
    assert refused.value.code == "storage_key_invalid"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("x" * (MAX_VALUE - 1), "storage_value_too_large"),
        (["é" * (MAX_VALUE // 2)], "storage_value_too_large"),
        ("a\x00b", "storage_value_invalid"),
        ({"a\x00": 1}, "storage_value_invalid"),
        ("\ud800", "storage_value_invalid"),
        (2**64, "storage_value_invalid"),
    ],
    ids=["too long", "too long in bytes", "NUL", "NUL in a name", "half a pair", "too large a number"],
)
def test_a_value_that_cannot_be_stored_everywhere_is_refused(acme, value, code):
    set_value(acme, *PLACE, "before")
    with pytest.raises(StepProblem) as refused:
        set_value(acme, *PLACE, value)
    assert refused.value.code == code
    assert get_value(acme, *PLACE) == "before"


@pytest.mark.django_db(transaction=True)
def test_counts_added_at_the_same_time_are_never_lost(acme):
    def count(_):
        try:
            return [add_to_value(acme, *PLACE, 1) for _ in range(25)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        totals = [total for seen in threads.map(count, range(4)) for total in seen]
    assert sorted(totals) == list(range(1, 101))
    assert get_value(acme, *PLACE) == 100


@pytest.mark.django_db(transaction=True)
def test_two_that_set_at_the_same_time_leave_one_row(acme):
    def put(number):
        try:
            set_value(acme, *PLACE, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(put, range(20)))
    assert StoredValue.of(acme).count() == 1
    assert get_value(acme, *PLACE) in range(20)
