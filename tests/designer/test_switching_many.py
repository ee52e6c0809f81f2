"""Many instances are paused and resumed by filter, a part at a time, each for itself."""

from __future__ import annotations

import pytest

from designer.audit.models import AuditEntry
from designer.customers import switching_api
from runtime import wiring
from runtime.instances.models import Instance
from runtime.instances.preparing import prepare
from runtime.instances.services import deploy
from tests.designer.stock import make_customer, make_integration, make_version


@pytest.fixture(scope="module", autouse=True)
def runtime_process(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        wiring.shut_down()


@pytest.fixture
def shop(cast):
    integration = make_integration(cast.acme, configVariables=[{"key": "region", "name": "Region", "required": True}])
    make_version(integration)
    for number in range(5):
        customer = make_customer(cast.acme, f"{'north' if number < 3 else 'south'}-{number}")
        deploy(integration, customer, config={"region": "eu"})
    return integration


def enabled(cast) -> list[str]:
    return sorted(Instance.of(cast.acme.pk).filter(enabled=True).values_list("customer__external_id", flat=True))


def test_only_those_of_the_filter_are_paused_and_each_is_in_the_audit_log(cast, operator, shop):
    answer = operator.post("instances/switch", {"enabled": False, "choice": {"search": "north"}})
    assert answer.json() == {"left": 0, "did": 3, "refused": [], "next": None}
    assert enabled(cast) == ["south-3", "south-4"]
    assert AuditEntry.of(cast.acme.pk).filter(deed="instance.paused").count() == 3
    again = operator.post("instances/switch", {"enabled": False, "choice": {"search": "north"}}).json()
    assert (again["did"], again["next"]) == (0, None)


def test_it_goes_on_part_by_part_until_all_are_done(cast, operator, shop, monkeypatch):
    monkeypatch.setattr(switching_api, "AT_ONCE", 2)
    wish, told = {"enabled": False, "choice": {}, "integration": shop.pk}, []
    while not told or told[-1]["next"]:
        after = {"after": told[-1]["next"]} if told else {}
        told.append(operator.post("instances/switch", {**wish, **after}).json())
    assert [(part["did"], part["left"]) for part in told] == [(2, 3), (2, 1), (1, 0)]
    assert enabled(cast) == []


def test_one_that_cannot_start_is_named_and_keeps_no_other_from_it(cast, operator, shop):
    operator.post("instances/switch", {"enabled": False, "choice": {"everyone": True}})
    half_way = prepare(shop, make_customer(cast.acme, "north-9", name="Half Way"))
    told = operator.post("instances/switch", {"enabled": True, "choice": {"search": "north"}}).json()
    assert (told["did"], [(one["instance"], one["customer"], one["code"]) for one in told["refused"]]) == (
        3,
        [(half_way.pk, "Half Way", "config_invalid")],
    )
    assert enabled(cast) == ["north-0", "north-1", "north-2"]


def test_all_of_them_must_be_asked_for_in_words(operator, shop):
    answer = operator.post("instances/switch", {"enabled": False, "choice": {}})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "choice")


def test_how_many_it_would_be_is_told_before_and_nothing_is_switched(cast, operator, rival, shop):
    operator.post("instances/switch", {"enabled": False, "choice": {"search": "south"}})

    def told(desk=operator, **choice):
        return desk.post("instances/switch/forecast", {"choice": choice}).json()

    assert told(everyone=True) == {"running": 3, "paused": 2}
    assert told(search="north") == {"running": 3, "paused": 0}
    assert told(enabled=False) == {"running": 0, "paused": 2}
    assert told(rival, everyone=True) == {"running": 0, "paused": 0}
    of_shop = operator.post("instances/switch/forecast", {"choice": {}, "integration": shop.pk})
    assert of_shop.json() == {"running": 3, "paused": 2}
    assert rival.post("instances/switch/forecast", {"choice": {}, "integration": shop.pk}).status_code == 404
    assert operator.post("instances/switch/forecast", {"choice": {}}).json()["errors"][0]["field"] == "choice"
    assert len(enabled(cast)) == 3


def test_resuming_those_that_are_paused_takes_no_other(cast, operator, shop):
    operator.post("instances/switch", {"enabled": False, "choice": {"search": "south"}})
    told = operator.post("instances/switch", {"enabled": False, "choice": {"enabled": False}}).json()
    assert (told["did"], len(enabled(cast))) == (0, 3), "they are paused already"
