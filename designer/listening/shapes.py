"""Shapes of global webhooks, of what instances listen for, and of the ledger of hooks."""

from __future__ import annotations

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.customers.shapes import CustomerRefShape, IntegrationRefShape
from runtime.listening.models import EventSubscription, RegisteredHook

KINDS = ["webhook", "global-webhook", "polling", "unknown"]


class GlobalWebhookShape(Shape):
    id = serializers.CharField()
    connector = serializers.CharField()
    connector_name = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    uri = serializers.CharField(help_text="What is pasted into the settings of an app at the service.")
    docs = serializers.CharField(allow_blank=True, help_text="Markdown: how its author says that is done.")
    listening = serializers.IntegerField(help_text="Subscriptions that wait for its events.")
    previous_until = serializers.DateTimeField(allow_null=True, help_text="How long the URI before this one still works.")
    created_at = serializers.DateTimeField()


class UseConnectorShape(Shape):
    connector = serializers.CharField(max_length=80, help_text="Key of a connector.")


class RotateWebhookShape(Shape):
    overlap_hours = serializers.FloatField(min_value=0, max_value=720, default=24)


class HookShape(Shape):
    id = serializers.CharField()
    uri = serializers.CharField()
    status = serializers.ChoiceField(RegisteredHook.Status.choices)
    external_id = serializers.CharField(allow_blank=True, help_text="What the service calls it.")
    intended_at = serializers.DateTimeField()
    registered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    seen_at = serializers.DateTimeField(allow_null=True, help_text="When the service last listed it, or an event came by it.")
    refresh_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class ListeningProblemShape(Shape):
    code = serializers.CharField()
    message = serializers.CharField()
    since = serializers.DateTimeField()


class ListeningShape(Shape):
    """What one instance listens for."""

    id = serializers.CharField()
    integration = IntegrationRefShape(allow_null=True)
    customer = CustomerRefShape(allow_null=True)
    instance_id = serializers.CharField()
    connector = serializers.CharField()
    event = serializers.CharField()
    parameters = serializers.DictField(child=serializers.JSONField())
    kind = serializers.ChoiceField(KINDS, help_text="unknown: its connector was not asked yet.")
    status = serializers.ChoiceField(EventSubscription.Status.choices)
    wanted = serializers.BooleanField(help_text="False while its instance is paused, and for what is being taken away.")
    problem = ListeningProblemShape(allow_null=True)
    webhook_key = serializers.CharField(allow_blank=True)
    selector = serializers.CharField(allow_blank=True)
    hook = HookShape(allow_null=True, help_text="The one that stands, or whose standing is not known.")
    flows = serializers.ListField(child=serializers.CharField(), help_text="Keys of the flows that start on it.")
    checked_at = serializers.DateTimeField(allow_null=True, help_text="When it last was as it should be.")
    due_at = serializers.DateTimeField(allow_null=True, help_text="When it is looked after next.")
    last_event_at = serializers.DateTimeField(allow_null=True)


class ListeningDetailShape(ListeningShape):
    hooks = HookShape(many=True, help_text="All that were registered, the newest first.")
