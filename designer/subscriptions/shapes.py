"""Shapes of subscriptions for the pages."""

from rest_framework import serializers

from designer.api.shapes import Shape
from runtime.delivery.models import Destination
from runtime.subscriptions.models import Subscription

STATES = Subscription.State.values


class SubscriberShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    external_id = serializers.CharField()


class SubscriptionProblemShape(Shape):
    code = serializers.CharField()
    message = serializers.CharField()


class SubscriptionShape(Shape):
    id = serializers.CharField()
    public_id = serializers.UUIDField(help_text="As programs know it.")
    name = serializers.CharField()
    external_id = serializers.CharField(allow_blank=True)
    customer = SubscriberShape(allow_null=True, help_text="Null: the tenant's own.")
    trigger = serializers.CharField()
    version = serializers.CharField()
    operation = serializers.CharField()
    account = serializers.CharField(allow_null=True, help_text="Name of the connection it uses.")
    input = serializers.DictField()
    state = serializers.ChoiceField(STATES)
    error = SubscriptionProblemShape(allow_null=True)
    public_url = serializers.CharField()
    endpoint = serializers.CharField()
    endpoint_status = serializers.ChoiceField(Destination.Status.values)
    endpoint_status_reason = serializers.CharField(allow_blank=True)
    state_change_endpoint = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class SubscriptionRestShape(Shape):
    paused = serializers.BooleanField(help_text="Events wait until it goes on.")


class SentTestEventShape(Shape):
    delivery_id = serializers.CharField()
