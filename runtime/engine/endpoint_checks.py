"""Rules for the endpoint of an integration.

For: pickers, the preprocess flow, and whether every request would find exactly one flow, one customer and one credential.
Not here: two Webhook steps in one flow (`graph_rules`), what an endpoint accepts (`endpoint_rules`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from runtime.engine.access_rules import access_problems
from runtime.engine.definition import Definition
from runtime.engine.endpoint_rules import credentials_named, is_routed, target_flows, webhook_steps
from runtime.engine.errors import InvalidDefinition
from runtime.engine.problems import Problem
from runtime.engine.references import DOCUMENT, compile_reference

PICKER_ROOT = "results"


def endpoint_problems(definition: Definition, *, credentials: Collection[str]) -> Iterator[Problem]:
    endpoint = definition.endpoint
    if endpoint.credential and endpoint.credential not in credentials:
        message = f'There is no credential "{endpoint.credential}"; create it or choose another.'
        yield Problem("credential_unknown", message, field="endpoint.credential")
    if endpoint.customer_credential:
        yield from _customer_credential_problems(definition)
    yield from access_problems(endpoint)
    yield from _picker_problems(endpoint.flow_name, "endpoint.flowName")
    yield from _picker_problems(endpoint.external_customer_id, "endpoint.externalCustomerId")
    if is_routed(definition):
        yield from _routing_problems(definition)
    else:
        yield from _flow_url_problems(definition)


def _picker_problems(text: str | None, field: str) -> Iterator[Problem]:
    if not text:
        return
    try:
        reference = compile_reference(text)
    except InvalidDefinition as error:
        yield Problem("reference_malformed", error.message, field=field)
        return
    begins = reference.keys[0] if reference.root == DOCUMENT and reference.keys else reference.root
    if begins != PICKER_ROOT:
        message = f"{text}: a picker reads {PICKER_ROOT}, such as {PICKER_ROOT}.flowName or {PICKER_ROOT}.headers.x-customer."
        yield Problem("reference_malformed", message, field=field)


def _routing_problems(definition: Definition) -> Iterator[Problem]:
    endpoint, targets = definition.endpoint, target_flows(definition)
    if endpoint.preprocess_flow and all(flow.key != endpoint.preprocess_flow for flow in definition.flows):
        message = f'There is no flow "{endpoint.preprocess_flow}" to preprocess with; choose one that exists.'
        yield Problem("preprocess_flow_unknown", message, field="endpoint.preprocessFlow")
    if definition.flows and not targets:
        message = "No flow can receive a request; add one that begins with a Webhook and is not the preprocess flow."
        yield Problem("endpoint_target_missing", message, field="endpoint")
    if endpoint.type == "shared" and not endpoint.external_customer_id:
        message = "All customers share this URL; say where the customer's id stands in a request."
        yield Problem("endpoint_customer_picker_missing", message, field="endpoint.externalCustomerId")
    if len(targets) > 1 and not endpoint.flow_name:
        message = f"{len(targets)} flows share this URL; say where the name of the flow stands in a request."
        yield Problem("endpoint_flow_picker_missing", message, field="endpoint.flowName")
    named = credentials_named(step for flow in targets for step in webhook_steps(flow))
    if not endpoint.credential and len(named) > 1:
        message = "The Webhook steps behind this URL name different credentials; name one here, or the same on each of them."
        yield Problem("credential_ambiguous", message, field="endpoint.credential")


def _customer_credential_problems(definition: Definition) -> Iterator[Problem]:
    """Each customer's own secret is checked before anything of the tenant's runs, so the request alone must say whose it is."""
    endpoint, field = definition.endpoint, "endpoint.customerCredential"
    key = endpoint.customer_credential
    variable = next((one for one in definition.config_variables if one.key == key), None)
    if variable is None or variable.type != "string":
        message = f'There is no config variable "{key}" of type text; create it, and give each instance the key of a credential.'
        yield Problem("customer_credential_unknown", message, field=field)
    elif variable.visibility != "organization":
        message = f"Customers could name any credential by {variable.name}; let only your own people set it."
        yield Problem("customer_credential_open", message, field=field)
    steps = credentials_named(step for flow in target_flows(definition) for step in webhook_steps(flow)) - {None}
    if endpoint.credential or steps:
        message = "Callers are checked by each customer's own credential; take the other one away."
        yield Problem("credential_ambiguous", message, field=field)
    if endpoint.type == "shared" and endpoint.preprocess_flow:
        message = (
            "The customer must be known before the preprocess flow runs, to check their own secret. Read the customer's id from "
            "the request itself and take the preprocess flow away, or use one credential for all."
        )
        yield Problem("customer_credential_after_preprocess", message, field=field)


def _flow_url_problems(definition: Definition) -> Iterator[Problem]:
    for flow in definition.flows:
        if len(credentials_named(webhook_steps(flow))) > 1:
            message = f"The Webhook steps of {flow.name} share one URL but name different credentials; name the same on each."
            yield Problem("credential_ambiguous", message, flow=flow.key, field="credential")
