"""Routes for taking integrations from files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.views import ApiView, created, pick
from designer.importing.archives import unpack
from designer.importing.shapes import (
    ArchiveShape,
    ForeseenShape,
    ImportedShape,
    ImportPreviewShape,
    ImportShape,
    UnpackedShape,
)
from designer.integrations.drafts import draft_of
from designer.integrations.importing import Foreseen, foresee, import_into, import_new
from designer.integrations.overview import show_integration
from designer.integrations.problems import problems_of
from runtime.engine.graph_rules import PLACEHOLDER_KEY
from runtime.instances.models import Integration


class ImportPreviewView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("What an import would make, before anything is made", takes=ImportPreviewShape, gives=ForeseenShape)
    def post(self, request: Request) -> Response:
        return Response(ForeseenShape(_show(foresee(self.tenant, self.read(ImportPreviewShape)["yaml"]))).data)


class UnpackView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("The YAML files of an archive, to be taken one by one", takes=ArchiveShape, gives=UnpackedShape)
    def post(self, request: Request) -> Response:
        unpacked = unpack(self.read(ArchiveShape)["archive"])
        files = [{"path": path, "yaml": text} for path, text in unpacked.files]
        return Response(UnpackedShape({"files": files, "left_out": unpacked.left_out}).data)


class ImportView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("Take an integration from YAML, ours or Prismatic's", takes=ImportShape, gives=ImportedShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(ImportShape)
        if given.get("integration"):
            target = pick(Integration.objects.of(self.tenant).select_related("live_version"), given["integration"])
            integration, report = import_into(target, given["yaml"], user=self.access.user)
        else:
            integration, report = import_new(self.tenant, given["yaml"], user=self.access.user)
        problems = problems_of(self.tenant, draft_of(integration).definition)
        return created({"integration": show_integration(integration), "report": report, "problems": problems})


def _show(foreseen: Foreseen) -> dict[str, Any]:
    definition = foreseen.definition
    return {
        "dialect": foreseen.incoming.dialect,
        "name": definition["name"],
        "endpoint_type": definition["endpoint"].get("type", "flow"),
        "config_variables": len(definition["configVariables"]),
        "flows": [_show_flow(flow) for flow in definition["flows"]],
        "report": foreseen.report,
        "problems": foreseen.problems,
    }


def _show_flow(flow: dict[str, Any]) -> dict[str, Any]:
    steps = list(_walk(flow.get("steps", ())))
    placeholders = sum(step["component"] == PLACEHOLDER_KEY for step in steps)
    return {"key": flow["key"], "name": flow["name"], "steps": len(steps), "placeholders": placeholders}


def _walk(steps: Any) -> Iterator[dict[str, Any]]:
    for step in steps:
        yield step
        yield from _walk(step.get("steps", ()))
