"""A test event for the URL of one instance: the live road, signed as its sender would, left before any flow runs.

For: showing a customer that URL, secret and routing are right where the service can send no test of its own. It is kept as a
request, so that it is seen where all are, and told from real ones by its code; promise 4 holds, as nothing runs.
Not here: which body is sent (the wizard).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from time import time
from typing import Any

from runtime.bench.bench import Bench
from runtime.credentials.calls import Call
from runtime.credentials.redaction import redact_headers
from runtime.credentials.sampling import proof_headers
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.identifiers import new_id
from runtime.ingress.answers import Answer, Problem
from runtime.ingress.visits import Visit
from runtime.journal.journal import Journal
from runtime.routing.inbound import Inbound
from runtime.routing.plans import EndpointPlan
from runtime.routing.road import Road
from runtime.storage import services as storage
from runtime.storage.scratch import Scratch

CODE = "wizard_test"


async def prove(bench: Bench, journal: Journal, plan: EndpointPlan, sample: Mapping[str, Any]) -> dict[str, Any]:
    """{answer_status, code, detail}; `sample` is {body, contentType, query}. Raises `NotAllowed` `test_not_possible`."""
    if plan.instance is None:
        raise NotAllowed("This URL is shared by all customers; let the service send an event.", code="test_not_possible")
    now, request_id = time(), new_id()
    body, query = str(sample.get("body") or "").encode("utf-8", "replace"), str(sample.get("query") or "").lstrip("?")
    method = "POST" if "POST" in plan.methods else min(plan.methods)
    call = Call({"content-type": str(sample.get("contentType") or "application/json")}, body, method, plan.public_url)
    if query:
        call = replace(call, url=f"{plan.public_url}?{query}")
    call = replace(call, headers={**call.headers, **proof_headers(plan.gate, call, now, id=request_id)})
    inbound = Inbound(
        request_id=request_id,
        received_at=datetime.now(UTC),
        method=method,
        path=plan.public_url.removeprefix(plan.origin),
        path_fragment="",
        query=query,
        headers=redact_headers(tuple(call.headers.items()), plan.secret_headers),
        body=body,
    )
    visit = Visit(plan, inbound)
    visit.trace.note("endpoint", f"Test event from the set-up of {plan.integration['name']}.")
    road = Road(bench.directory, replace(bench.preprocessing, scratch=Scratch(over=storage)))
    try:
        admitted = await bench.doorkeeper.admit(road, visit, call, now)
        if isinstance(admitted, Answer):
            raise NotAllowed("This sample is a handshake of the service; let it send an event.", code="test_not_possible")
        visit.routed = await road.travel(plan, inbound, visit.trace)
    except HookyardError as problem:
        answer = Problem(problem.code, problem.message).answer(request_id)
        await journal.write(visit.row("refused", answer))
        return {"answer_status": answer.status, "code": problem.code, "detail": problem.message}
    answer = Answer(200, b'{"test":true}', code=CODE)
    await journal.write(visit.row("handshake", answer, store="A test event: no flow runs."))
    return {"answer_status": 200, "code": "", "detail": "It came through: signature and routing are right."}
