"""Routes for instances: deploy, configure, pause, resume, upgrade, rotate."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.customers.shapes import (
    InstanceChangeShape,
    InstanceShape,
    NewInstanceShape,
    ResumeShape,
    UpgradeShape,
)
from designer.integrations.shapes import RotateShape
from runtime import control
from runtime.deeds import done
from runtime.engine.definition import Definition, read_definition
from runtime.engine.endpoint_rules import effective_methods
from runtime.instances import services
from runtime.instances.models import Customer, Instance, Integration, Version
from runtime.journal.models import Execution
from runtime.rollouts.choosing import choose
from runtime.routing.endpoints import public_url, rotate
from runtime.routing.models import Endpoint
from runtime.tenancy.models import Tenant

CHOOSING = ("search", "label", "version", "enabled")
FILTERS = ("integration", "customer", *CHOOSING)


def instances_of(tenant: Tenant) -> QuerySet[Instance]:
    """What many share is fetched once; joined, the definition of a version would be read as often as there are rows."""
    return Instance.objects.of(tenant).prefetch_related("integration__live_version", "customer", "version", "endpoints")


def show_instances(instances: list[Instance]) -> list[dict[str, Any]]:
    held = held_counts(instances)
    rows = [
        {
            **{field: getattr(instance, field) for field in PLAIN_FIELDS},
            "endpoints": show_endpoints(instance),
            "held_count": held.get(instance.pk, 0),
        }
        for instance in instances
    ]
    return InstanceShape(rows, many=True).data


PLAIN_FIELDS = ("id", "integration", "customer", "version", "enabled", "config", "created_at", "updated_at")


def held_counts(instances: list[Instance]) -> dict[str, int]:
    if not instances:
        return {}
    rows = Execution.objects.of(instances[0].tenant_id).filter(status=Execution.Status.HELD)
    return dict(
        rows.filter(instance_id__in=[instance.pk for instance in instances])
        .order_by()
        .values_list("instance_id")
        .annotate(count=Count("pk"))
    )


def show_endpoints(instance: Instance) -> list[dict[str, Any]]:
    """The URLs that its version uses; those only other versions use are kept, and not shown."""
    definition = read_definition(instance.version.definition)
    used = (row for row in instance.endpoints.all() if row.type == definition.endpoint.type)
    rows = sorted(used, key=lambda row: row.pk)
    return [shown for row in rows if (shown := _show_endpoint(row, definition))]


def _show_endpoint(row: Endpoint, definition: Definition) -> dict[str, Any] | None:
    flow = definition.flow(row.flow_key) if row.flow_key else None
    if row.flow_key and flow is None:
        return None
    return {
        "id": row.pk,
        "type": row.type,
        "flow_key": flow.key if flow else None,
        "flow_name": flow.name if flow else None,
        "url": public_url(row),
        "methods": list(effective_methods(definition, flow)),
        "previous_url_works_until": row.previous_token_expires_at,
    }


class InstanceView(ApiView):
    """Base of whatever acts on one instance; each answers the instance as it is then."""

    def instance(self, pk: str) -> Instance:
        return pick(instances_of(self.tenant), pk)

    def show(self, pk: str) -> dict[str, Any]:
        return show_instances([self.instance(pk)])[0]

    def version(self, integration: Integration, number: int | None) -> Version:
        """Raises `InvalidInput` for a number that was never published; `NotAllowed` `not_published`."""
        rows = Version.objects.of(self.tenant).filter(integration=integration)
        found = rows.filter(number=number).first() if number else integration.live_version
        if found is None:
            missing = f"There is no version {number}." if number else "Publish the integration first."
            raise InvalidInput(missing, code="input_invalid" if number else "not_published", field="version")
        return found


class InstancesView(InstanceView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("Instances of the tenant", gives=page_shape(InstanceShape), query=[*FILTERS, *PAGED])
    def get(self, request: Request) -> Response:
        rows = instances_of(self.tenant).filter(pk__in=self.asked().values("pk")) if self.filters(*CHOOSING) else None
        by_id = {f"{name}_id": value for name, value in self.filters("integration", "customer").items()}
        rows = (instances_of(self.tenant) if rows is None else rows).filter(**by_id)
        return Response(page_of(rows, request, show_instances))

    def asked(self) -> QuerySet[Instance]:
        """Raises InvalidInput."""
        given = self.filters(*CHOOSING)
        choice: dict[str, Any] = {"search": given.get("search", "")[:200]}
        if "label" in given:
            choice["labels"] = [given["label"]]
        if version := given.get("version"):
            if not (version.isascii() and version.isdigit() and len(version) < 9):
                raise InvalidInput("Give the number of a version.", field="version")
            choice["versions"] = [int(version)]
        if enabled := given.get("enabled"):
            if enabled not in ("true", "false"):
                raise InvalidInput("Give true or false.", field="enabled")
            choice["enabled"] = enabled == "true"
        return choose(self.tenant.pk, choice)

    @operation("Switch an integration on for a customer", takes=NewInstanceShape, gives=InstanceShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewInstanceShape)
        integration = pick(Integration.objects.of(self.tenant).select_related("live_version"), given["integration"])
        customer = pick(Customer.objects.of(self.tenant), given["customer"])
        version = self.version(integration, given.get("version"))
        return created(self.show(services.deploy(integration, customer, version=version, config=given["config"]).pk))


class OneInstanceView(InstanceView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @operation("One instance", gives=InstanceShape)
    def get(self, request: Request, pk: str) -> Response:
        return Response(self.show(pk))

    @operation("Replace an instance's config values", takes=InstanceChangeShape, gives=InstanceShape)
    def patch(self, request: Request, pk: str) -> Response:
        instance = self.instance(pk)
        changes = self.read(InstanceChangeShape, partial=True)
        if "config" in changes:
            services.configure(instance, changes["config"])
        return Response(self.show(pk))

    @operation("Delete an instance; its URLs answer 404 from then on", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        services.delete_instance(self.instance(pk))
        return nothing()


class PauseView(InstanceView):
    roles = {"POST": Role.OPERATOR}

    @operation("Hold what arrives", gives=InstanceShape)
    def post(self, request: Request, pk: str) -> Response:
        services.pause(self.instance(pk))
        return Response(self.show(pk))


class ResumeView(InstanceView):
    roles = {"POST": Role.OPERATOR}

    @operation("Run what arrives, and run or discard what was held", takes=ResumeShape, gives=InstanceShape)
    def post(self, request: Request, pk: str) -> Response:
        instance = self.instance(pk)
        held = self.read(ResumeShape)["held"]
        with transaction.atomic():  # what is held is decided upon before anything can be released because it is on again
            services.resume(instance)
            count = control.resume_held(self.tenant, instance.pk, run=held == "run")
            if count:
                called = f"{instance.integration.name} of {instance.customer.name}"
                done("instance.released", instance, called, did=held, count=count)
        return Response(self.show(pk))


class UpgradeView(InstanceView):
    roles = {"POST": Role.OPERATOR}

    @operation("Move to another version, newer or older", takes=UpgradeShape, gives=InstanceShape)
    def post(self, request: Request, pk: str) -> Response:
        instance = self.instance(pk)
        wish = self.read(UpgradeShape)
        services.upgrade(instance, self.version(instance.integration, wish.get("version")), wish.get("config"))
        control.wake()
        return Response(self.show(pk))


class RotateEndpointView(InstanceView):
    roles = {"POST": Role.OPERATOR}

    @operation("Give a URL a new secret part", takes=RotateShape, gives=InstanceShape)
    def post(self, request: Request, pk: str, endpoint: str) -> Response:
        rows = Endpoint.objects.of(self.tenant).filter(instance=self.instance(pk))
        rotate(pick(rows, endpoint), now=timezone.now(), **self.read(RotateShape))
        return Response(self.show(pk))
