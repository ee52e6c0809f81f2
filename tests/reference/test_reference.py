"""The reference says what is so: each example in it is run, and what it lists is what the product does."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from django.utils import timezone
from graphql import parse, validate
from standardwebhooks.webhooks import Webhook

from designer.graphql import limits, paging
from designer.graphql.schema import SCHEMA
from designer.reference import content
from tests.product import ROOT

HOST = (ROOT / "frontend" / "src" / "wizard" / "app" / "host.ts").read_text()
PAGES = ["/docs", "/docs/graphql", "/docs/events", "/docs/messages"]


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(client, path: str) -> Words:
    answer = client.get(path)
    assert answer.status_code == 200
    words = Words()
    words.feed(answer.content.decode())
    return words


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_of_elsewhere_and_no_script_inline(path, client):
    for tag, attributes in read(client, path).tags:
        for name in ("src", "href"):
            if tag != "a" and (target := attributes.get(name)):
                assert target.startswith(("/docs/assets/", "data:")), (tag, target)
        assert tag != "script" or "src" in attributes or attributes.get("type") == "application/json"


@pytest.mark.parametrize("path", PAGES)
def test_its_links_lead_somewhere(path, client, db):
    links = {attributes["href"] for tag, attributes in read(client, path).tags if tag == "a"}
    own = [link for link in links if link.startswith(("/docs", "/api"))]
    assert own and all(client.get(link).status_code == 200 for link in own)


def test_unknown_files_are_not_found(client):
    assert client.get("/docs/assets/explorer.js").headers["Content-Type"].startswith("text/javascript")
    assert client.get("/docs/assets/pages.py").status_code == 404


def test_every_operation_stands_there_and_fits_the_schema_that_is_served(client):
    text = read(client, "/docs/graphql").text
    for operation in content.operations():
        assert operation.query in text and validate(SCHEMA, parse(operation.query)) == []
    assert "type SolutionInstance implements Node" in text


def test_the_limits_it_names_are_the_limits(client):
    text = " ".join(read(client, "/docs/graphql").text.split())
    for number in (limits.MOST_TOKENS, limits.DEEPEST, limits.MOST_MUTATIONS, limits.MOST_COST, paging.USUAL, paging.MOST):
        assert f"{number:,}" in text


def recipe(name: str):
    spec = importlib.util.spec_from_file_location(name, content.VERIFYING / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_event_it_shows_is_one_that_is_sent_and_its_recipes_verify_it():
    headers, body = content.sample_event(timezone.now())
    Webhook(content.SAMPLE_KEY).verify(body, headers)
    shared, public, public_key = recipe("verify"), recipe("verify_public"), content.SAMPLE_KEYS.public
    assert shared.verify(content.SAMPLE_KEY, headers, body) and shared.verify_tray(content.SAMPLE_KEY, headers, body)
    assert not shared.verify(content.SAMPLE_KEY, headers, body + b" ") and not shared.verify_tray(
        content.SAMPLE_KEY, headers, b""
    )
    assert public.verify(public_key, headers, body) and not public.verify(public_key, headers, body + b" ")
    old = {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 3600)}
    assert not shared.verify(content.SAMPLE_KEY, old, body) and not public.verify(public_key, old, body)
    for wrong in ("v1a,%% v1a,AAAA v1a", "v1,é v1a,é", ""):
        broken = {**headers, "webhook-signature": wrong, "x-tray-signature": wrong}
        assert not public.verify(public_key, broken, body) and not shared.verify(content.SAMPLE_KEY, broken, body)
        assert not shared.verify_tray(content.SAMPLE_KEY, broken, body)
    for stranger in ({}, {**headers, "webhook-timestamp": "²"}):  # what a stranger sends is refused, and is no error
        assert not public.verify(public_key, stranger, body) and not shared.verify(content.SAMPLE_KEY, stranger, body)


def test_the_recipes_in_typescript_verify_it_too(tmp_path):
    node, rolldown = shutil.which("node"), ROOT / "frontend" / "node_modules" / ".bin" / "rolldown"
    if not node or not rolldown.exists():
        pytest.skip("needs Node and what the front end installs")
    headers, body = content.sample_event(timezone.now())
    for name in ("verify", "verify_public"):
        made = ["--format", "esm", "--platform", "node", "--file", str(tmp_path / f"{name}.mjs")]
        subprocess.run([str(rolldown), str(content.VERIFYING / f"{name}.ts"), *made], check=True, capture_output=True)
    given = {"key": content.SAMPLE_KEY, "publicKey": content.SAMPLE_KEYS.public, "headers": headers}
    given["body"] = base64.b64encode(body).decode()
    script = f"""import {{ verify, verifyTray }} from "./verify.mjs"
import {{ verify as verifyPublic }} from "./verify_public.mjs"
const {{ key, publicKey, headers, body }} = {json.dumps(given)}
const raw = Buffer.from(body, "base64")
const other = Buffer.concat([raw, Buffer.from(" ")])
const broken = {{ ...headers, "webhook-signature": "v1a,%% v1a,AAAA v1a" }}
console.log(verify(key, headers, raw), verifyTray(key, headers, raw), verifyPublic(publicKey, headers, raw))
console.log(verify(key, headers, other), verifyTray(key, headers, other), verifyPublic(publicKey, headers, other))
console.log(verifyPublic(publicKey, broken, raw))"""
    (tmp_path / "run.mjs").write_text(script)
    told = subprocess.run([node, "run.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["true"] * 3 + ["false"] * 4


def test_the_schedule_it_names_is_the_one_that_is_kept(client):
    text = " ".join(read(client, "/docs/events").text.split())
    assert "10 attempts, the next after 5 seconds, 5 minutes, 30 minutes, 2 hours" in text
    assert "not succeeded for 5 days" in text


def test_every_connector_that_tells_of_events_stands_there(client):
    text = read(client, "/docs/events").text
    assert len(content.connector_events()) >= 3
    assert all(name in text and all(key in text for key, *_ in events) for name, events in content.connector_events())


def test_the_messages_are_those_that_the_wizard_knows_with_their_members():
    known: dict[str, set[str]] = {}
    for type_, members in re.findall(r'\{ type: "([\w.]+)"([^}]*)\}', HOST):
        known.setdefault(type_, set(re.findall(r"(\w+):", members)))  # the first is where the type is declared
    told = [json.loads(text) for one in content.messages()["from_the_wizard"] for text in one["examples"]]
    assert {one["type"] for one in told} == set(known)
    for one in told:
        more = {"visibleValues", "configValues", "authValues"} if one["type"] == "hookyard.wizard.validate" else set()
        assert set(one) - {"type"} - more == known[one["type"]]


def test_what_a_host_page_may_answer_is_what_the_wizard_listens_for():
    told = [json.loads(text) for one in content.messages()["from_the_host"] for text in one["examples"]]
    assert {one["type"] for one in told} == set(re.findall(r'ANSWER = "([\w.]+)"', HOST))
    assert all(member in HOST for one in told for member in one["data"])
