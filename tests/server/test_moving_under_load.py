"""While requests keep coming, instances are paused, resumed, moved and moved back: nothing is lost and no URL changes."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.product import Product, call, eventually
from tests.server.desk import flow, publish

SENDERS = 3
BETWEEN = 40  # requests answered between two changes


@dataclass
class Sent:
    """A request that was answered: when, how, and which execution it became."""

    began: float
    ended: float
    status: int
    execution: str


@dataclass
class Load:
    """Senders that never pause, each with one URL after the other."""

    urls: list[str]
    answers: list[Sent] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def send(self, sender: int) -> None:
        for number, url in enumerate(itertools.cycle(self.urls)):
            if self.over.is_set():
                return
            began = time.monotonic()
            answer = call(url, "POST", body={"sender": sender, "number": number})
            name = answer.headers.get("x-hookyard-execution", "")
            self.answers.append(Sent(began, time.monotonic(), answer.status, name))

    def goes_on(self) -> None:
        """Until a good number more were answered."""
        enough = len(self.answers) + BETWEEN
        eventually(lambda: len(self.answers) >= enough, within=60)


@dataclass
class Versions:
    """Which version was right when, as far as who changes it can tell: (from, until, number)."""

    spans: list[list[Any]]

    def right(self, sent: Sent) -> set[int]:
        return {number for since, until, number in self.spans if sent.began <= until and since <= sent.ended}

    def change(self, number: int, act: Any) -> None:
        began = time.monotonic()
        act()
        self.spans[-1][1] = time.monotonic()
        self.spans.append([began, float("inf"), number])


def test_pause_resume_upgrade_and_roll_back_under_load_lose_nothing_and_change_no_url(product: Product) -> None:
    integration, instances = deploy_two(product)
    urls = urls_of(product, instances)
    assert len(urls) == 4
    load, versions = Load(sorted(urls)), Versions([[0.0, float("inf"), 1]])
    everyone = {"version": 2, "choice": {"everyone": True}, "live": True}

    def roll_out() -> str:
        row = product.api("POST", f"integrations/{integration}/rollouts", everyone)
        return over(product, integration, row["id"])

    def switch(what: str) -> None:
        for instance in instances:
            product.api("POST", f"instances/{instance}/{what}")

    with ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(load.send, sender) for sender in range(SENDERS)]
        try:
            for _ in range(2):
                load.goes_on()
                switch("pause")
                load.goes_on()
                rollouts: list[str] = []
                versions.change(2, lambda rollouts=rollouts: rollouts.append(roll_out()))
                load.goes_on()
                switch("resume")
                load.goes_on()
                back = lambda row=rollouts: product.api("POST", f"integrations/{integration}/rollouts/{row[0]}/undo")  # noqa: E731
                versions.change(1, lambda back=back: over(product, integration, back()["id"]))
            load.goes_on()
        finally:
            load.over.set()
        for sender in senders:
            sender.result()

    assert {sent.status for sent in load.answers} <= {200, 202} and 202 in {sent.status for sent in load.answers}
    under_way = "SELECT count(*) FROM runtime_execution WHERE status IN ('queued', 'running', 'waiting', 'held')"
    eventually(lambda: product.sql(under_way)[0][0] == 0, within=60)
    ran = product.sql(
        "SELECT e.id, e.status, v.number, e.request_id FROM runtime_execution e JOIN runtime_version v ON v.id = e.version_id"
    )
    assert len(ran) == len({request for *_, request in ran}) == len(load.answers)
    assert {status for _, status, *_ in ran} == {"succeeded"}
    by_id = {id: number for id, _, number, _ in ran}
    assert by_id.keys() == {sent.execution for sent in load.answers}
    wrong = [(sent, by_id[sent.execution]) for sent in load.answers if by_id[sent.execution] not in versions.right(sent)]
    assert wrong == []
    assert set(by_id.values()) == {1, 2}
    assert urls_of(product, instances) == urls


def deploy_two(product: Product) -> tuple[str, list[str]]:
    """Two customers on version 1 of two flows each, and a version 2 that nobody has."""
    note = {"id": "log_1", "component": "log", "inputs": {"message": {"value": "came"}}}
    flows = [flow("orders", note), flow("returns", note)]
    integration = publish(product, "Moved", {"endpoint": {"type": "flow"}, "flows": flows})
    customers = [product.api("POST", "customers", {"externalId": f"moved-{n}", "name": f"Moved {n}"})["id"] for n in (1, 2)]
    body = [{"integration": integration, "customer": customer} for customer in customers]
    instances = [product.api("POST", "instances", each)["id"] for each in body]
    draft = product.api("GET", f"integrations/{integration}/draft")
    product.api("POST", f"integrations/{integration}/publish", {"revision": draft["revision"], "live": False})
    return integration, instances


def urls_of(product: Product, instances: list[str]) -> set[str]:
    shown = (product.api("GET", f"instances/{instance}")["endpoints"] for instance in instances)
    return {endpoint["url"] for endpoints in shown for endpoint in endpoints}


def over(product: Product, integration: str, rollout: str) -> str:
    done = lambda: product.api("GET", f"integrations/{integration}/rollouts/{rollout}")  # noqa: E731
    eventually(lambda: done()["status"] == "done")
    assert done()["refused"] == 0
    return rollout
