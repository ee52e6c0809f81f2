"""Things Acme has: small definitions, integrations, customers, instances, and what happened to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from designer.bench.models import SavedTest
from designer.bench.saved import create_test
from designer.images.models import Image
from designer.images.services import keep_image
from designer.integrations.drafts import create_integration, draft_of
from runtime.alerts.models import AlertRule
from runtime.alerts.rules import create_rule
from runtime.bulk.models import BulkAction
from runtime.connectors.keeping import upload
from runtime.connectors.models import Connector
from runtime.delivery import destinations
from runtime.delivery.models import Delivery, Destination
from runtime.delivery.sending import Event, send
from runtime.identifiers import new_id
from runtime.instances.customers import create_customer
from runtime.instances.models import Customer, Instance, Integration, Version
from runtime.instances.services import accept_version, deploy
from runtime.journal.models import Execution, Request, StepResult
from runtime.listening.models import EventSubscription, GlobalWebhook, RegisteredHook
from runtime.rollouts.models import Rollout
from runtime.storage.models import StoredValue
from runtime.subscriptions import keeping as subscriptions
from runtime.subscriptions.models import Subscription
from runtime.tenancy.models import Tenant

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def flow(key: str = "orders", name: str = "Orders", **more: Any) -> dict[str, Any]:
    """A webhook, and a log line behind it."""
    return {
        "key": key,
        "name": name,
        "response": "async",
        "steps": [
            {"id": "webhook_1", "name": "Webhook", "component": "webhook"},
            {"id": "log_1", "name": "Log", "component": "log", "inputs": {"message": {"value": "came"}}},
        ],
        "links": [{"from": "webhook_1", "to": "log_1"}],
        "layout": {"webhook_1": {"x": 0, "y": 0}, "log_1": {"x": 320, "y": 0}},
        **more,
    }


def definition(key: str = "shop", name: str = "Shop", *, type: str = "flow", **more: Any) -> dict[str, Any]:
    endpoint: dict[str, Any] = {"type": type}
    if type == "shared":
        endpoint["externalCustomerId"] = {"reference": "results.body.data.shop"}
    return {
        "name": name,
        "key": key,
        "description": "",
        "endpoint": endpoint,
        "configVariables": [],
        "configPages": [],
        "flows": [flow()],
        **more,
    }


def make_integration(tenant: Tenant, key: str = "shop", **more: Any) -> Integration:
    document = definition(key, **more)
    return create_integration(tenant, name=document["name"], key=key, definition=document)


def make_version(integration: Integration, **changes: Any) -> Version:
    """Publishes the draft as it is, with `changes` to the document; nothing is validated."""
    document = {**draft_of(integration).definition, **changes}
    return accept_version(integration, document, comment="", published_by="test")


def make_saved_test(integration: Integration, **changes: Any) -> SavedTest:
    """Of the stock flow, expecting that it succeeds."""
    usual = {
        **{"name": "It runs", "kind": "flow", "flow": "orders", "pins": {}, "run_target": True, "strict": False, "gates": True},
        "request": {"method": "POST", "headers": [], "query": "", "body": "{}", "contentType": "application/json", "path": ""},
        "expected": {"outcome": "succeeded"},
    }
    return create_test(integration, {**usual, **changes}, user=None)


def make_customer(tenant: Tenant, external_id: str = "c-1", **more: Any) -> Customer:
    return create_customer(tenant, external_id=external_id, name=more.pop("name", f"Customer {external_id}"), **more)


def make_instance(tenant: Tenant, **more: Any) -> Instance:
    integration = make_integration(tenant, **more)
    make_version(integration)
    return deploy(integration, make_customer(tenant))


def make_connector(tenant: Tenant, key: str = "acme-parts", **files: str) -> Connector:
    """A connector of one operation, unless told more."""
    own = {
        "spec.yml": f"name: Acme Parts\nkey: {key}\n",
        "operations/find/spec.yml": "name: Find part\n",
        "operations/find/run.js": "export default async function run({ input }) {\n  return { part: input.id };\n}\n",
    }
    version, _ = upload(tenant, {path: text.encode() for path, text in {**own, **files}.items()})
    return version.connector


def make_image(tenant: Tenant) -> Image:
    """The smallest that is taken for one: the first bytes of a PNG."""
    return keep_image(tenant, name="dot.png", content="iVBORw0KGgo=")


def make_request(tenant: Tenant, **fields: Any) -> Request:
    usual = {
        "received_at": NOW,
        "method": "POST",
        "path": "/hooks/t/shared/s",
        "status": "accepted",
        "answer_status": 200,
        "headers": [["content-type", "application/json"]],
        "content_type": "application/json",
    }
    return Request.objects.create(tenant=tenant, **{**usual, **fields})


def make_execution(tenant: Tenant, **fields: Any) -> Execution:
    usual = {
        "integration_id": new_id(),
        "flow_key": "orders",
        "flow_name": "Orders",
        "trigger_step": "webhook_1",
        "status": "succeeded",
        "queued_at": NOW,
        "due_at": NOW,
    }
    return Execution.objects.create(tenant=tenant, **{**usual, **fields})


def make_ended(tenant: Tenant, instance: Instance) -> Execution:
    """One of the flow of `definition()`, with its steps."""
    ids = {"integration_id": instance.integration_id, "customer_id": instance.customer_id, "instance_id": instance.pk}
    ran = make_execution(tenant, **ids, version_id=instance.version_id, trigger={"body": {"data": 1}})
    make_step(ran, "webhook_1", 1, component="webhook")
    make_step(ran, "log_1", 2, inputs={"message": "came"}, results=None)
    return ran


def make_bulk_action(tenant: Tenant) -> BulkAction:
    """One that is over."""
    now = datetime.now(UTC)
    given = {"choice": {}, "per_second": 50, "expected": 1, "due_at": now, "created_at": now, "created_by": "owner@example.com"}
    return BulkAction.objects.create(tenant=tenant, action="retry", status="done", **given)


def make_rollout(integration: Integration) -> Rollout:
    """One that is over."""
    now = datetime.now(UTC)
    given = {"choice": {}, "expected": 0, "due_at": now, "created_at": now, "created_by": "owner@example.com", "status": "done"}
    about = {"tenant_id": integration.tenant_id, "integration": integration, "version": integration.live_version}
    return Rollout.objects.create(**about, **given)


def make_value(tenant: Tenant, scope: str, owner: str, key: str = "k", value: Any = 1) -> StoredValue:
    return StoredValue.objects.create(tenant=tenant, scope=scope, owner=owner, key=key, value=value)


def make_step(execution: Execution, step_id: str, sequence: int, **fields: Any) -> StepResult:
    usual = {"component": "log", "status": "succeeded", "path": step_id}
    return StepResult.objects.create(
        tenant_id=execution.tenant_id, execution_id=execution.pk, step_id=step_id, sequence=sequence, **{**usual, **fields}
    )


def make_alert(tenant: Tenant, target: str = "https://chat.example/in", **given: Any) -> AlertRule:
    base = {"name": "Failures", "condition": "failures", "threshold": 3, "channel": "webhook", "target": target}
    return create_rule(tenant, {**base, **given})[0]


def make_destination(tenant: Tenant, **given: Any) -> Destination:
    return destinations.make(tenant, **{"url": "https://hooks.example/in", "name": "Warehouse", **given})[0]


def make_subscription(tenant: Tenant, customer: Customer | None = None, **given: Any) -> Subscription:
    usual = {"name": "Orders", "trigger": "webhook-trigger", "version": "1.0", "operation": "webhook"}
    wanted = subscriptions.Wanted(**{**usual, "endpoint": "https://events.example/in", **given})
    return subscriptions.create(tenant, customer, wanted, now=NOW)[0]


def make_delivery(tenant: Tenant, destination: Destination | None = None, **event: Any) -> Delivery:
    event = {"body": {"order": 7}, "type": "order.created", **event}
    return Delivery.of(tenant).get(pk=send(destination or make_destination(tenant), Event(**event)))


def make_global_webhook(integration: Integration) -> GlobalWebhook:
    return GlobalWebhook.objects.create(
        tenant_id=integration.tenant_id, integration=integration, connector="acme-erp", key="webhook-key"
    )


def make_listening(instance: Instance, **columns: Any) -> EventSubscription:
    """Registered at a service, by one hook."""
    told = {"connector": "acme-erp", "event": "order", "kind": "webhook", "status": "on", "fingerprint": new_id()}
    told |= {"integration_id": instance.integration_id, "customer_id": instance.customer_id, "instance_id": instance.pk}
    told |= {"listeners": [{"flowKey": "orders", "stepId": "event_1"}], **columns}
    row: EventSubscription = EventSubscription.objects.create(tenant_id=instance.tenant_id, **told)
    RegisteredHook.objects.create(
        **{"tenant_id": row.tenant_id, "subscription_id": row.pk, "connector": row.connector, "event": row.event},
        **{"integration_id": row.integration_id, "instance_id": row.instance_id, "customer_id": row.customer_id},
        **{"uri": "https://hooks.example.com/hooks/x/event/y", "status": "registered", "external_id": "h-1", "intended_at": NOW},
    )
    return row
