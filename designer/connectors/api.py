"""Routes for connectors: what there is, uploading, versions, and trying a function."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, nothing
from designer.connectors import shapes
from designer.connectors.uploading import files_of
from designer.connectors.uses import integrations_running
from designer.integrations.api import IntegrationView
from runtime.connectors import catalogue, keeping, parameters, trying
from runtime.connectors.catalogue import Known
from runtime.connectors.models import Connector, ConnectorVersion
from runtime.connectors.package import Element, ElementKind, package_from_json
from runtime.connectors.parsing import parse_package
from runtime.engine.errors import NotAllowed


class PackagesView(ApiView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Connectors: this tenant's and those that come along", gives=shapes.PackageShape(many=True))
    def get(self, request: Request) -> Response:
        return Response([shapes.show(known) for known in catalogue.all_of(self.tenant.pk)])

    @operation("Upload a connector, or a new version of one", takes=shapes.UploadShape, gives=shapes.UploadedShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(shapes.UploadShape)
        files = files_of(given)
        parsed = parse_package(files)
        problems = [problem.as_json() for problem in parsed.problems]
        if given["check"]:
            package = parsed.or_refuse()
            checked = shapes.show_whole(Known(package.key, 0, package))
            return Response({"connector": checked, "fresh": False, "problems": problems})
        version, fresh = keeping.upload(self.tenant, files, by=self.access.actor, key=given.get("key", ""))
        known = shapes.known_of(version, package_from_json(version.package))
        shown = {"connector": shapes.show_whole(known), "fresh": fresh, "problems": problems}
        return Response(shown, status=201 if fresh else 200)


class OnePackageView(ApiView):
    roles = {"GET": Role.VIEWER, "DELETE": Role.BUILDER}

    @operation("One connector with its docs and all its parts", gives=shapes.WholePackageShape, query=["version"])
    def get(self, request: Request, key: str) -> Response:
        said = self.filters("version").get("version")
        if said is not None and not (said.isascii() and said.isdigit() and len(said) < 10):
            raise NotAllowed("A version is a number.", code="input_invalid", field="version")
        return Response(shapes.show_whole(catalogue.find(self.tenant.pk, key, int(said) if said else None)))

    @operation("Delete a connector with all its versions", status=204)
    def delete(self, request: Request, key: str) -> Response:
        connector = _own(self.tenant, key)
        if used := integrations_running(self.tenant, key):
            message = (
                f"{connector.name} runs in {', '.join(used[:5])}. Publish a version without it, and move all instances to that."
            )
            raise NotAllowed(message, code="connector_in_use")
        keeping.delete(connector)
        return nothing()


class PackageVersionsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Versions of a connector, newest first", gives=page_shape(shapes.PackageVersionShape), query=PAGED)
    def get(self, request: Request, key: str) -> Response:
        rows = ConnectorVersion.objects.of(self.tenant).filter(connector=_own(self.tenant, key)).defer("package", "archive")
        return Response(page_of(rows, request, lambda page: shapes.PackageVersionShape(page, many=True).data))


class PackageArchiveView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("The files of a version as a zip", gives=bytes, media_type="application/zip")
    def get(self, request: Request, key: str, number: str) -> HttpResponse:
        rows = ConnectorVersion.objects.of(self.tenant).filter(connector=_own(self.tenant, key))
        if (
            not (number.isascii() and number.isdigit() and len(number) < 10)
            or (row := rows.filter(number=number).first()) is None
        ):
            raise Http404
        name = f"{key}-{row.number}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(bytes(row.archive), content_type="application/zip", headers=headers)


class RunFunctionView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("Run one function with arguments of your own", takes=shapes.FunctionCallShape, gives=shapes.FunctionRunShape)
    def post(self, request: Request, key: str) -> Response:
        given = self.read(shapes.FunctionCallShape)
        known = catalogue.find(self.tenant.pk, key, given.get("version"))
        element = _element(known, given["kind"], given["element"])
        trial = trying.Trial(
            method=given["method"],
            arguments=given["arguments"],
            connection=given.get("connection", ""),
            credentials=given.get("credentials"),
            connector_parameters=given["connector_parameters"],
        )
        return Response(trying.run_function(self.tenant, known, element, trial))


class ConnectorParametersView(IntegrationView):
    roles = {"GET": Role.VIEWER, "PUT": Role.BUILDER}

    @operation("What this integration gives a connector: which parameters are set", gives=shapes.ParametersSetShape)
    def get(self, request: Request, pk: str, key: str) -> Response:
        integration = self.integration(pk)
        return Response(self._show(integration, catalogue.find(self.tenant.pk, key)))

    @operation(
        "Set parameters that this integration gives a connector, such as a signing secret",
        takes=shapes.ParametersShape,
        gives=shapes.ParametersSetShape,
    )
    def put(self, request: Request, pk: str, key: str) -> Response:
        integration = self.integration(pk)
        known = catalogue.find(self.tenant.pk, key)
        parameters.set_parameters(integration, known.package, self.read(shapes.ParametersShape)["parameters"])
        return Response(self._show(integration, known))

    def _show(self, integration: Any, known: Known) -> dict[str, Any]:
        kept = parameters.parameters_of(integration, self.tenant.pk, known.key)
        return {"parametersSchema": known.package.parameters_schema, "names": sorted(kept)}


def _own(tenant: Any, key: str) -> Connector:
    row = Connector.objects.of(tenant).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _element(known: Known, kind: str, key: str) -> Element:
    found = known.package.find(ElementKind(kind), key)
    if found is None:
        raise NotAllowed(f"{known.package.name} has no {kind} {key}.", code="input_invalid", field="element")
    return found
