"""Why a caller was refused, as the product's pages ask for it.

For: finding the credential that checks a kept request; explaining a kept or a pasted one. Plain functions for Django's threads.
Not here: the explanation (`runtime.credentials.debugging`), permissions and shapes (`designer`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings

from runtime import wiring
from runtime.credentials.calls import Call
from runtime.credentials.debugging.explain import Subject, explain
from runtime.credentials.gate import Gate
from runtime.credentials.models import Credential
from runtime.engine.errors import NotAllowed
from runtime.executions import loading as executions
from runtime.journal.models import Request
from runtime.routing import loading
from runtime.routing.inbound import merged
from runtime.routing.models import Endpoint
from runtime.routing.trace import Trace
from runtime.subscriptions.arriving import gate_of


def explain_kept(request: Request, credential: Credential | None = None) -> dict[str, Any]:
    """The report and the credential's id. Without a credential it is the one that the request's endpoint asks for now.

    Raises NotAllowed `no_credential`, or `credential_missing` where whose credential it is cannot be told.
    """
    gate = _gate(credential) if credential else _gate_of(request)
    body = bytes(request.body)
    url = f"{settings.PUBLIC_URL}{quote(request.path)}"
    headers = merged(tuple((str(name).lower(), str(value)) for name, value in request.headers))
    url = f"{url}?{request.query}" if request.query else url
    call = Call(headers, body, request.method, url, _certificates())
    subject = Subject(gate, call, request.received_at.timestamp(), cut=len(body) < request.body_size)
    return {**explain(subject), "credential": gate.credential_id or None}


def explain_pasted(credential: Credential, sent: Mapping[str, Any]) -> dict[str, Any]:
    """`sent` is {method, url, headers, body, at}; `at` is when it was sent, now when it is None."""
    headers = merged(tuple((str(name).strip().lower(), str(value).strip()) for name, value in sent["headers"]))
    at: datetime = sent.get("at") or datetime.now(UTC)
    call = Call(headers, sent["body"].encode("utf-8", "surrogatepass"), sent["method"].upper(), sent["url"], _certificates())
    return {**explain(Subject(_gate(credential), call, at.timestamp())), "credential": credential.pk}


def _gate(credential: Credential) -> Gate:
    gate = loading.load_gate(credential.tenant_id, credential.key)
    if gate is None or not gate.credential_id:
        raise NotAllowed("What is stored of this credential cannot check callers. Enter its secret again.", code="no_credential")
    return gate


def _certificates() -> Mapping[str, Any]:
    """Those that calls made us fetch: a debugger fetches nothing that a pasted text names."""
    return wiring.process().certificates.known


def _gate_of(request: Request) -> Gate:
    process = wiring.process()
    endpoint = Endpoint.of(request.tenant_id).filter(pk=request.endpoint_id).first()
    plan = process.bench.call(process.book.endpoint(endpoint.token)) if endpoint else None
    if plan is None:
        if gate := gate_of(request.tenant_id, request.endpoint_id):
            return gate
        raise NotAllowed("The endpoint it came to is no more.", code="no_credential")
    inbound = executions.inbound_of(request, request_id=request.pk, received_at=request.received_at)
    gate = process.bench.call(process.bench_lane.road.gate(plan, inbound, Trace()))
    if gate is None or not gate.credential_id:
        raise NotAllowed("The endpoint it came to asks for no credential now.", code="no_credential")
    return gate
