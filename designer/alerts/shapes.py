"""Shapes of alert rules and their notices on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape
from runtime.alerts.conditions import CONDITIONS
from runtime.alerts.models import AlertNotice, AlertRule

LONGEST_MINUTES = 60  # as long as traffic is remembered by ten seconds, with room to spare


class AlertRuleShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    condition = serializers.ChoiceField(list(CONDITIONS))
    integration = serializers.CharField(source="integration_id", allow_blank=True, help_text="Empty: all of them.")
    threshold = serializers.FloatField()
    minutes = serializers.IntegerField()
    channel = serializers.ChoiceField(AlertRule.Channel.choices)
    target_hint = serializers.CharField(help_text="What may be shown of the target: a webhook's host, or the addresses.")
    enabled = serializers.BooleanField()
    state = serializers.ChoiceField(AlertRule.State.choices)
    state_since = serializers.DateTimeField(allow_null=True)
    value = serializers.FloatField(allow_null=True, help_text="What it came to when it was last looked at.")
    looked_at = serializers.DateTimeField(allow_null=True)


class KeptAlertRuleShape(AlertRuleShape):
    secret = serializers.CharField(
        allow_blank=True, help_text="Signs its webhooks; told when the target is set, and never again."
    )


class NewAlertRuleShape(Shape):
    name = serializers.CharField(max_length=120)
    condition = serializers.ChoiceField(list(CONDITIONS))
    integration = serializers.CharField(max_length=26, required=False, allow_blank=True, default="")
    threshold = serializers.FloatField(min_value=0.001, max_value=1e9)
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_MINUTES, required=False, default=5)
    channel = serializers.ChoiceField(AlertRule.Channel.choices)
    target = serializers.CharField(max_length=2000, write_only=True, help_text="A URL, or e-mail addresses by comma.")
    enabled = serializers.BooleanField(required=False, default=True)


class AlertRuleChangeShape(Shape):
    name = serializers.CharField(max_length=120)
    condition = serializers.ChoiceField(list(CONDITIONS))
    integration = serializers.CharField(max_length=26, allow_blank=True)
    threshold = serializers.FloatField(min_value=0.001, max_value=1e9)
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_MINUTES)
    channel = serializers.ChoiceField(AlertRule.Channel.choices)
    target = serializers.CharField(max_length=2000, write_only=True)
    enabled = serializers.BooleanField()


class AlertNoticeShape(Shape):
    id = serializers.CharField()
    rule = serializers.CharField(source="rule_id")
    rule_name = serializers.CharField(source="rule.name")
    kind = serializers.ChoiceField(["firing", "resolved", "test"])
    text = serializers.CharField()
    created_at = serializers.DateTimeField()
    status = serializers.ChoiceField(AlertNotice.Status.choices)
    attempts = serializers.IntegerField()
    answer = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="When it is tried again.")


class AlertConditionShape(Shape):
    key = serializers.CharField()
    label = serializers.CharField()
    unit = serializers.CharField()
    suggested = serializers.FloatField()
    below = serializers.BooleanField(help_text="It fires when there is less than the threshold.")
    of_now = serializers.BooleanField(help_text="How it stands: `minutes` mean nothing.")
    of_tenant = serializers.BooleanField(help_text="It is about all integrations: `integration` means nothing.")


class AlertConditionsShape(Shape):
    conditions = AlertConditionShape(many=True)
    email = serializers.BooleanField(help_text="Whether this Hookyard sends e-mail.")
