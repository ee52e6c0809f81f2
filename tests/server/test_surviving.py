"""What was answered 2xx is on disk and ends in a recorded outcome, whatever is killed in between."""

from __future__ import annotations

import threading
from http.client import HTTPException

import pytest

from tests.product import Answer, Product, call, eventually, running_product
from tests.server.desk import code, deploy, flow

pytestmark = pytest.mark.server

KILLS = 4
SENDERS = 8
COUNT = {
    "id": "count_1",
    "component": "storage.add",
    "inputs": {
        "scope": {"value": "instance"},
        "key": {"template": "seen-{{trigger.results.body.data.n}}"},
        "amount": {"value": 1},
    },
}
WORK = code("code_1", "module.exports = async (context, stepResults) => ({ data: stepResults.trigger.results.body.data.n });")


class Sender(threading.Thread):
    """Posts until told to stop, and writes down what was answered 200."""

    def __init__(self, url: str, first: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.url, self.number, self.over = url, first, over
        self.accepted: dict[str, int] = {}

    def run(self) -> None:
        while not self.over.is_set():
            self.number += SENDERS
            try:
                answer: Answer = call(self.url, "POST", body={"n": self.number})
            except (OSError, HTTPException):
                continue  # the server is dead just now; nothing was promised
            if answer.status == 200:
                self.accepted[answer.json["executionId"]] = self.number


def test_killed_again_and_again_it_loses_nothing_it_accepted() -> None:
    with running_product() as product:
        deployed = deploy(product, "Survivor", {"endpoint": {"type": "flow"}, "flows": [flow("work", COUNT, WORK)]})
        url, over = deployed.urls()["work"], threading.Event()
        senders = [Sender(url, number, over) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        for kill in range(KILLS):
            wanted = 100 * (kill + 1)
            eventually(lambda wanted=wanted: sum(len(sender.accepted) for sender in senders) >= wanted)
            product.kill()
            product.start()
        over.set()
        for sender in senders:
            sender.join()
        accepted = {execution: number for sender in senders for execution, number in sender.accepted.items()}
        eventually(lambda: not unfinished(product), within=60)
        outcomes = dict(product.sql("SELECT id, status FROM runtime_execution"))
        results = dict(product.sql("SELECT id, result FROM runtime_execution"))
    assert len(accepted) >= 100 * KILLS
    assert {outcomes.get(execution) for execution in accepted} == {"succeeded"}
    assert all(results[execution] == str(number) for execution, number in accepted.items())


def unfinished(product: Product) -> int:
    return product.sql("SELECT count(*) FROM runtime_execution WHERE status NOT IN ('succeeded', 'failed')")[0][0]


def test_a_clean_stop_ends_within_seconds_and_work_goes_on_at_the_next_start() -> None:
    with running_product() as product:
        deployed = deploy(product, "Restarted", {"endpoint": {"type": "flow"}, "flows": [flow("work", WORK)]})
        url = deployed.urls()["work"]
        answers = [call(url, "POST", body={"n": number}) for number in range(50)]
        product.stop()
        product.start()
        ended = [product.execution(answer.json["executionId"]) for answer in answers]
        assert [execution["result"] for execution in ended] == list(range(50))
        assert "Traceback" not in product.log
