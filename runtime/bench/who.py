"""Who would get this? The live version's road, walked with a request and left before its end.

For: which customer, instance, flow and version a request would come to now, or where it would stop and what is near.
Not here: drafts (`bench`). No target flow runs and nothing is kept: the preprocess flow runs on the bench, reads what live flows
have stored and writes to a scratch of its own. What it does outside it really does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from runtime.bench.bench import Bench, admit
from runtime.bench.trials import make_inbound
from runtime.engine.definition import read_definition
from runtime.engine.endpoint_rules import target_flows
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.ingress.visits import Visit
from runtime.instances.models import Instance, Integration
from runtime.routing import loading
from runtime.routing.models import Endpoint
from runtime.routing.plans import EndpointPlan
from runtime.routing.road import Road, Routed, no_instance, unknown_customer
from runtime.storage import services as storage
from runtime.storage.scratch import Scratch

CALLS, OUTSIDE = "flow.call", "http.request"


@dataclass(frozen=True, slots=True)
class Question:
    """`customer` and `flow` are for URLs that would say them: of an instance, of one of its flows."""

    request: Mapping[str, Any]
    customer: str = ""
    flow: str = ""


def url_for(integration: Integration, question: Question) -> Endpoint:
    """The live URL the request would be sent to.

    Raises NotAllowed `not_published`, `customer_required`, `flow_required`, `flow_not_found`; RouteStopped `customer_not_found`,
    `instance_not_found`. Reads the database.
    """
    if integration.live_version is None:
        raise NotAllowed("Nothing is live yet, so nobody would get it. Publish first.", code="not_published")
    tenant_id = integration.tenant_id
    rows = Endpoint.of(tenant_id).filter(integration=integration)
    if read_definition(integration.live_version.definition).endpoint.type == Endpoint.Type.SHARED:
        return rows.get(type=Endpoint.Type.SHARED)
    if not question.customer:
        message = "Each customer has a URL of their own here: say whose this would be sent to."
        raise NotAllowed(message, code="customer_required", field="request.customer")
    customer = loading.load_customer(tenant_id, question.customer)
    if customer is None:
        raise unknown_customer(question.customer, loading.load_names(tenant_id).nearest(question.customer))
    found = Instance.of(tenant_id).filter(integration=integration, customer_id=customer["id"])
    instance = found.select_related("version").first()
    if instance is None:
        raise no_instance(customer["name"], integration.name)
    # An instance stays on its version, so its URL is of the type that version says.
    definition = read_definition(instance.version.definition)
    match definition.endpoint.type:
        case Endpoint.Type.SHARED:
            return rows.get(type=Endpoint.Type.SHARED)
        case Endpoint.Type.INSTANCE:
            return rows.get(type=Endpoint.Type.INSTANCE, instance=instance)
    targets = target_flows(definition)
    named = [flow for flow in targets if not question.flow or question.flow in (flow.key, flow.name)]
    if not named:
        names = ", ".join(flow.name for flow in targets)
        message = f'Version {instance.version.number} has no flow "{question.flow}" that a webhook starts; it has {names}.'
        raise NotAllowed(message, code="flow_not_found", field="flow")
    if len(named) > 1:
        names = ", ".join(flow.name for flow in named)
        raise NotAllowed(f"Each flow has a URL of its own here: say which of {names}.", code="flow_required", field="flow")
    return rows.get(type=Endpoint.Type.FLOW, instance=instance, flow_key=named[0].key)


def reaches_outside(integration: Integration) -> bool:
    """Whether asking really calls some service: the preprocess flow does, or may through a flow that it calls."""
    if integration.live_version is None:
        return False
    definition = read_definition(integration.live_version.definition)
    preprocess = definition.flow(definition.endpoint.preprocess_flow or "")
    used = {step.component for step in preprocess.walk()} if preprocess else set()
    if CALLS in used:
        used |= {step.component for flow in definition.flows for step in flow.walk()}
    return OUTSIDE in used


async def walk(bench: Bench, plan: EndpointPlan, question: Question) -> dict[str, Any]:
    """{stages, match, stopped, url, version}; either `match` or `stopped` is None."""
    visit = Visit(plan, make_inbound(question.request))
    visit.trace.note("endpoint", f"{plan.type.capitalize()} endpoint of {plan.integration['name']}, live.")
    road = Road(bench.directory, replace(bench.preprocessing, scratch=Scratch(over=storage)))
    try:
        if answer := await admit(visit, road, bench.doorkeeper):
            raise NotAllowed(f"This is a handshake, answered {answer.status} before any flow.", code="handshake_answered")
        routed = await road.travel(plan, visit.inbound, visit.trace)
    except HookyardError as error:
        return {**answer_of(error), "stages": visit.trace.stages, **_of(plan)}
    held = "" if routed.instance.enabled else " The instance is paused: it would be held."
    visit.trace.skip("store", f"Only asked: nothing is stored and the flow does not run.{held}")
    return {"stages": visit.trace.stages, "match": _match(routed), "stopped": None, **_of(plan)}


def answer_of(error: HookyardError) -> dict[str, Any]:
    """Where it would stop, with the names that are near."""
    near = error.details.get("nearest")  # customers; of a picker it is the nearest key, which the message names already
    stopped = {"code": error.code, "detail": error.message, "nearest": near if isinstance(near, list) else []}
    return {"stages": [], "match": None, "stopped": stopped, "url": None, "version": None}


def _of(plan: EndpointPlan) -> dict[str, Any]:
    return {"url": plan.public_url, "version": plan.release.number}


def _match(routed: Routed) -> dict[str, Any]:
    instance, customer = routed.instance, routed.instance.customer or {}
    return {
        "customer": {name: customer.get(name) for name in ("id", "externalId", "name")},
        "instance": {"id": instance.id, "name": instance.release.definition.name, "enabled": instance.enabled},
        "flow": {"key": routed.flow.flow.key, "name": routed.flow.flow.name},
        "version": instance.release.number,
    }
