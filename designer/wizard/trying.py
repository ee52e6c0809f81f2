"""A test event from the wizard: which URL, and what stands in it."""

from __future__ import annotations

from typing import Any

from designer.bench.models import SavedTest
from runtime import control
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Instance
from runtime.routing.models import Endpoint

PLAIN = {"body": '{"test": true, "from": "Hookyard"}', "contentType": "application/json", "query": ""}


def send_test(instance: Instance, flow: str) -> dict[str, Any]:
    """{answer_status, code, detail}. Raises `NotAllowed` `test_not_possible`, `bench_busy`."""
    type = instance.version.definition.get("endpoint", {}).get("type", Endpoint.Type.FLOW)
    rows = Endpoint.of(instance.tenant_id).filter(instance=instance, type=type).order_by("pk")
    endpoint = (rows.filter(flow_key=flow) if flow and type == Endpoint.Type.FLOW else rows).first()
    if endpoint is None:
        message = "This customer has no URL of its own to send a test to; let the service send an event."
        raise NotAllowed(message, code="test_not_possible")
    return control.send_test(instance.tenant, endpoint, sample_of(instance, endpoint.flow_key or flow))


def sample_of(instance: Instance, flow: str) -> dict[str, Any]:
    """What the builder tests with, since it looks as the service's events do; else something that is clearly a test."""
    tests = SavedTest.of(instance.tenant_id).filter(integration_id=instance.integration_id).order_by("-pk")
    fitting = [test for test in tests[:50] if not flow or test.flow == flow or test.expected.get("flow") == flow]
    return {**PLAIN, **{name: value for name, value in fitting[0].request.items() if value}} if fitting else PLAIN
