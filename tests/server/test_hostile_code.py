"""Code that means harm ends its own step with a clear error, while the same process goes on answering everybody else."""

from __future__ import annotations

import threading

import pytest

from tests.product import Product, call
from tests.server.desk import Deployed, code, deploy, flow

pytestmark = pytest.mark.server

HOSTILE = {
    "endless-loop": ("while (true) {}", {"code_timeout"}),
    "endless-await": ("for (;;) await null;", {"code_timeout"}),
    "regular-expression": ("/^(a+)+$/.test('a'.repeat(50) + 'b');", {"code_timeout"}),
    "allocation": ("const held = []; for (;;) held.push(new Array(1e6).fill(1));", {"code_memory", "code_timeout"}),
    "one-big-array": ("return { data: (new Array(1e9) + '').length };", {"code_memory", "code_timeout", "code_threw"}),
    "buffers": ("const held = []; for (;;) held.push(new ArrayBuffer(1 << 24));", {"code_memory", "code_timeout", "code_threw"}),
    "recursion": ("const deeper = (n) => deeper(n + 1) + 1; return { data: deeper(0) };", {"code_threw"}),
    "huge-result": ("return { data: 'x'.repeat(30 * 1024 * 1024) };", {"code_output_too_large", "code_memory"}),
    "never-settles": ("await new Promise(() => {});", {"code_never_finished"}),
    "no-files": ("const fs = require('fs'); return { data: fs.readFileSync('/etc/passwd') };", {"code_threw"}),
    "no-network": ("return { data: await fetch('http://127.0.0.1/') };", {"code_threw"}),
    "no-process": ("return { data: process.env };", {"code_threw"}),
}


@pytest.fixture(scope="module")
def hostile(product: Product) -> Deployed:
    flows = [
        flow(key, code("code_1", f"module.exports = async () => {{ {source} }};"), response="sync")
        for key, (source, _) in HOSTILE.items()
    ]
    return deploy(product, "Hostile", {"endpoint": {"type": "flow"}, "flows": flows})


@pytest.fixture(scope="module")
def bystander(product: Product) -> str:
    quick = code("code_1", "module.exports = async (context, stepResults) => ({ data: stepResults.trigger.results.body.data });")
    return deploy(product, "Bystander", {"endpoint": {"type": "flow"}, "flows": [flow("quick", quick, response="sync")]}).urls()[
        "quick"
    ]


@pytest.mark.parametrize("key", HOSTILE)
def test_it_ends_its_step_with_a_clear_error_while_others_are_answered(hostile: Deployed, bystander: str, key: str) -> None:
    product, url = hostile.product, hostile.urls()[key]
    pid = product.process and product.process.pid
    attack = threading.Thread(target=call, args=(url, "POST"), kwargs={"body": {}})
    attack.start()
    answered = 0
    while attack.is_alive() or answered < 3:
        assert call(bystander, "POST", body={"n": answered}).json == {"n": answered}
        answered += 1
    attack.join()
    last = product.api("GET", f"executions?flow={key}&limit=1")["results"][0]
    assert last["status"] == "failed"
    assert last["error"]["code"] in HOSTILE[key][1], last["error"]
    assert last["error"]["stepId"] == "code_1"
    assert product.process
    assert (product.process.poll(), product.process.pid) == (None, pid)
