"""Routes for integrations and their drafts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.integrations import drafts
from designer.integrations.duplicating import duplicate
from designer.integrations.overview import show_integration, show_integrations
from designer.integrations.problems import problems_of
from designer.integrations.public_urls import draft_url, sample_url
from designer.integrations.shapes import (
    DraftSaveShape,
    DraftShape,
    IntegrationChangeShape,
    IntegrationShape,
    NewIntegrationShape,
)
from runtime.instances.models import Integration
from runtime.instances.services import delete_integration

LONGEST_SEARCH = 120  # a name is no longer


class IntegrationView(ApiView):
    """Base of whatever hangs below one integration."""

    def integration(self, pk: str) -> Integration:
        return pick(Integration.objects.of(self.tenant).select_related("live_version", "tenant"), pk)


class IntegrationsView(ApiView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Integrations of the tenant", gives=page_shape(IntegrationShape), query=["search", *PAGED])
    def get(self, request: Request) -> Response:
        rows = Integration.objects.of(self.tenant).select_related("live_version")
        if search := self.filters("search").get("search", "")[:LONGEST_SEARCH]:
            rows = rows.filter(Q(name__icontains=search) | Q(key__icontains=search))
        return Response(page_of(rows, request, show_integrations))

    @operation("Make an integration with an empty draft", takes=NewIntegrationShape, gives=IntegrationShape, status=201)
    def post(self, request: Request) -> Response:
        integration = drafts.create_integration(self.tenant, user=self.access.user, **self.read(NewIntegrationShape))
        return created(show_integration(integration))


class OneIntegrationView(IntegrationView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("One integration", gives=IntegrationShape)
    def get(self, request: Request, pk: str) -> Response:
        return Response(show_integration(self.integration(pk)))

    @operation("Rename an integration, and its draft with it", takes=IntegrationChangeShape, gives=IntegrationShape)
    def patch(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        changes = {"name": integration.name, "description": integration.description}
        changes |= self.read(IntegrationChangeShape, partial=True)
        drafts.describe_integration(integration, user=self.access.user, **changes)
        return Response(show_integration(integration))

    @operation("Delete an integration that nobody uses", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        delete_integration(self.integration(pk))
        return nothing()


class DuplicateView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Make another integration of its draft and saved tests", gives=IntegrationShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        return created(show_integration(duplicate(self.integration(pk), user=self.access.user)))


class DraftView(IntegrationView):
    roles = {"GET": Role.VIEWER, "PUT": Role.BUILDER}

    @operation("The draft, and all its problems", gives=DraftShape)
    def get(self, request: Request, pk: str) -> Response:
        return Response(self.show(self.integration(pk)))

    @operation("Save the draft", takes=DraftSaveShape, gives=DraftShape)
    def put(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(DraftSaveShape)
        drafts.save_draft(integration, given["definition"], revision=given["revision"], user=self.access.user)
        return Response(self.show(integration))

    def show(self, integration: Integration) -> dict[str, Any]:
        draft = drafts.draft_of(integration)
        return DraftShape(
            {
                "definition": draft.definition,
                "revision": draft.revision,
                "updated_at": draft.updated_at,
                "updated_by": draft.updated_by.email if draft.updated_by else None,
                "problems": problems_of(self.tenant, draft.definition),
                "draft_url": draft_url(integration),
                "sample_url": sample_url(integration, draft.definition),
            }
        ).data
