"""Routes for publishing, versions, files and the integration's own URLs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.api.schema import operation
from designer.api.views import ApiView, created, pick
from designer.bench.files import write_tests
from designer.bench.saved import tests_of
from designer.importing.exporting import DIALECTS, export
from designer.importing.reading import OWN
from designer.integrations.api import IntegrationView
from designer.integrations.drafts import draft_of
from designer.integrations.public_urls import endpoints_of
from designer.integrations.publishing import publish
from designer.integrations.shapes import (
    ComponentShape,
    IntegrationEndpointShape,
    PublishShape,
    RotateShape,
    VersionDetailShape,
    VersionShape,
)
from designer.integrations.yaml_format import dump_definition
from runtime.components import COMPONENTS
from runtime.connectors.steps import operations_of
from runtime.instances.models import Integration, Version
from runtime.routing.endpoints import public_url, rotate
from runtime.routing.models import Endpoint


def versions_of(integration: Integration) -> QuerySet[Version]:
    rows = Version.objects.of(integration.tenant_id).filter(integration=integration)
    return rows.annotate(instance_count=Count("instances")).order_by("-number")


def version_of(integration: Integration, number: str | int) -> Version:
    try:
        found = versions_of(integration).filter(number=int(number)).first()
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Http404
    return found


class PublishView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Publish the draft as the next version", takes=PublishShape, gives=VersionShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        version = publish(integration, published_by=self.access.actor, **self.read(PublishShape))
        return created(VersionShape(version_of(integration, version.number)).data)


class VersionsView(IntegrationView):
    roles = {"GET": Role.VIEWER}

    @operation("Published versions, newest first", gives=VersionShape(many=True))
    def get(self, request: Request, pk: str) -> Response:
        return Response(VersionShape(versions_of(self.integration(pk)), many=True).data)


class VersionView(IntegrationView):
    roles = {"GET": Role.VIEWER}

    @operation("One version with its definition", gives=VersionDetailShape)
    def get(self, request: Request, pk: str, number: str) -> Response:
        return Response(VersionDetailShape(version_of(self.integration(pk), number)).data)


class ExportView(IntegrationView):
    roles = {"GET": Role.VIEWER}

    @operation(
        "As YAML, the draft with its saved tests; in Hookyard's dialect, `prismatic` or `prismatic-2020`",
        gives=OpenApiTypes.OBJECT,
        query=["version", "dialect"],
        media_type="application/yaml",
    )
    def get(self, request: Request, pk: str) -> HttpResponse:
        integration = self.integration(pk)
        wanted = request.query_params.get("version") or "draft"
        tests: list[dict[str, Any]] = []
        if wanted == "draft":
            definition, tests = draft_of(integration).definition, write_tests(tests_of(integration))
        elif wanted.isascii() and wanted.isdigit():
            definition = version_of(integration, wanted).definition
        else:
            raise InvalidInput("The version is a number, or draft.", field="version")
        dialect = request.query_params.get("dialect") or OWN
        if dialect not in (OWN, *DIALECTS):
            raise InvalidInput(f"The dialect is one of {', '.join((OWN, *DIALECTS))}.", field="dialect")
        own = dialect == OWN
        text = dump_definition(definition, tests=tests) if own else export(integration, definition, dialect)
        answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        name = f"{integration.key}-{wanted}" if own else f"{integration.key}-{wanted}-{dialect}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
        return answer


class IntegrationEndpointsView(IntegrationView):
    roles = {"GET": Role.VIEWER}

    @operation("The shared URL and the draft's", gives=IntegrationEndpointShape(many=True))
    def get(self, request: Request, pk: str) -> Response:
        return Response([show_endpoint(endpoint) for endpoint in endpoints_of(self.integration(pk))])


class RotateIntegrationEndpointView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Give a URL a new secret part", takes=RotateShape, gives=IntegrationEndpointShape)
    def post(self, request: Request, pk: str, endpoint: str) -> Response:
        rows = Endpoint.objects.of(self.tenant).filter(integration=self.integration(pk), instance=None)
        row = pick(rows, endpoint)
        rotate(row, now=timezone.now(), **self.read(RotateShape))
        return Response(show_endpoint(row))


class ComponentsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What can be dragged onto the canvas", gives=ComponentShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(ComponentShape([*COMPONENTS, *operations_of(self.tenant.pk)], many=True).data)


def show_endpoint(endpoint: Endpoint) -> dict[str, Any]:
    return {"id": endpoint.pk, "type": endpoint.type, "url": public_url(endpoint)}
