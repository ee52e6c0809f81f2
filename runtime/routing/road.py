"""The road a request takes from its raw bytes to a flow of a customer.

For: verify, parse, preprocess, pick, match; every stage leaves its mark in the trace, so one can always see why.
Not here: reading the socket and answering (`runtime.ingress`), keeping the request (`runtime.journal`), loading plans (`book`).

The same road is walked by live requests, by replays and by the test bench; only the plan differs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from runtime.credentials.calls import Call, missing
from runtime.credentials.gate import Gate
from runtime.engine.definition import Flow
from runtime.engine.endpoint_rules import target_flows
from runtime.engine.errors import HookyardError
from runtime.engine.interpreter import FlowPlan
from runtime.engine.references import Reference, ReferenceMissing
from runtime.engine.values import value
from runtime.routing.inbound import Inbound, read_request
from runtime.routing.plans import Directory, EndpointPlan, InstancePlan
from runtime.routing.trace import Trace

LONGEST_NAME = 200  # characters: of an external id or alias, the longest names there are


class RouteStopped(HookyardError):
    """The request was good, but where it should go could not be found. It is kept in the unrouted inbox."""

    default_code = "unrouted"


@value
class Preprocessed:
    """`steps` are step runs as JSON; `error` is set when the flow failed."""

    result: Any
    steps: list[dict[str, Any]]
    error: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Admitted:
    """By which gate; `by_current` is False when a secret that was rotated away proved the call."""

    gate: Gate | None
    by_current: bool = True


@value
class Routed:
    instance: InstancePlan
    flow: FlowPlan
    trigger_step: str
    request: dict[str, Any]


RunPreprocess = Callable[[EndpointPlan, Inbound, dict[str, Any]], Awaitable[Preprocessed]]


@dataclass(frozen=True, slots=True)
class Road:
    directory: Directory
    run_preprocess: RunPreprocess

    async def gate(self, plan: EndpointPlan, inbound: Inbound, trace: Trace) -> Gate | None:
        """The endpoint's, or the customer's own where each has one: found by reading the request alone, nothing runs for it.

        Raises NotAllowed `credential_missing`. A stranger is told no more, since who is a customer is no stranger's business.
        """
        if not plan.asks_customer:
            return plan.gate
        try:
            picker = plan.customer_picker
            known_as = _read(picker, read_request(inbound, most=plan.max_body), "External customer id") if picker else ""
            customer = await self.directory.customer(plan.tenant_id, known_as)
            if customer is None:
                raise unknown_customer(known_as, [])
            instance = await self.directory.instance(plan.tenant_id, plan.integration["id"], customer["id"])
            if instance is None:
                raise no_instance(customer["name"], plan.integration["name"])
            if instance.gate is None:
                raise RouteStopped(f"{customer['name']} is on a version that names no credential.", code="instance_not_found")
        except HookyardError as stopped:
            trace.note("verify", f"Whose secret to check by is not known. {stopped.message}", ok=False)
            raise missing("The caller could not be verified.") from None
        return instance.gate

    def verify(self, gate: Gate | None, call: Call, trace: Trace, now: float) -> Admitted:
        """`call` as sent, before redaction. Raises NotAllowed, CertificateNeeded; nothing of the tenant's has run by then."""
        if gate is None:
            trace.skip("verify", "The endpoint asks for no credential.")
            return Admitted(None)
        with trace.stage("verify", "The credential is right.") as entry:
            by_current = gate.check(call, now)
            if not by_current:
                entry["detail"] = "The credential is right, by its previous secret, which ends soon."
        return Admitted(gate, by_current)

    async def travel(self, plan: EndpointPlan, inbound: Inbound, trace: Trace) -> Routed:
        """From a verified request to its flow. Raises NotAllowed `body_malformed`, or RouteStopped with the answer's code."""
        with trace.stage("parse", f"{len(inbound.body)} bytes of {inbound.content_type or 'no content type'}."):
            request = read_request(inbound, most=plan.max_body)
        if plan.type == "flow":
            return self._flow_of_url(plan, inbound, request, trace)
        # Whose secret was checked was read from the request; nothing may read another customer from it afterwards.
        results = request if plan.asks_customer else await self._preprocess(plan, inbound, request, trace)
        flow_name, known_as = self._pick(plan, results, trace)
        with trace.stage("match") as entry:
            instance = await self._target(plan, known_as, entry)
            flow = _match_flow(plan, instance, flow_name)
            _describe(entry, instance, flow)
        return _routed(instance, flow, inbound, request)

    def _flow_of_url(self, plan: EndpointPlan, inbound: Inbound, request: dict[str, Any], trace: Trace) -> Routed:
        for name in ("preprocess", "pick"):
            trace.skip(name, "The URL names the flow.")
        with trace.stage("match") as entry:
            if plan.instance is None:
                raise RouteStopped("This URL belongs to no instance any more.", code="instance_not_found")
            # A draft's URL is for the whole integration, so there the flow's key follows it.
            flow = _match_flow(plan, plan.instance, plan.flow_key or inbound.path_fragment.partition("/")[0] or None)
            _describe(entry, plan.instance, flow)
        return _routed(plan.instance, flow, inbound, request)

    async def _preprocess(self, plan: EndpointPlan, inbound: Inbound, request: dict[str, Any], trace: Trace) -> Any:
        flow = plan.preprocess
        if flow is None:
            trace.skip("preprocess", "No preprocess flow: the pickers read the request itself.")
            return request
        with trace.stage("preprocess", f"{flow.flow.name} ran.") as entry:
            outcome = await self.run_preprocess(plan, inbound, request)
            entry["data"] = {"flow": flow.flow.key, "steps": outcome.steps, "result": outcome.result}
            if outcome.error:
                raise RouteStopped(
                    f"The preprocess flow failed: {outcome.error.get('message', '')}",
                    code="preprocess_failed",
                    error=outcome.error,
                )
        return outcome.result

    def _pick(self, plan: EndpointPlan, results: Any, trace: Trace) -> tuple[str | None, str | None]:
        """What the pickers read: (flow name, external customer id), each None where the endpoint has no such picker."""
        with trace.stage("pick", "") as entry:
            picked: dict[str, Any] = {"flowName": None, "externalCustomerId": None}
            entry["data"] = picked
            if plan.is_draft:
                picked["results"] = results
            if plan.flow_picker:
                picked["flowName"] = _read(plan.flow_picker, results, "Flow name")
            if plan.type == "shared" and plan.customer_picker:
                picked["externalCustomerId"] = _read(plan.customer_picker, results, "External customer id")
            entry["detail"] = _spell(picked)
        return picked["flowName"], picked["externalCustomerId"]

    async def _target(self, plan: EndpointPlan, known_as: str | None, entry: dict[str, Any]) -> InstancePlan:
        if plan.instance is None:
            return await self._instance(plan, known_as or "", entry)
        if plan.is_draft and known_as is not None:
            entry["data"] = {"live": await self.who_would_get(plan, known_as)}
            return replace(plan.instance, customer={"id": "", "externalId": known_as, "name": "the test customer"})
        return plan.instance

    async def who_would_get(self, plan: EndpointPlan, known_as: str) -> dict[str, Any]:
        """What a live request with this customer would come to; a test only tells, it never goes there."""
        entry: dict[str, Any] = {}
        try:
            instance = await self._instance(plan, known_as, entry)
        except RouteStopped as stopped:
            return {"code": stopped.code, "detail": stopped.message, **entry["data"]}
        return {**entry["data"], "instance": instance.as_json(), "version": instance.release.number}

    async def _instance(self, plan: EndpointPlan, known_as: str, entry: dict[str, Any]) -> InstancePlan:
        data: dict[str, Any] = {"externalCustomerId": known_as}
        entry["data"] = data
        customer = await self.directory.customer(plan.tenant_id, known_as)
        if customer is None:
            data["nearest"] = nearest = await self.directory.nearest(plan.tenant_id, known_as)
            raise unknown_customer(known_as, nearest)
        data["customer"] = dict(customer)
        instance = await self.directory.instance(plan.tenant_id, plan.integration["id"], customer["id"])
        if instance is None:
            raise no_instance(customer["name"], plan.integration["name"])
        return instance


def unknown_customer(known_as: str, nearest: list[Mapping[str, Any]]) -> RouteStopped:
    hint = f' Closest: "{nearest[0]["knownAs"]}" ({nearest[0]["name"]}).' if nearest else ""
    return RouteStopped(f'No customer is known as "{known_as}".{hint}', code="customer_not_found", nearest=nearest)


def no_instance(customer: str, integration: str) -> RouteStopped:
    return RouteStopped(f"{customer} has no instance of {integration}. Deploy one, then replay.", code="instance_not_found")


def _read(reference: Reference, results: Any, label: str) -> str:
    """A picker's value as text. Raises RouteStopped `picker_empty` naming what is missing."""
    try:
        value = reference.read({"results": results})
    except ReferenceMissing as missing:
        raise RouteStopped(f"{label}: {missing.message}", code="picker_empty", **missing.details) from None
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        kind = "nothing" if value in (None, "") else f"{type(value).__name__}, not a text"
        raise RouteStopped(f"{label}: {reference.text} holds {kind}.", code="picker_empty", reference=reference.text)
    text = str(value)
    if len(text) > LONGEST_NAME or "\0" in text:
        # Not even looked up: comparing it with what is near would cost more than the request is worth.
        raise RouteStopped(
            f"{label}: {reference.text} holds a text that no name can be.", code="picker_empty", reference=reference.text
        )
    return text


def _match_flow(plan: EndpointPlan, instance: InstancePlan, name: str | None) -> FlowPlan:
    """The flow with this key or exact name; without a name the only one there is."""
    flow = instance.release.targets.get(name) if name is not None else None
    if flow is None:
        targets = target_flows(instance.release.definition)
        if name is None and len(targets) == 1:
            return instance.release.plan(targets[0])
        raise RouteStopped(
            _no_flow(name, targets, instance.release.number), code="flow_not_found", flows=[flow.name for flow in targets]
        )
    return instance.release.plan(flow)


def _no_flow(name: str | None, targets: list[Flow], version: int | None) -> str:
    if name is None:
        return "Nothing says which of the flows is meant: set the Flow name picker."
    close = get_close_matches(name, [known for flow in targets for known in (flow.name, flow.key)], n=1, cutoff=0.4)
    hint = f' Closest: "{close[0]}".' if close else ""
    # Instances stay on their version, so a flow that the builder sees in the draft may not be there yet.
    where = "the draft" if version is None else f"version {version}, which this instance runs,"
    return f'No flow of {where} that a webhook starts is called "{name}".{hint}'


def _describe(entry: dict[str, Any], instance: InstancePlan, flow: FlowPlan) -> None:
    data = entry.setdefault("data", {})
    data["flow"] = {"key": flow.flow.key, "name": flow.flow.name}
    data["instance"] = instance.as_json()
    data["customer"] = dict(instance.customer) if instance.customer else None
    data["version"] = instance.release.number
    who = instance.customer["name"] if instance.customer else "the test customer"
    entry["detail"] = f"{flow.flow.name} of {who}" + (
        f", version {instance.release.number}." if instance.release.number else ", draft."
    )


def _routed(instance: InstancePlan, flow: FlowPlan, inbound: Inbound, request: dict[str, Any]) -> Routed:
    step = instance.release.fired_by(inbound.method, flow.flow)
    if step is None:
        raise RouteStopped(f"{flow.flow.name} has no Webhook step any more.", code="flow_not_found")
    return Routed(instance, flow, step, request)


def _spell(picked: Mapping[str, Any]) -> str:
    labels = {"flowName": "flow", "externalCustomerId": "customer"}
    found = [f'{label} "{picked[name]}"' for name, label in labels.items() if picked.get(name) is not None]
    return ", ".join(found) + "." if found else "The endpoint needs no picker."
