"""What is installed in the version of before: the flows of `tests.killing`, and those that wait, keep an order, sign and deliver.

What that version cannot do yet is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.killing import work
from tests.product import Product, call
from tests.server.desk import Deployed, deploy, flow

DOOR, OUTWARD = "door-secret-1234", "outward-token-5678"
SHARES = {**work.SHARES, "naps": 10, "later": 5}  # of a hundred and some requests
WITHOUT_EFFECT = (*work.WITHOUT_EFFECT, "signed", "sends", "tick")
EVENT = "upgraded.sent"
SIGNED = {"header": "X-Signature", "algorithm": "sha256", "encoding": "hex", "prefix": "sha256=", "signed": "body"}
NAP = {"id": "sleep_1", "component": "sleep", "inputs": {"amount": {"value": 8}, "unit": {"value": "seconds"}}}
TICK = {
    "key": "tick",
    "name": "Tick",
    "steps": [
        {"id": "schedule_1", "component": "schedule", "inputs": {"every": {"value": 6}, "unit": {"value": "hours"}}},
        {"id": "told_1", "component": "map", "inputs": {"fields": {"object": {"at": {"value": 1}}}}},
    ],
    "links": [{"from": "schedule_1", "to": "told_1"}],
}


@dataclass
class Installed:
    product: Product
    main: Deployed
    paused: Deployed
    can: frozenset[str]  # components of the version of before
    held: list[str] = field(default_factory=list)  # executions that came while it was paused
    signing: str = ""  # key of the destination

    @property
    def delivers(self) -> bool:
        return "deliver" in self.can

    @property
    def shares(self) -> dict[str, int]:
        return SHARES | ({"sends": 10} if self.delivers else {})

    def urls(self) -> dict[str, str]:
        return self.main.urls() | {f"paused {kind}": url for kind, url in self.paused.urls().items()}


def install(product: Product, sink: str, outside: str) -> Installed:
    """`sink` and `outside` are hosts and ports of services; the second one looks at secrets and signatures."""
    can = frozenset(one["key"] for one in _components(product))
    secret = {"scheme": "hmac", "settings": SIGNED, "secret": {"value": DOOR}}
    product.api("POST", "credentials", {"name": "Door", "key": "door", **secret})
    product.api("POST", "credentials", {"name": "Out", "key": "out", "scheme": "bearer", "secret": {"token": OUTWARD}})
    again = {"onError": "retry", "retry": {"maxAttempts": 5, "delaySeconds": 6, "exponential": False}}
    ask = work.telling(outside, "bearer")
    ask["inputs"]["credential"] = {"credential": "out"}
    flows = [
        *work.flows_to(sink),
        flow("naps", work.PREPARE, NAP, work.telling(sink, "naps"), work.ANSWER),
        flow("later", work.PREPARE, work.telling(sink, "patient", **again), work.ANSWER),
        flow("line", work.PREPARE, work.telling(sink, "line"), work.ANSWER, policy=_in_line()),
        flow("signed", work.PREPARE, ask, work.ANSWER, webhook={"credential": {"credential": "door"}}),
        TICK,
    ]
    signing = ""
    if "deliver" in can:
        flows.append(flow("sends", work.PREPARE, _deliver(), work.ANSWER))
        made = {"name": "Outside", "url": f"http://{outside}/delivered", "ordered": False, "timeoutSeconds": 5}
        signing = product.api("POST", "destinations", made)["secret"]
    main = deploy(product, "Upgraded", {"endpoint": {"type": "flow"}, "flows": flows})
    held = flow("held", work.PREPARE, work.telling(sink, "held"), work.ANSWER)
    paused = deploy(product, "Paused", {"endpoint": {"type": "flow"}, "flows": [held]})
    product.api("POST", f"instances/{paused.instance_id}/pause")
    installed = Installed(product, main, paused, can, signing=signing)
    for number in range(5):
        answer = call(paused.urls()["held"], "POST", body={"n": -number})
        assert answer.status == 202, answer.body
        installed.held.append(answer.headers["x-hookyard-execution"])
    return installed


def _components(product: Product) -> list[dict[str, Any]]:
    told = product.api("GET", "components")
    return told if isinstance(told, list) else told.get("components") or told["results"]


def _in_line() -> dict[str, Any]:
    return {"ordering": {"key": {"reference": "trigger.results.body.data.key"}}}


def _deliver() -> dict[str, Any]:
    data = {"object": {"n": {"reference": "code_1.results.n"}}}
    return {"id": "deliver_1", "component": "deliver", "inputs": {"type": {"value": EVENT}, "data": data}}
