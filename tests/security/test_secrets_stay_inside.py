"""Planted secrets are looked for wherever something is kept, told or logged; whatever form they came back in."""

from __future__ import annotations

import base64
import json
import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote

import pytest
from django.db import connection

from designer.config.logs import harmless, set_up_logs
from runtime.credentials import hiding
from runtime.credentials.services import create_credential
from tests.flows.conftest import make_process, service, yard
from tests.flows.yard import Yard, flow, step

__all__ = ["make_process", "service", "yard"]
CANARY = 'c4n/ary+"T0k3n" with spaces'


@pytest.mark.parametrize(
    "text",
    [
        f"Bearer {CANARY}",
        quote(CANARY, safe=""),
        json.dumps({"a": CANARY}),
        *(base64.b64encode(b"x" * shift + CANARY.encode() + b"tail").decode() for shift in range(5)),
        *(base64.urlsafe_b64encode(b"x" * shift + CANARY.encode()).decode() for shift in range(5)),
        CANARY.encode().hex(),
    ],
)
def test_a_secret_is_found_in_every_form(text):
    hidden = hiding.without(text, hiding.forms(CANARY))
    assert hiding.REDACTED in hidden
    assert CANARY not in hidden and CANARY[2:20] not in hidden
    assert base64.b64encode(CANARY.encode()).decode()[4:28] not in hidden


def test_a_word_is_no_secret():
    assert hiding.forms("abc") == ()
    with hiding.watching() as seen:
        hiding.handed_out({"token": "short"})
    assert seen == []


def test_json_stays_json():
    value = {"n": 1, "list": [f"a {CANARY} b", None, True], "odd": 2**70, CANARY: "key"}
    hidden = hiding.hide(value, [CANARY])
    assert hidden == {"n": 1, "list": ["a [redacted] b", None, True], "odd": 2**70, "[redacted]": "key"}
    assert hiding.hide(value, ["something else"]) is value


@pytest.mark.parametrize(
    ("secret", "value", "hidden"),
    [
        ("12345678", {"n": 912345678, "id": 1.5, "t": "x12345678"}, {"n": "[redacted]", "id": 1.5, "t": "x[redacted]"}),
        ('a","b":"c', {"x": "a", "b": "c"}, {"x": "a", "b": "c"}),
        ('":[{"a":"', {"k": [{"a": "b"}]}, {"k": [{"a": "b"}]}),
        ('"' * 8, ['"' * 9], ['[redacted]"']),
    ],
)
def test_a_secret_that_looks_like_json_leaves_json_whole(secret, value, hidden):
    assert hiding.hide(value, [secret]) == hidden


def test_what_cannot_be_written_is_left_to_whoever_keeps_it():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    assert hiding.hide(deep, [CANARY]) is deep


def test_no_line_of_the_log_holds_a_secret_or_moves_the_cursor(capsys):
    """n8n GHSA-vrv8, Airflow CVE-2024-45784."""
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        set_up_logs(form="json")
        hiding.learn({"token": CANARY})
        logging.getLogger("anything").warning("failed with %s", f"Bearer {CANARY}\x1b[2J\r\n\u202eforged")
        try:
            raise ValueError(CANARY)
        except ValueError:
            logging.getLogger("anything").exception("crashed")
    finally:
        logging.getLogger().handlers[:], logging.getLogger().level = before
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2 and all(json.loads(line) for line in lines)
    written = "\n".join(lines)
    assert "c4n" not in written and "\\u001b" not in written and "\\u202e" not in written and "[redacted]" in written


def test_a_terminal_is_safe_from_what_strangers_send():
    event = harmless(None, "", {"event": "a\x1b[31mb\nc", "exception": "Traceback\n  line"})
    assert event == {"event": "a [31mb c", "exception": "Traceback\n  line"}


class Parrot:
    """A service that says back what it was sent: the worst that can happen to a credential."""

    def __init__(self) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = self.headers["authorization"]
                body = json.dumps(
                    {"you": said, "b64": base64.b64encode(said.encode()).decode(), "q": quote(said, safe="")}
                ).encode()
                self.send_response(500 if self.path == "/fails" else 200)
                self.send_header("content-type", "application/json")
                self.send_header("x-echo", said)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def parrot(settings):
    bird = Parrot()
    yield bird
    bird.server.shutdown()
    bird.server.server_close()


@pytest.fixture
def open_yard(parrot, make_process, settings):
    from designer.accounts.tenants import create_tenant

    settings.OUTBOUND_ALLOW = [parrot.address]
    process = make_process()
    door = process.bench.call(process.open_door())
    yield Yard(create_tenant("Acme Builders"), process, door)
    process.bench.call(process.close_door())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/fails"])
def test_what_a_service_echoes_of_a_credential_is_kept_nowhere(open_yard: Yard, parrot: Parrot, path):
    token = "c4nary-T0k3n-0123456789"
    create_credential(open_yard.tenant, name="ERP", key="erp", scheme="bearer", secret={"token": token})
    ask = step("ask_1", "http.request", method="POST", url=f"http://{parrot.address}{path}", credential={"credential": "erp"})
    log = step("log_1", "log", message={"template": "it said {{ask_1.results.body}}"})
    deployed = open_yard.deploy(flow("orders", ask, log, response="sync"))
    answer = open_yard.post(deployed.path(), {"n": 1})
    execution = answer.headers.get("x-hookyard-execution", "")
    everything = answer.body.decode() + json.dumps(answer.headers)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            everything += repr(cursor.fetchall())
    assert execution in everything and "[redacted]" in everything, "it did run, and was cut"
    for form in (token, base64.b64encode(f"Bearer {token}".encode()).decode()[12:36], token[:12]):
        assert form not in everything
