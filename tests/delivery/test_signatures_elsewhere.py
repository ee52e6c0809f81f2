"""Our signatures, checked by the libraries of Standard Webhooks in Python and JavaScript, and by the examples we give out."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from fixtures.examples.receiving.receive import is_genuine, is_genuine_by_tray
from runtime.delivery import destinations
from runtime.delivery.models import Delivery
from runtime.delivery.sending import Event, send
from runtime.delivery.signing import new_key, new_keys, signed_headers, standard_secret
from tests.delivery.carrying import carry
from tests.product import ROOT, eventually, free_port

EXAMPLES = ROOT / "fixtures/examples/receiving"
FRONTEND = ROOT / "frontend"
BY_THE_LIBRARY = """
import { Webhook } from "standardwebhooks"
const cases = JSON.parse(await new Promise((done) => {
  let text = ""
  process.stdin.on("data", (part) => { text += part }).on("end", () => done(text))
}))
const verdict = ({ secret, headers, body }) => {
  try { new Webhook(secret).verify(Buffer.from(body, "base64").toString(), headers); return true } catch { return false }
}
console.log(JSON.stringify(cases.map(verdict)))
"""


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=5)
)
def test_the_library_for_python_takes_every_body(value):
    body, keys = json.dumps({"body": value}).encode(), new_keys()
    key, headers = keys.shared, signed_headers("msg_1", body, [keys], datetime.now(UTC))
    assert Webhook(standard_secret(key)).verify(body, headers) == {"body": value}
    assert is_genuine(headers, body, standard_secret(key)) and is_genuine_by_tray(headers, body, key)


def test_the_library_for_javascript_agrees():
    now, old, new = datetime.now(UTC), new_keys(), new_keys()
    body = '{"body":"Ada ✓"}'.encode()
    headers = signed_headers("msg_1", body, [new, old], now)
    late = signed_headers("msg_1", body, [new], now - timedelta(minutes=6))
    cases = [
        (old, headers, body, True),  # both keys, while one replaces the other
        (new, headers, body, True),
        (new_keys(), headers, body, False),
        (new, headers, body + b" ", False),
        (new, late, body, False),
    ]
    asked = [
        {"secret": standard_secret(keys.shared), "headers": told, "body": base64.b64encode(content).decode()}
        for keys, told, content, _ in cases
    ]
    answer = subprocess.run(
        ["node", "--input-type=module", "-e", BY_THE_LIBRARY],
        cwd=FRONTEND,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = [genuine for *_, genuine in cases]
    assert json.loads(answer.stdout) == wanted
    assert [is_genuine(told, content, standard_secret(keys.shared)) for keys, told, content, _ in cases] == wanted


def python_receiver(folder: Path) -> list[str]:
    return [sys.executable, str(EXAMPLES / "receive.py")]


def typescript_receiver(folder: Path) -> list[str]:
    built = folder / "receive.mjs"
    bundler = [
        str(FRONTEND / "node_modules/.bin/rolldown"),
        str(EXAMPLES / "receive.mts"),
        "--platform",
        "node",
        "-o",
        str(built),
    ]
    subprocess.run(bundler, check=True, capture_output=True)
    return ["node", str(built)]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("example", [python_receiver, typescript_receiver])
def test_the_example_takes_our_events_and_nobody_elses(example, cast, tmp_path):
    port, key = free_port(), new_key()
    environment = {**os.environ, "HOOKYARD_KEY": standard_secret(key)}
    command = [*example(tmp_path), str(port)]
    with (
        override_settings(OUTBOUND_ALLOW=["127.0.0.1"]),
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running,
    ):
        try:
            eventually(lambda: listens(port))
            url = f"http://127.0.0.1:{port}/in"
            ours, _ = destinations.make(cast.acme, url=url, name="ours", key=key)
            other, _ = destinations.make(cast.acme, url=url, name="another key's")
            sent, refused = send(ours, Event({"name": "Ada ✓"})), send(other, Event({}))
            carry(datetime.now(UTC))
            line = (running.stdout.readline() if running.stdout else "").split(" ", 2)
        finally:
            running.terminate()
    codes = dict(Delivery.of(cast.acme).values_list("pk", "code"))
    assert (codes[sent], codes[refused]) == ("ok", "http_401")
    assert line[1] == "success" and json.loads(line[2]) == {"name": "Ada ✓"}
