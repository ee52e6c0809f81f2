"""The connector for any sender beside the presets of endpoints: both are held to the same signatures and handshakes."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import yaml

from runtime.connectors.package import ElementKind
from runtime.credentials.calls import Call
from runtime.credentials.gate import compile_gate
from runtime.credentials.handshakes import PLAIN
from runtime.engine.errors import HookyardError, NotAllowed
from tests.core.credentials.senders import SENDERS
from tests.services.contracts import Contract

SIGNING = Path(__file__).parents[2] / "fixtures/signing"
CHALLENGES = yaml.safe_load((SIGNING / "challenges.yaml").read_text())
# Code of connectors has shared secrets alone; a public key is a matter for presets.
VECTORS = sorted(file for file in SIGNING.glob("*.json") if file.stem != "provider_standard_v1a")
URL = "https://hooks.example/hooks/T1/connector/w3bh00k"
REFUSED, EVENT = "refused", "an event"


def test_the_connector_judges_every_recorded_signature_as_the_presets_do(table: Any) -> None:
    contract: Contract = table[0]("webhook")
    wrong: list[str] = []

    async def play() -> None:
        for file in VECTORS:
            vector = json.loads(file.read_text())
            for case in vector["cases"]:
                if "body" not in case:
                    continue  # bytes that are no text: code sees the body as text
                told = {"scheme": vector["scheme"], "secret": vector["secret"]["value"], "settings": vector.get("settings", {})}
                told |= {name: case[name] for name in ("method", "url", "headers", "body", "now") if name in case}
                found = await contract.run(ElementKind.OPERATION, "check-signature", "run", input=told)
                if found["outcome"] != case["outcome"]:
                    wrong.append(f"{file.stem}, {case['remark']}: {found['outcome']} instead of {case['outcome']}")

    table[1](play())
    assert not wrong, "\n".join(wrong)


def asked(case: dict[str, Any]) -> Call:
    """The question as the service asks it, signed where it signs."""
    body = case.get("body", "").encode()
    headers = {"content-type": "application/json"}
    if case.get("signed"):
        sender = next(one for one in SENDERS if one.scheme == case["scheme"])
        headers |= sender.sign(CHALLENGES["secret"], body, int(time.time()))
    query = case.get("query", "")
    return Call(headers, body, case["method"], f"{URL}?{query}" if query else URL)


def by_preset(case: dict[str, Any]) -> tuple[Any, str]:
    """What an endpoint with the preset answers, and its content type."""
    call, now = asked(case), time.time()
    secret = {"value": CHALLENGES["secret"]} | ({"verifyToken": CHALLENGES["verifyToken"]} if case["scheme"] == "meta" else {})
    gate = compile_gate("", case["scheme"], {}, secret)
    try:
        greeting = gate.answer_unproven(call.method, call.query, now)
        if greeting is None:
            greeting = gate.answer_proven(call, by_current=gate.check(call, now))
    except NotAllowed:
        return REFUSED, ""
    if greeting is None:
        return EVENT, ""
    return (json.loads(greeting.body) if "json" in greeting.content_type else greeting.body), greeting.content_type


async def by_connector(contract: Contract, case: dict[str, Any]) -> tuple[Any, str]:
    call = asked(case)
    request = {
        "method": call.method,
        "url": call.url,
        "path": "",
        "query": dict(parse_qsl(call.query, keep_blank_values=True)),
        "headers": dict(call.headers),
        "data": json.loads(call.body) if call.body else None,
        "rawBody": call.body.decode(),
        "parameters": {name: CHALLENGES[name] for name in ("secret", "verifyToken")} | {"scheme": case["scheme"]},
    }
    try:
        handled = await contract.run(ElementKind.GLOBAL_WEBHOOK, "incoming", "handle", **request)
    except HookyardError as problem:
        assert problem.details.get("status") == 401, problem
        return REFUSED, ""
    response = handled.get("response")
    if response is None:
        assert len(handled["events"]) == 1
        return EVENT, ""
    assert response["status"] == 200 and handled["events"] == []
    typed = response.get("headers", {}).get("Content-Type", "application/json")
    return response["data"], typed


@pytest.mark.parametrize("case", CHALLENGES["cases"], ids=lambda case: f"{case['scheme']}: {case['it']}")
def test_a_handshake_is_answered_by_connector_and_preset_alike(case: dict[str, Any], table: Any) -> None:
    contract: Contract = table[0]("webhook")
    answers: list[tuple[Any, str]] = [by_preset(case)]

    async def play() -> None:
        answers.append(await by_connector(contract, case))

    table[1](play())
    answer = REFUSED if case.get("refused") else EVENT if case.get("event") else case["answer"]
    typed = "" if answer in (REFUSED, EVENT) else "application/json" if isinstance(answer, dict) else PLAIN
    assert answers == [(answer, typed)] * 2


def test_slacks_own_connector_answers_its_challenge_as_well(table: Any) -> None:
    """The rest of that connector is in its contract."""
    contract: Contract = table[0]("slack")
    case = next(one for one in CHALLENGES["cases"] if one["scheme"] == "slack")
    told: list[Any] = []

    async def play() -> None:
        call = asked(case)
        request = {"headers": dict(call.headers), "rawBody": call.body.decode(), "data": json.loads(call.body)}
        parameters = {"signingSecret": CHALLENGES["secret"]}
        told.append(await contract.run(ElementKind.GLOBAL_WEBHOOK, "events", "handle", **request, parameters=parameters))

    table[1](play())
    assert told[0]["events"] == [] and told[0]["response"]["data"] == case["answer"]
