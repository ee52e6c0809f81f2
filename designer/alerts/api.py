"""Routes for alert rules: set up, try, see what they told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.alerts.shapes import (
    AlertConditionsShape,
    AlertNoticeShape,
    AlertRuleChangeShape,
    AlertRuleShape,
    KeptAlertRuleShape,
    NewAlertRuleShape,
)
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from runtime.alerts import rules
from runtime.alerts.conditions import CONDITIONS
from runtime.alerts.models import AlertNotice, AlertRule
from runtime.instances.models import Integration


class AlertView(ApiView):
    """Base of what is about rules."""

    def rule(self, pk: str) -> AlertRule:
        return pick(AlertRule.objects.of(self.tenant), pk)

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """With the integration as the service knows it. Raises InvalidInput for one that is not the tenant's."""
        integration = values.pop("integration", None)
        if integration and not Integration.objects.of(self.tenant).filter(pk=integration).exists():
            raise InvalidInput("There is no such integration.", field="integration")
        return values if integration is None else {**values, "integration_id": integration}

    def kept(self, rule: AlertRule, secret: str) -> dict[str, Any]:
        return {**AlertRuleShape(rule).data, "secret": secret}


class AlertsView(AlertView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Alert rules", gives=page_shape(AlertRuleShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = AlertRule.objects.of(self.tenant)
        return Response(page_of(rows, request, lambda page: AlertRuleShape(page, many=True).data))

    @operation("Make an alert rule", takes=NewAlertRuleShape, gives=KeptAlertRuleShape, status=201)
    def post(self, request: Request) -> Response:
        return created(self.kept(*rules.create_rule(self.tenant, self.given(self.read(NewAlertRuleShape)))))


class OneAlertView(AlertView):
    roles = {"PATCH": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("Change an alert rule; a target given replaces the old one", takes=AlertRuleChangeShape, gives=KeptAlertRuleShape)
    def patch(self, request: Request, pk: str) -> Response:
        rule = self.rule(pk)
        changes = self.given(self.read(AlertRuleChangeShape, partial=True))
        return Response(self.kept(*rules.change_rule(rule, changes)))

    @operation("Delete an alert rule and what it told", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        rules.delete_rule(self.rule(pk))
        return nothing()


class AlertTestView(AlertView):
    roles = {"POST": Role.BUILDER}

    @operation("Send a test through a rule's channel", gives=AlertNoticeShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        return created(AlertNoticeShape(rules.test_rule(self.rule(pk))).data)


class AlertNoticesView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What rules told, and how sending it went", gives=page_shape(AlertNoticeShape), query=["rule", *PAGED])
    def get(self, request: Request) -> Response:
        asked = {f"{name}_id": value for name, value in self.filters("rule").items()}
        rows = AlertNotice.objects.of(self.tenant).select_related("rule").filter(**asked)
        return Response(page_of(rows, request, lambda page: AlertNoticeShape(page, many=True).data))


class AlertConditionsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What rules can watch", gives=AlertConditionsShape)
    def get(self, request: Request) -> Response:
        fields = ("label", "unit", "suggested", "below", "of_now", "of_tenant")
        known = [{"key": key, **{field: getattr(condition, field) for field in fields}} for key, condition in CONDITIONS.items()]
        return Response(AlertConditionsShape({"conditions": known, "email": settings.EMAIL_IS_SET_UP}).data)
