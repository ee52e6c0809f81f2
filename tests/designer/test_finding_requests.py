"""Requests are found by when they came, where, and what they say; and treated as many, by the filters of the list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from ulid import ULID

from designer.traffic import finding_requests, inbox
from runtime.bulk.models import BulkAction
from runtime.journal.models import Request
from runtime.routing.models import Endpoint
from tests.designer.stock import make_execution, make_instance, make_integration, make_request

pytestmark = pytest.mark.django_db(transaction=True)


def at(hour: int) -> dict:
    moment = datetime(2026, 3, 1, hour, 0, tzinfo=UTC)
    return {"id": str(ULID.from_datetime(moment)), "received_at": moment}


def found(desk, query: str) -> list[str]:
    return [row["id"] for row in desk.get(f"requests?{query}").json()["results"]]


def unknown(name: str, code: str = "customer_not_found") -> dict:
    stages = [
        {"stage": "pick", "ok": True, "data": {"flowName": "Orders", "externalCustomerId": name}},
        {"stage": "match", "ok": False, "data": {"externalCustomerId": name, "nearest": []}},
    ]
    return {"status": "unrouted", "code": code, "trace": stages}


def test_a_stretch_of_time_finds_what_came_in_it(cast, viewer):
    early, late = make_request(cast.acme, **at(9)), make_request(cast.acme, **at(11))
    assert found(viewer, "since=2026-03-01T10:00:00Z") == [late.pk]
    assert found(viewer, "until=2026-03-01T10:00:00Z") == [early.pk]
    assert found(viewer, "since=2026-03-01T08:00:00Z&until=2026-03-01T12:00:00Z") == [late.pk, early.pk]
    assert viewer.get("requests?since=yesterday").json()["code"] == "input_invalid"


def test_a_text_is_found_in_body_headers_path_and_query(cast, viewer):
    body = make_request(cast.acme, body='{"order": "A-77 ü"}'.encode())
    header = make_request(cast.acme, headers=[["X-Shop", "Northwind 100%"]])
    query = make_request(cast.acme, query="shop=Bleecker")
    make_request(cast.acme, body=b"\xff\xfe\x00", headers=[])
    make_request(cast.rivals, body=b"A-77")
    assert found(viewer, "search=A-77 %C3%BC") == [body.pk]
    assert found(viewer, "search=northwind 100%25") == [header.pk]
    assert found(viewer, "search=bleecker") == [query.pk]
    assert found(viewer, "search=%25") == [header.pk], "no wildcard"
    assert viewer.get(f"requests?search={'x' * 201}").json()["code"] == "input_invalid"


def test_a_request_is_found_by_its_id_and_by_that_of_its_execution(cast, viewer):
    request = make_request(cast.acme)
    ran = make_execution(cast.acme, request_id=request.pk)
    make_request(cast.acme)
    theirs = make_request(cast.rivals)
    assert found(viewer, f"search={request.pk.lower()}") == found(viewer, f"search={ran.pk}") == [request.pk]
    assert found(viewer, f"search={theirs.pk}") == []


def test_a_search_looks_back_so_far_and_says_how_far(cast, viewer, monkeypatch):
    monkeypatch.setattr(finding_requests, "SEARCHED", 2)
    rows = [make_request(cast.acme, body=b"needle", **at(hour)) for hour in (9, 10, 11)]
    answer = viewer.get("requests?search=needle").json()
    assert [row["id"] for row in answer["results"]] == [rows[2].pk, rows[1].pk]
    assert answer["lookedBackTo"] == "2026-03-01T10:00:00Z"
    assert viewer.get("requests?search=needle&since=2026-03-01T10:00:00Z").json()["lookedBackTo"] is None
    assert viewer.get("requests").json()["lookedBackTo"] is None


def test_the_requests_of_one_url_are_found_by_the_url_or_its_id(cast, viewer):
    instance = make_instance(cast.acme)
    endpoint = Endpoint.of(cast.acme).get(instance=instance)
    ids = {"integration_id": instance.integration_id, "customer_id": instance.customer_id}
    mine = make_request(cast.acme, **ids, endpoint_id=endpoint.pk)
    make_request(cast.acme, **ids)
    assert found(viewer, f"endpoint={endpoint.pk}") == [mine.pk]
    assert found(viewer, f"search=https://hooks.example{endpoint.path}/more?x=1") == [mine.pk]
    for wrong in ("endpoint=01NOTHING", "search=https://hooks.example/hooks/x/shared/nothing"):
        assert viewer.get(f"requests?{wrong}").json()["code"] == "input_invalid"


def test_the_others_are_those_of_the_inbox_that_named_the_same(cast, viewer, monkeypatch):
    shop = {"integration_id": make_integration(cast.acme).pk}
    first, *same = [make_request(cast.acme, **shop, **unknown("T9")) for _ in range(3)]
    make_request(cast.acme, **shop, **unknown("T8"))
    make_request(cast.acme, **shop, **unknown("T9", "instance_not_found"))
    make_request(cast.acme, **unknown("T9"))
    make_request(cast.acme, **shop, **unknown("T9"), resolved_at=datetime.now(UTC))
    newest_first = [row.pk for row in reversed(same)]
    assert viewer.get(f"requests/{first.pk}/others").json() == {"named": "T9", "ids": newest_first, "more": False}
    monkeypatch.setattr(inbox, "MOST_OTHERS", 1)
    assert viewer.get(f"requests/{first.pk}/others").json() == {"named": "T9", "ids": newest_first[:1], "more": True}
    flows = [make_request(cast.acme, **shop, **unknown(name, "flow_not_found")) for name in ("T9", "T8")]
    assert viewer.get(f"requests/{flows[0].pk}/others").json()["ids"] == [flows[1].pk], "they named the same flow"
    assert viewer.get(f"requests/{make_request(cast.acme).pk}/others").json() == {"named": "", "ids": [], "more": False}
    listed = {one["id"]: one["named"] for one in viewer.get("requests?status=unrouted").json()["results"]}
    flow = viewer.get(f"requests/{flows[0].pk}/others").json()["named"]
    assert (listed[first.pk], listed[flows[0].pk], len(listed)) == ("T9", flow, 9)
    assert flow and viewer.get("requests").json()["results"][0]["named"] is None, "it was accepted"


def test_many_are_counted_and_begun_by_the_filters_of_the_list(cast, operator, viewer):
    shop = {"integration_id": make_integration(cast.acme).pk}
    for _ in range(3):
        make_request(cast.acme, **shop, **unknown("T9"))
    make_request(cast.acme, **shop)
    make_request(cast.acme, **unknown("T9"))
    wish = {"action": "replay", "filters": {"integration": shop["integration_id"]}}
    assert operator.post("bulk/preview", wish).json() == {"count": 3, "more": False}
    accepted = {**wish, "filters": {**wish["filters"], "status": "accepted"}}
    assert operator.post("bulk/preview", accepted).json()["count"] == 1
    assert operator.post("bulk/preview", {**wish, "action": "dismiss"}).json()["count"] == 3
    assert viewer.post("bulk", wish).status_code == 403
    begun = operator.post("bulk", wish).json()
    assert (begun["action"], begun["expected"], begun["words"]) == ("replay", 3, wish["filters"])
    assert [row["id"] for row in operator.get("bulk?about=requests").json()["results"]] == [begun["id"]]
    assert operator.get("bulk?about=executions").json()["results"] == []
    assert BulkAction.of(cast.acme).get().choice["status"] == ["unrouted"]
    assert Request.of(cast.acme).filter(resolved_at=None).count() == 5, "nothing is done yet"


def test_a_filter_of_executions_is_none_of_requests(cast, operator):
    answer = operator.post("bulk/preview", {"action": "replay", "filters": {"version": "1"}})
    assert (answer.status_code, answer.json()["code"]) == (400, "input_invalid")
    answer = operator.post("bulk", {"action": "dismiss", "filters": {"code": "customer_not_found"}})
    assert (answer.json()["code"], "requests" in answer.json()["detail"]) == ("nothing_chosen", True)
