"""What an endpoint accepts and asks for, where part of it is said by the endpoint and part by Webhook steps.

For: the methods, the kinds of body and the credential that count for a URL; which flows requests may be for.
Not here: receiving requests, finding the endpoint of a URL.

A URL of type `flow` is governed by the Webhook steps of its flow. A routed URL (`instance`, `shared`) is governed by the
endpoint; where that is silent, by the Webhook steps of all flows a request may be for.
"""

from __future__ import annotations

from collections.abc import Iterable

from runtime.engine.definition import Definition, Flow, Step
from runtime.engine.errors import InvalidDefinition
from runtime.engine.inputs import literal

WEBHOOK = "webhook"
USUAL_METHODS = ("POST",)


def webhook_steps(flow: Flow) -> list[Step]:
    """The enabled Webhook steps of a flow, in document order."""
    return [step for step in flow.steps if step.component == WEBHOOK and not step.disabled]


def target_flows(definition: Definition) -> list[Flow]:
    """The flows a request may be for: those a Webhook starts, without the preprocess flow."""
    preprocess = definition.endpoint.preprocess_flow if is_routed(definition) else None
    return [flow for flow in definition.flows if flow.key != preprocess and webhook_steps(flow)]


def is_routed(definition: Definition) -> bool:
    return definition.endpoint.type != "flow"


def webhook_methods(step: Step) -> tuple[str, ...]:
    """What one Webhook step accepts; POST when it does not say."""
    methods = literal(step.inputs.get("methods"))
    if not isinstance(methods, list):
        return USUAL_METHODS
    return tuple(dict.fromkeys(method.upper() for method in methods if isinstance(method, str))) or USUAL_METHODS


def webhook_kinds(step: Step) -> tuple[str, ...]:
    """The kinds of body one Webhook step takes; none named is all."""
    kinds = literal(step.inputs.get("contentTypes"))
    return tuple(dict.fromkeys(kind for kind in kinds if isinstance(kind, str))) if isinstance(kinds, list) else ()


def webhook_credential(step: Step) -> str | None:
    """The key of the credential that callers of one Webhook step must present."""
    match step.inputs.get("credential"):
        case {"credential": str(key)} | {"value": str(key)} | {"value": {"credential": str(key)}} if key:
            return key
    return None


def effective_methods(definition: Definition, flow: Flow | None = None) -> tuple[str, ...]:
    """Upper-case methods, in the order they are named. `flow` is the flow of a URL of type `flow`."""
    if is_routed(definition) and definition.endpoint.methods:
        return tuple(dict.fromkeys(method.upper() for method in definition.endpoint.methods))
    named = [method for step in _governing(definition, flow) for method in webhook_methods(step)]
    return tuple(dict.fromkeys(named)) or USUAL_METHODS


def effective_kinds(definition: Definition, flow: Flow | None = None) -> tuple[str, ...]:
    """The kinds of body a URL takes; none named is all. One Webhook step that takes all makes the URL take all."""
    if is_routed(definition) and definition.endpoint.content_types:
        return definition.endpoint.content_types
    named = [webhook_kinds(step) for step in _governing(definition, flow)]
    return tuple(dict.fromkeys(kind for kinds in named for kind in kinds)) if all(named) else ()


def effective_credential(definition: Definition, flow: Flow | None = None) -> str | None:
    """The key of the credential for a URL; None when it asks for none.

    Raises `InvalidDefinition` `credential_ambiguous` when the Webhook steps that govern it do not agree (naming none is
    disagreeing with naming one): choosing for the builder could leave a flow open.
    """
    if is_routed(definition) and definition.endpoint.credential:
        return definition.endpoint.credential
    named = credentials_named(_governing(definition, flow))
    if len(named) > 1:
        raise InvalidDefinition(
            "The Webhook steps behind this URL name different credentials; name one on the endpoint, or the same on each.",
            code="credential_ambiguous",
        )
    return next(iter(named), None)


def credentials_named(steps: Iterable[Step]) -> set[str | None]:
    return {webhook_credential(step) for step in steps}


def _governing(definition: Definition, flow: Flow | None) -> list[Step]:
    flows = target_flows(definition) if flow is None or is_routed(definition) else [flow]
    return [step for flow in flows for step in webhook_steps(flow)]
