"""Shapes of lanes on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.customers.shapes import CustomerRefShape, IntegrationRefShape


class LanePolicyShape(Shape):
    at_once = serializers.IntegerField(allow_null=True)
    starts = serializers.IntegerField(allow_null=True)
    per_seconds = serializers.IntegerField(allow_null=True)
    ordered_by = serializers.CharField(allow_null=True, help_text="The reference whose value keeps executions in order.")


class LaneShape(Shape):
    """One flow of one instance."""

    instance_id = serializers.CharField()
    flow_key = serializers.CharField()
    flow_name = serializers.CharField()
    integration = IntegrationRefShape()
    customer = CustomerRefShape()
    enabled = serializers.BooleanField(help_text="False while the instance is paused: what arrives is held.")
    held_since = serializers.DateTimeField(allow_null=True, help_text="Since when nothing of it starts.")
    held_by = serializers.CharField(allow_blank=True)
    policy = LanePolicyShape()
    queued = serializers.IntegerField(help_text="10,000 when there are more.")
    oldest_queued_at = serializers.DateTimeField(allow_null=True)
    running = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Sleeping, or to be tried again.")
    held = serializers.IntegerField(help_text="Arrived while the instance was paused.")
    arrived = serializers.IntegerField(help_text="In the last minute.")


class LanesShape(Shape):
    lanes = LaneShape(many=True)
