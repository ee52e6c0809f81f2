"""What the wizard of one instance shows: its pages and all that stands on them. No secret is in it.

For: one plain document for the page in the browser.
Not here: shapes on the wire (`shapes`), what is kept (`runs`).
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from designer.customers.instances_api import show_endpoints
from designer.embedding.services import embedding_of
from designer.wizard import proof
from designer.wizard.admission import options_of
from designer.wizard.forms import Form, form_of
from designer.wizard.models import WizardRun, WizardSession
from designer.wizard.runs import attention_of, values_of
from runtime.connections.models import Connection, Service
from runtime.connections.schemes import fields_of
from runtime.engine.endpoint_rules import effective_credential, target_flows
from runtime.instances.models import Instance
from runtime.routing.endpoints import public_url
from runtime.routing.models import Endpoint


def show(session: WizardSession, run: WizardRun) -> dict[str, Any]:
    instance, tenant = session.instance, session.tenant
    form, embedding, options = form_of(instance), embedding_of(session.tenant_id), options_of(session)
    values = values_of(run, instance)
    asked = set().union(*(form.keys_on(index) for index in range(len(form.pages))))
    return {
        "instance": {"id": instance.pk, "enabled": instance.enabled, "finished": run.completed},
        "integration": {"key": instance.integration.key, "name": instance.integration.name, "version": instance.version.number},
        "customer": {"name": instance.customer.name, "external_id": instance.customer.external_id},
        "tenant": {"name": embedding.display_name or tenant.name},
        "theme": {"logo": embedding.logo, "accent": embedding.accent, "scheme": embedding.scheme},
        "language": options.language or embedding.language,
        "words": embedding.words,
        "host": {
            "origins": [options.origin] if options.origin else embedding.allowed_origins,
            "custom_validation": options.custom_validation,
            "return_url": options.return_url,
            "enables": options.enable,
        },
        "pages": form.pages,
        "page": form.page_near(min(run.page, len(form.pages) - 1), values),
        "variables": [variable for variable in form.variables if variable["key"] in asked],
        "values": {key: value for key, value in values.items() if key in asked},
        "secret_given": bool(form.secret_variable and values.get(form.secret_variable)),
        "signed": bool(form.secret_variable)
        or any(effective_credential(form.definition, flow) for flow in target_flows(form.definition)),
        "urls": urls_of(instance),
        "services": services_of(instance, form),
        "connections": connections_of(instance, form),
        "attention": attention_of(instance, timezone.now()) if run.completed else [],
        **proof.lights_of(run, instance),
    }


def urls_of(instance: Instance) -> list[dict[str, Any]]:
    """The customer's own; a shared integration has one for all of them, without a flow."""
    own = [
        {
            "flow": shown["flow_key"] or "",
            "name": shown["flow_name"] or "",
            "url": shown["url"],
            "methods": shown["methods"],
            "own": True,
        }
        for shown in show_endpoints(instance)
    ]
    shared = Endpoint.of(instance.tenant_id).filter(integration=instance.integration, type=Endpoint.Type.SHARED)
    if own or form_of(instance).definition.endpoint.type != "shared":
        return own
    return [{"flow": "", "name": "", "url": public_url(row), "methods": [], "own": False} for row in shared]


def services_of(instance: Instance, form: Form) -> list[dict[str, Any]]:
    keys = {variable.get("service") for variable in form.variables if variable.get("type") == "connection"}
    return [
        {
            **{"key": row.key, "name": row.name, "scheme": row.scheme, "fields_asked": fields_of(row.scheme, row.settings)},
            "instructions": row.settings.get("instructions") or "",
        }
        for row in Service.of(instance.tenant_id).filter(key__in=keys).order_by("name")
    ]


def connections_of(instance: Instance, form: Form) -> list[Connection]:
    """Of this customer, to the services that this integration asks for: no other is this wizard's business."""
    keys = {variable.get("service") for variable in form.variables if variable.get("type") == "connection"}
    rows = Connection.of(instance.tenant_id).filter(customer_id=instance.customer_id, service__key__in=keys)
    return list(rows.select_related("service").order_by("pk"))
