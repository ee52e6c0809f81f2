"""Each shipped connector against a fake of its service: requests as the service wants them, hooks from first to last, deliveries
as the service signs them.
"""

from __future__ import annotations

from typing import Any

import pytest

from runtime.connectors.package import ElementKind
from runtime.engine.errors import HookyardError
from tests.services.contracts import KEYS, URI, Contract

each = pytest.mark.parametrize("key", KEYS)
WRONG = "wrong-credential-0123456789abcdef"


def holds(found: Any, expected: Any) -> bool:
    """All that is expected is there; more may be."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(name in found and holds(found[name], value) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(holds, found, expected))
    return bool(found == expected)


async def refused(running: Any) -> HookyardError:
    with pytest.raises(HookyardError) as caught:
        await running
    return caught.value


def same(found: Any, expected: Any, where: str) -> None:
    assert holds(found, expected), f"{where}: {found!r} instead of {expected!r}"


@each
def test_a_connection_is_tried(key: str, table: Any) -> None:
    contract: Contract = table[0](key)

    async def play() -> None:
        for one in [contract, *contract.variants("tried")]:
            await tried(one)

    if any("test" in auth.methods for auth in contract.package.auths):
        table[1](play())


async def tried(contract: Contract) -> None:
    auth = next(auth for auth in contract.package.auths if "test" in auth.methods)
    right = contract.told["connection"]
    contract.begin()
    assert await contract.run_of(auth, "test", right) is True
    public = contract.told.get("public") or [name for name in right if right[name] not in str(contract.told["expects"])]
    if contract.told["expects"]:
        wrong = {name: value if name in public else WRONG for name, value in right.items()}
        try:
            assert await contract.run_of(auth, "test", wrong) is False
        except HookyardError as problem:
            assert problem.details.get("status") == 401, problem


@each
def test_operations_ask_what_the_service_understands(key: str, table: Any) -> None:
    contract: Contract = table[0](key)
    cases = contract.told.get("operations", ())
    assert {case["run"] for case in cases} == {one.key for one in contract.package.operations}

    async def play() -> None:
        for case in cases:
            service = contract.begin()
            running = contract.run(ElementKind.OPERATION, case["run"], "run", input=case.get("input", {}))
            if message := case.get("fails"):
                assert message in (await refused(running)).message
            else:
                same(await running, case["gives"], case["run"])
            if "sends" in case:
                asked = service.told[-1]
                same(f"{asked['method']} {asked['path']}", case["sends"], case["run"])
                same(asked["query"], case.get("query", {}), case["run"])
                assert "body" not in case or asked["body"] == case["body"], f"{case['run']} sent {asked['body']}"
                same(asked["headers"], case.get("headers", {}), case["run"])

    table[1](play())


@each
def test_hooks_are_registered_listed_and_removed(key: str, table: Any) -> None:
    contract: Contract = table[0](key)
    cases = contract.told.get("events", ())
    kinds = {event.key for event in contract.package.events if event.implementation_type == "webhook"}
    assert {case["event"] for case in cases} == kinds

    async def play() -> None:
        for one in [contract, *contract.variants("events")]:
            for case in one.told.get("events", ()):
                await (declined if "declined" in case else one_life)(one, case)

    table[1](play())


async def one_life(contract: Contract, case: dict[str, Any]) -> None:
    """Of a hook: registered, listed, called, called by strangers, renewed, removed, and gone."""
    service = contract.begin()
    for shelf, items in contract.told.get("stock", {}).items():
        service.kept[shelf] = {id: dict(item) for id, item in items.items()}
    event, given = case["event"], {"parameters": case.get("parameters", {}), "webhookUri": URI}

    async def run(name: str, /, **more: Any) -> Any:
        return await contract.run(ElementKind.EVENT, event, name, **{**given, **more})

    subscribed = await run("subscribe")
    state = subscribed["state"]
    assert bool(subscribed.get("nextRefreshTimestamp")) is bool(case.get("expires"))
    shelf = service.kept["hooks"]
    id, item = next((id, one) for id, one in shelf.items() if URI in str(one))
    item = {"id": id, **item}
    same(item, case.get("kept", {}), event)
    listed = [one for one in await run("list") if one["webhookUri"] == URI]
    assert [one["externalId"] for one in listed] == [subscribed["externalId"]]

    delivery = contract.delivery(case, item)
    handled = await run("handle", state=state, **delivery)
    same(handled["events"], [] if case.get("none") else [case["gives"]], event)
    same(handled.get("response"), contract.told.get("response"), event)
    # One that was found in the service's list must be able to check who calls as well.
    if not case.get("none"):
        found = await run("handle", state=listed[0]["state"], **delivery)
        same(found["events"], [case.get("adopted", case["gives"])], f"{event}, found")
        # A service may call before its answer to the registration has arrived.
        early = await run("handle", state=None, **delivery)
        same(early["events"], [case.get("adopted", case["gives"])], f"{event}, early")
    for stranger in strangers(delivery):
        problem = await refused(run("handle", state=state, **stranger))
        assert problem.details.get("status") == 401, problem

    if contract.package.find(ElementKind.EVENT, event).methods.get("refresh"):  # type: ignore[union-attr]
        renewed = await run("refresh", state=state)
        assert renewed["state"] == state and bool(renewed.get("nextRefreshTimestamp")) is bool(case.get("expires"))
    await run("unsubscribe", state=state)
    try:
        await run("unsubscribe", state=state)  # whoever lost the answer asks again
    except HookyardError as problem:
        assert problem.details.get("status") == 404, problem
    assert [one for one in await run("list") if one["webhookUri"] == URI] == []
    for shelf_name, items in contract.told.get("stock", {}).items():
        same(service.kept[shelf_name], items, f"{event}, in the end")


async def declined(contract: Contract, case: dict[str, Any]) -> None:
    contract.begin()
    given = {"parameters": case["parameters"], "webhookUri": URI}
    problem = await refused(contract.run(ElementKind.EVENT, case["event"], "subscribe", **given))
    assert case["declined"] in problem.message


def strangers(delivery: dict[str, Any]) -> list[dict[str, Any]]:
    """The same without proof, and with another body."""
    ours = ("content-type", "x-github-event", "x-github-delivery")
    bare = {name: value for name, value in delivery["headers"].items() if name in ours}
    other = delivery["rawBody"].replace("a", "b", 1)
    changed = {**delivery, "rawBody": other}
    if delivery["headers"]["content-type"].endswith("urlencoded"):
        changed["data"] = {**delivery["data"], "Body": "Send money."}
    return [{**delivery, "headers": bare}] + ([] if "authorization" in delivery["headers"] else [changed])


@each
def test_events_of_global_webhooks_find_their_customer(key: str, table: Any) -> None:
    contract: Contract = table[0](key)
    selectors, webhooks = contract.told.get("selectors", ()), contract.told.get("webhooks", ())
    kinds = {event.key for event in contract.package.events if event.implementation_type == "global-webhook"}
    assert {case["event"] for case in selectors} == kinds
    assert {case["webhook"] for case in webhooks} == {one.key for one in contract.package.global_webhooks}

    async def play() -> None:
        contract.begin()
        for case in selectors:
            given = {"parameters": case.get("parameters", {})}
            asked = contract.run(ElementKind.EVENT, case["event"], "get-event-selector", **given)
            if "fails" in case:
                assert case["fails"] in (await refused(asked)).message
            else:
                assert await asked == case["gives"]
        for case in webhooks:
            await one_delivery(contract, case)

    table[1](play())


async def one_delivery(contract: Contract, case: dict[str, Any]) -> None:
    parameters = {**contract.told.get("parameters", {}), **case.get("parameters", {})}
    delivery = contract.delivery({"secret": parameters.get("webhookSecret"), **case}, {})

    async def handle(**given: Any) -> Any:
        return await contract.run(ElementKind.GLOBAL_WEBHOOK, case["webhook"], "handle", **{"parameters": parameters, **given})

    handled = await handle(**delivery)
    same(handled["events"], case["events"], case["payload"])
    assert case.get("response") in (None, handled.get("response"))
    if contract.told.get("sender"):
        for stranger in strangers(delivery):
            assert (await refused(handle(**stranger))).details.get("status") == 401
        assert (await refused(handle(**delivery, parameters={}))).details.get("status") == 401


@each
def test_what_is_polled_comes_once(key: str, table: Any) -> None:
    contract: Contract = table[0](key)
    cases = contract.told.get("polls", ())
    assert {case["event"] for case in cases} == {
        one.key for one in contract.package.events if one.implementation_type == "polling"
    }

    async def play() -> None:
        for case in cases:
            contract.begin()
            given = {"parameters": case["parameters"]}

            async def poll(state: Any, event: str = case["event"], given: dict[str, Any] = given) -> Any:
                return await contract.run(ElementKind.EVENT, event, "poll", state=state, **given)

            first = await poll(None)
            assert first["events"] == []
            assert (await poll(first["state"]))["events"] == []
            path = f"api.example.com/v1{case['parameters']['path']}"
            contract.begin().routes.insert(0, {"method": "GET", "path": path, "answer": {"data": case["later"]}})
            later = await poll(first["state"])
            assert later["events"] == case["gives"]
            assert (await poll(later["state"]))["events"] == []

    table[1](play())
