"""The HTTP request step.

For: building a request from the inputs.
Not here: what an answer means (`http_answer`); which addresses may be called, time and size limits (`runtime.outbound`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from runtime.components.fields import (
    METHODS,
    choice,
    credential_field,
    field,
    header_values,
    headers_field,
    inputs_schema,
    time_limit_field,
)
from runtime.components.http_answer import answer_text, read_body, refusal
from runtime.components.sending import Outgoing, send
from runtime.engine.component import Component, Kind, Outcome, StepContext

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
DEFAULT_TIMEOUT = 30  # seconds
EXCERPT = 500  # characters of a refusing answer that go into the error


async def run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    method = inputs["method"]
    content, content_type = encode_body(inputs.get("body"))
    headers = header_values(inputs.get("headers"))
    if content_type:
        set_default(headers, "Content-Type", content_type)
    if method not in SAFE_METHODS:
        # The same key when a crash makes this step run again, so that a service that knows the header acts once.
        set_default(headers, "Idempotency-Key", ctx.idempotency_key)
    outgoing = Outgoing(
        method,
        with_query(inputs["url"], inputs.get("query")),
        headers,
        content,
        timeout=inputs.get("timeoutSeconds") or DEFAULT_TIMEOUT,
        redirects=inputs.get("redirects") or 0,
    )
    answer, hide = await send(ctx, outgoing, inputs.get("credential"))
    if not 200 <= answer.status < 300 and inputs.get("failOnStatus") is not False:
        raise refusal(answer, now=ctx.now, excerpt=hide(answer_text(answer))[:EXCERPT])
    body = read_body(answer)
    if inputs.get("gives") == "body":
        return Outcome(results=body)
    return Outcome(results={"status": answer.status, "headers": dict(answer.headers), "body": body})


def encode_body(body: Any) -> tuple[bytes | None, str]:
    """Bytes and content type: text as it is, nothing as no body, any other JSON as JSON."""
    if body is None:
        return None, ""
    if isinstance(body, str):
        return body.encode("utf-8", "replace"), "text/plain; charset=utf-8"
    # A lone surrogate has no UTF-8 form; `backslashreplace` writes it as the escape JSON knows.
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace"), "application/json"


def with_query(url: str, query: Mapping[str, Any] | None) -> str:
    """The URL with further parameters behind its own; a list gives one parameter per entry, nothing gives none."""
    pairs = [
        (name, item if isinstance(item, str) else json.dumps(item))
        for name, value in (query or {}).items()
        for item in (value if isinstance(value, list) else [value])
        if item is not None
    ]
    if not pairs:
        return url
    # By hand: what is wrong with a URL is for `ctx.http` to say, and urlsplit would raise on some.
    address, _, _ = url.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(pairs, errors='replace')}"


def set_default(headers: dict[str, str], name: str, value: str) -> None:
    """What the builder gave wins, however it is spelled."""
    if not any(existing.lower() == name.lower() for existing in headers):
        headers[name] = value


HTTP_REQUEST = Component(
    key="http.request",
    title="HTTP request",
    summary="Calls a web service.",
    docs=(
        "The body is sent as JSON, or as it is when it is text. `results` is `{status, headers, body}`, or the body alone if "
        "you say so; a JSON answer is parsed. "
        "An answer outside 2xx fails the step unless that is switched off; 5xx and 429 are retried by the step's retry "
        "policy.\n\nEvery call that changes something carries an `Idempotency-Key` that stays the same when the step "
        "runs again. Private and local addresses and answers over 1 MiB are refused; redirects are followed if you say so."
    ),
    kind=Kind.ACTION,
    group="Outside world",
    icon="globe",
    synonyms=("fetch", "api", "rest", "call", "curl", "get", "post", "webhook out", "send", "url"),
    inputs=inputs_schema(
        {
            "method": field("Method", "HTTP method.", type="string", enum=list(METHODS), default="GET"),
            "url": field("URL", "An address that begins with http:// or https://.", type="string", pattern="^https?://[^/?#]"),
            "headers": headers_field("Headers to send."),
            "query": field("Query", "Parameters added to the URL.", type="object", additionalProperties=True),
            "body": field("Body", "Text is sent as it is, anything else as JSON.", **{"x-widget": "json"}),
            "credential": credential_field(
                "Sent the way its scheme says. A config variable brings the customer's own connection.", **{"x-connections": True}
            ),
            "timeoutSeconds": time_limit_field(DEFAULT_TIMEOUT),
            "redirects": field(
                "Redirects",
                "How many to follow; none means that a redirect is the answer. A credential goes to no other host.",
                type="integer",
                minimum=0,
                maximum=5,
                default=0,
            ),
            "failOnStatus": field(
                "Fail on status", "Whether an answer outside 2xx fails the step.", type="boolean", default=True
            ),
            "gives": field(
                "Results",
                "The whole answer with its status and headers, or its body alone.",
                default="answer",
                **choice({"answer": "The whole answer", "body": "Its body alone"}),
            ),
        },
        required=["method", "url"],
    ),
    example={
        "method": {"value": "POST"},
        "url": {"value": "https://api.example.com/orders"},
        "headers": {"value": {"Accept": "application/json"}},
        "query": {"value": {"notify": True}},
        "body": {"object": {"id": {"reference": "webhook_1.results.body.data.data.orderid"}}},
    },
    run=run,
    effect=True,
    only_reads=lambda inputs: inputs.get("method") in SAFE_METHODS,
    results_example={"status": 200, "headers": {"content-type": "application/json"}, "body": {"id": 1001}},
)
