"""The vault's key changes while requests flow, and nothing that was secret stands in the database or the data folder."""

from __future__ import annotations

import base64
import json
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from fixtures.deploy.servers import QUICK, postgres
from tests.product import PASSWORD, Product, call, eventually, running_product
from tests.server.desk import Deployed, flow, publish

pytestmark = pytest.mark.server
DOOR, OUTWARD, CONNECTED = 'd00r/key+"4711"&x', "0utw4rd-t0ken-4711", "c0nnected+t0ken/4711"
CLIENT, ALERT, OWN = "cl1ent-secret-4711", "al3rt-path-4711", "cust0mers-0wn-4711"
SHOP = {"key": "shop", "name": "Shop account", "type": "connection", "service": "shopline", "required": True}


class Sink:
    """A service that keeps by which header it was called."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                sink.said.append((self.path, self.headers.get("authorization", "")))
                self.send_response(200)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass
class Stand:
    """`secrets` are by what they are; each was given to the product, or given out by it."""

    product: Product
    sink: Sink
    deployed: Deployed
    secrets: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """On PostgreSQL where the tests run on it."""
    with ExitStack() as stack:
        env = {"HOOKYARD_OUTBOUND_ALLOW": "127.0.0.1/32"}
        if os.environ.get("HOOKYARD_TEST_ON") == "postgresql":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hookyard-keys-")))
            folder.chmod(0o755)
            env["DATABASE_URL"] = stack.enter_context(postgres(folder / "server", settings=QUICK))
        sink = Sink()
        stack.callback(sink.close)
        product = stack.enter_context(running_product(**env))
        yield build(product, sink)


def build(product: Product, sink: Sink) -> Stand:
    """Every kind of secret there is, each in use."""
    api = product.api
    for key, scheme, value in (("door", "api_key", DOOR), ("outward", "bearer", OUTWARD), ("own", "shopify", OWN)):
        secret = {"token": value} if scheme == "bearer" else {"value": value}
        settings = {"settings": {"header": "x-door"}} if scheme == "api_key" else {}
        api("POST", "credentials", {"name": key, "key": key, "scheme": scheme, "secret": secret, **settings})
    hosts = {"hosts": ["127.0.0.1"]}
    api("POST", "services", {"name": "Shopline", "scheme": "bearer", "settings": hosts})
    oauth = {"authorizeUrl": f"{sink.url}/authorize", "tokenUrl": f"{sink.url}/token", "clientId": "app", **hosts}
    api("POST", "services", {"name": "Consenting", "scheme": "oauth2_code", "settings": oauth, "clientSecret": CLIENT})
    hook = {"name": "Failures", "condition": "failures", "threshold": 3, "channel": "webhook"}
    api("POST", "alerts", {**hook, "target": f"https://chat.example/{ALERT}"})

    def ask(step_id: str, path: str, credential: dict[str, str]) -> dict[str, Any]:
        inputs = {"method": {"value": "POST"}, "url": {"value": f"{sink.url}/{path}"}, "credential": credential}
        return {"id": step_id, "component": "http.request", "inputs": inputs}

    steps = (ask("ask_1", "tenant", {"credential": "outward"}), ask("ask_2", "customer", {"configVariable": "Shop account"}))
    orders = flow("orders", *steps, webhook={"credential": {"credential": "door"}})
    integration = publish(product, "Orders", {"configVariables": [SHOP], "flows": [orders]})
    customer = api("POST", "customers", {"externalId": "ada", "name": "Ada Ltd"})["id"]
    own = api(
        "POST", "connections", {"customer": customer, "service": "shopline", "name": "Shop", "values": {"token": CONNECTED}}
    )
    instance = api("POST", "instances", {"integration": integration, "customer": customer, "config": {"shop": own["id"]}})["id"]

    code = api("POST", f"instances/{instance}/wizard", {})["code"]
    opened = call(f"{product.url}/api/wizard/sessions", "POST", body={"code": code}).json["token"]
    spare = api("POST", f"instances/{instance}/wizard", {})["code"]
    key = api("POST", "tokens", {"name": "script", "role": "viewer"})["token"]
    invited = (
        api("POST", "invitations", {"email": "new@acme.example", "role": "viewer"})["link"].rpartition("#")[2].rpartition("=")[2]
    )
    named = {"door": DOOR, "outward": OUTWARD, "connected": CONNECTED, "client": CLIENT, "alert": ALERT, "own": OWN}
    given_out = {"used code": code, "open wizard": opened, "code": spare, "API key": key, "owner's": product._token()}
    kept = {**named, **given_out, "invitation": invited, "password": PASSWORD}
    return Stand(product, sink, Deployed(product, integration, customer, instance, "ada"), kept)


def vault_keys(product: Product) -> list[str]:
    return json.loads((product.data / "keys.json").read_text())["vault"]


def send(url: str, number: int) -> tuple[int, str]:
    answer = call(url, "POST", body={"n": number}, headers={"X-Door": DOOR})
    return answer.status, answer.headers.get("x-hookyard-execution", "")


def test_a_new_key_while_requests_flow_refuses_and_loses_nobody(stand: Stand) -> None:
    product, url = stand.product, stand.deployed.urls()["orders"]
    (old,) = vault_keys(product)
    answers: list[tuple[int, str]] = []
    enough = threading.Event()

    def flood() -> None:
        while not enough.is_set():
            answers.append(send(url, len(answers)))

    senders = [threading.Thread(target=flood) for _ in range(3)]
    for sender in senders:
        sender.start()

    def after(more: int) -> None:
        reached = len(answers) + more
        eventually(lambda: len(answers) >= reached, within=60)

    after(12)
    assert "are encrypted with the newest key" in product.manage("rotate_keys")
    assert len(vault_keys(product)) == 2 and vault_keys(product)[1] == old
    after(12)
    token = {"token": f"{CONNECTED}-renewed"}
    row = product.api("GET", f"connections?customer={stand.deployed.customer_id}")["results"][0]["id"]
    product.api("PATCH", f"connections/{row}", {"values": token})  # written by a server that read the keys before
    product.manage("rotate_keys", "--drop-old")
    after(12)
    product.api("PATCH", f"connections/{row}", {"values": {"token": CONNECTED}})
    enough.set()
    for sender in senders:
        sender.join(60)

    assert {status for status, _ in answers} == {200} and len({execution for _, execution in answers}) == len(answers)
    ended = "SELECT count(*) FROM runtime_execution WHERE status = 'succeeded'"
    eventually(lambda: product.sql(ended)[0][0] == len(answers), within=120)
    assert vault_keys(product)[0] != old and old not in (product.data / "keys.json").read_text()
    assert {said for path, said in stand.sink.said if path == "/tenant"} == {f"Bearer {OUTWARD}"}
    assert {said for path, said in stand.sink.said if path == "/customer"} <= {f"Bearer {CONNECTED}", f"Bearer {token['token']}"}
    assert len(stand.sink.said) == 2 * len(answers)


def test_after_a_start_anew_every_secret_opens_with_the_new_key_alone(stand: Stand) -> None:
    product = stand.product
    product.stop()
    product.start()
    status, execution = send(stand.deployed.urls()["orders"], 0)
    assert status == 200 and product.execution(execution)["status"] == "succeeded"
    assert call(f"{product.url}/api/customers", headers={"Authorization": f"Bearer {stand.secrets['API key']}"}).status == 200
    product.manage("rotate_keys")  # it would say which secrets no key opens


def forms_of(secret: str) -> set[bytes]:
    """Clear, as JSON writes it, in a URL, as hexadecimal digits, and as base64 wherever within a text it stood."""
    clear = secret.encode()
    forms = {
        clear,
        json.dumps(secret)[1:-1].encode(),
        quote(secret, safe="").encode(),
        clear.hex().encode(),
        clear.hex().upper().encode(),
    }
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            # Ends share their letters with what stood beside them, so only those in between are sure.
            forms.add(encode(b"x" * shift + clear)[4 if shift else 0 : -4])
    return forms


def tables_of(product: Product) -> Iterator[tuple[str, bytes]]:
    """Every row of every table, as bytes."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table'"
    if "DATABASE_URL" in product.env:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    for (table,) in product.sql(names):
        rows = product.sql(f'SELECT * FROM "{table}"')
        yield table, b"\n".join(_raw(value) for row in rows for value in row)


def _raw(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return (json.dumps(value) if isinstance(value, dict | list) else str(value)).encode()


def test_no_table_and_no_file_but_the_keys_holds_a_secret(stand: Stand) -> None:
    product, wanted = stand.product, {name: forms_of(secret) for name, secret in stand.secrets.items()}
    call(f"{product.url}/hooks/x/shared/y", "POST", body={"n": 1}, headers={"X-Door": DOOR})
    send(stand.deployed.urls()["orders"] + f"?key={quote(DOOR)}", 1)
    places = dict(tables_of(product))
    assert len(places) > 40 and b"Ada Ltd" in b"".join(places.values()), "it does read what is there"
    files = [file for file in product.data.rglob("*") if file.is_file() and file.name != "keys.json"]
    places |= {str(file.relative_to(product.data)): file.read_bytes() for file in files}
    assert "server.log" in places
    found = {
        (place, name) for place, held in places.items() for name, forms in wanted.items() if any(one in held for one in forms)
    }
    assert found == set()


@pytest.mark.parametrize("shift", range(3))
def test_the_search_would_find_one(shift: int) -> None:
    for kept in (
        DOOR,
        json.dumps({"a": DOOR}),
        base64.b64encode(b"x" * shift + DOOR.encode() + b"z").decode(),
        DOOR.encode().hex(),
    ):
        assert any(one in kept.encode() for one in forms_of(DOOR)), kept
