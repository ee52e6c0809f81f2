"""Routes for members and programs of the tenant: give out the wizard of a customer, and take it back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.api.schema import operation
from designer.api.views import ApiView, created, nothing, pick
from designer.customers.instances_api import instances_of
from designer.embedding.services import embedding_of
from designer.wizard import admission, dialogs
from designer.wizard.shapes import NewWizardShape, WizardLinkShape, WizardOptionsShape
from runtime.instances.models import Customer, Instance, Integration


class CodeView(ApiView):
    def give(self, instance: Instance, given: dict[str, Any]) -> Response:
        minutes = given.pop("minutes")
        allowed = embedding_of(self.tenant).allowed_origins
        if given["origin"] and given["origin"] not in allowed:
            message = "This origin is none of the tenant's; add it to the origins that may show wizards."
            raise InvalidInput(message, field="origin")
        row, code = admission.make_code(
            instance, admission.Options(**given), minutes=minutes, made_by=self.access.actor, now=timezone.now()
        )
        url = f"{settings.PUBLIC_URL}/wizard/{self.tenant.pk}#code={code}"
        shown = {"instance": instance.pk, "code": code, "url": url, "expires_at": row.expires_at}
        return created(WizardLinkShape(shown).data)


class WizardsView(CodeView):
    roles = {"POST": Role.OPERATOR}

    @operation("Give a customer the wizard of an integration, once", takes=NewWizardShape, gives=WizardLinkShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewWizardShape)
        integrations = Integration.objects.of(self.tenant).select_related("live_version")
        integration = pick(integrations, given.pop("integration"))
        customer = pick(Customer.objects.of(self.tenant), given.pop("customer"))
        return self.give(admission.instance_to_set_up(integration, customer), given)


class InstanceWizardView(CodeView):
    roles = {"POST": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @operation("Give out the wizard of an instance, once", takes=WizardOptionsShape, gives=WizardLinkShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        return self.give(pick(instances_of(self.tenant), pk), self.read(WizardOptionsShape))

    @operation("Close an instance's wizards: links open nothing, open ones end", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        instance, now = pick(instances_of(self.tenant), pk), timezone.now()
        admission.close_all(instance, now=now)
        dialogs.end_dialogs_of(instance.customer, now=now)  # they were opened by the same kind of link
        return nothing()
