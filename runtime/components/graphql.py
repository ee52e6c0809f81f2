"""The GraphQL request step.

For: the question in the form of GraphQL over HTTP, and whose problem an answer's `errors` are.
Not here: proving and sending (`sending`), statuses without GraphQL in them (`http_answer`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from runtime.components.fields import credential_field, field, header_values, headers_field, inputs_schema, time_limit_field
from runtime.components.http_answer import answer_text, refusal, retry_after
from runtime.components.http_request import DEFAULT_TIMEOUT, EXCERPT, encode_body, set_default
from runtime.components.sending import Outgoing, is_refused, send
from runtime.engine.component import Component, HttpAnswer, Kind, Outcome, StepContext
from runtime.engine.errors import ConnectionProblem, HookyardError, RemoteProblem, StepProblem

ACCEPT = "application/graphql-response+json, application/json;q=0.9"
MOST_TOLD = 20  # errors
CHANGES = re.compile(r"\b(mutation|subscription)\b")
# What services put under `extensions.code`; the specification leaves it to them.
UNPROVEN = frozenset({"UNAUTHENTICATED"})
PASSING = frozenset({"THROTTLED", "RATE_LIMITED", "INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE"})


async def run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    asked = {name: inputs[name] for name in ("query", "variables", "operationName") if inputs.get(name)}
    content, content_type = encode_body(asked)
    headers = header_values(inputs.get("headers"))
    set_default(headers, "Content-Type", content_type)
    set_default(headers, "Accept", ACCEPT)
    set_default(headers, "Idempotency-Key", ctx.idempotency_key)
    timeout = inputs.get("timeoutSeconds") or DEFAULT_TIMEOUT
    outgoing = Outgoing("POST", inputs["url"], headers, content, timeout=timeout, redirects=0)
    answer, hide = await send(ctx, outgoing, inputs.get("credential"), refused=lacks_proof)
    told = read_answer(answer)
    if told is None or answer.status in (401, 429) or answer.status >= 500:
        if 200 <= answer.status < 300:
            raise RemoteProblem("The service answered something that is no GraphQL. Check the URL.", code="remote_garbage")
        raise refusal(answer, now=ctx.now, excerpt=hide(answer_text(answer))[:EXCERPT])
    if (errors := told.get("errors")) and inputs.get("failOnErrors") is not False:
        raise _failed(errors, hide, wait=retry_after(answer.headers, now=ctx.now), partly=told.get("data") is not None)
    return Outcome(results={"data": told.get("data"), "errors": errors or [], "extensions": told.get("extensions") or {}})


def read_answer(answer: HttpAnswer) -> dict[str, Any] | None:
    """The response of section 7 of the specification; None when the body is none."""
    try:
        told = orjson.loads(answer.body)
    except ValueError:
        return None
    if not isinstance(told, dict) or not ("data" in told or "errors" in told):
        return None
    errors = told.get("errors")
    sound = errors is None or (isinstance(errors, list) and all(isinstance(error, dict) for error in errors))
    return told if sound else None


def only_asks(inputs: Mapping[str, Any]) -> bool:
    """Whether nothing in the document can change anything: a word in a text or a comment counts as if it could."""
    return not CHANGES.search(str(inputs.get("query") or "mutation"))


def lacks_proof(answer: HttpAnswer) -> bool:
    """401, or 200 with an error that says the same, as many GraphQL services do."""
    return is_refused(answer) or any(_code(error) in UNPROVEN for error in (read_answer(answer) or {}).get("errors") or ())


def _failed(errors: list[dict[str, Any]], hide: Callable[[str], str], *, wait: float | None, partly: bool) -> HookyardError:
    shown = [
        {
            "message": hide(str(error.get("message") or "no message"))[:EXCERPT],
            **({"code": hide(code)[:100]} if (code := _code(error)) else {}),
            **({"path": ".".join(map(str, path))[:EXCERPT]} if isinstance(path := error.get("path"), list) else {}),
        }
        for error in errors[:MOST_TOLD]
    ]
    first, more = shown[0]["message"].rstrip("."), len(errors) - 1
    words = f"The service answered with errors: {first}{f' (and {more} more)' if more else ''}."
    details = {"errors": shown, "partialData": partly}
    if {_code(error) for error in errors} & UNPROVEN:
        return ConnectionProblem(f"{words} Check the credential of this step.", code="graphql_errors", **details)
    if {_code(error) for error in errors} & PASSING:
        return RemoteProblem(f"{words} Trying later may help.", code="graphql_unavailable", retry_after=wait, **details)
    return StepProblem(f"{words} Correct the query or its variables.", code="graphql_errors", **details)


def _code(error: Mapping[str, Any]) -> str:
    extensions = error.get("extensions")
    code = extensions.get("code") if isinstance(extensions, dict) else None
    return code if isinstance(code, str) else ""


GRAPHQL_REQUEST = Component(
    key="graphql.request",
    title="GraphQL request",
    summary="Asks a GraphQL service.",
    docs=(
        "The query is sent by POST with its variables. `results` is `{data, errors, extensions}`. An answer with `errors` fails "
        "the step with the service's own words, unless that is switched off; then whatever data came with them is there.\n\n"
        "Give values as `variables`, never inside the query: then nothing in a payload can change what is asked. What the "
        "service says may pass (throttling, 5xx) is retried by the step's retry policy. Every call carries an `Idempotency-Key` "
        "that stays the same when the step runs again."
    ),
    kind=Kind.ACTION,
    group="Outside world",
    icon="waypoints",
    synonyms=("graphql", "gql", "query", "mutation", "api", "call", "shopify", "github"),
    inputs=inputs_schema(
        {
            "url": field(
                "URL", "Of the GraphQL endpoint; begins with http:// or https://.", type="string", pattern="^https?://[^/?#]"
            ),
            "query": field("Query", "A GraphQL document; variables are declared in it.", type="string", minLength=1),
            "variables": field(
                "Variables", "Values by the names that the query declares.", type="object", **{"x-widget": "json"}
            ),
            "operationName": field(
                "Operation name", "Which one to run, where the document holds several.", type="string", minLength=1
            ),
            "headers": headers_field("Headers to send."),
            "credential": credential_field(
                "Sent the way its scheme says. A config variable brings the customer's own connection.", **{"x-connections": True}
            ),
            "timeoutSeconds": time_limit_field(DEFAULT_TIMEOUT),
            "failOnErrors": field(
                "Fail on errors", "Whether an answer with errors fails the step.", type="boolean", default=True
            ),
        },
        required=["url", "query"],
    ),
    example={
        "url": {"value": "https://api.example.com/graphql"},
        "query": {"value": "query Order($id: ID!) {\n  order(id: $id) {\n    status\n  }\n}"},
        "variables": {"object": {"id": {"reference": "webhook_1.results.body.data.data.orderid"}}},
    },
    run=run,
    effect=True,
    only_reads=only_asks,
    results_example={"data": {"order": {"status": "SHIPPED"}}, "errors": [], "extensions": {}},
)
