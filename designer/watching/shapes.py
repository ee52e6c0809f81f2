"""Shapes of traffic and of the installation's state on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape
from runtime.sandbox import standing


class TrafficPointShape(Shape):
    """What came and ended within `span` seconds from `at` on."""

    at = serializers.DateTimeField()
    accepted = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    unrouted = serializers.IntegerField()
    refused = serializers.IntegerField()
    limited = serializers.IntegerField(help_text="Turned away with 429.")
    succeeded = serializers.IntegerField(help_text="Executions.")
    failed = serializers.IntegerField(help_text="Executions.")


class TrafficTotalsShape(TrafficPointShape):
    at = None


class AnswerTimesShape(Shape):
    """Of the answers of the time asked for; null without any. Read from buckets that double, so within a factor of two."""

    p50_us = serializers.IntegerField(allow_null=True)
    p95_us = serializers.IntegerField(allow_null=True)
    p99_us = serializers.IntegerField(allow_null=True)


class StageTimeShape(Shape):
    stage = serializers.CharField()
    average_us = serializers.IntegerField(help_text="Spread over all requests, so that stages add up to the whole.")


class CodeCountShape(Shape):
    code = serializers.CharField()
    count = serializers.IntegerField()


class IntegrationTrafficShape(TrafficTotalsShape):
    id = serializers.CharField()
    name = serializers.CharField()


class LagShape(Shape):
    ready = serializers.IntegerField(help_text="Executions that could run and have not begun; counted up to 20,000.")
    oldest_seconds = serializers.FloatField(help_text="How long the oldest of them has been ready.")
    running = serializers.IntegerField()
    held = serializers.IntegerField(help_text="Waiting until their instance is resumed.")


class TrafficShape(Shape):
    span = serializers.IntegerField(help_text="Seconds that one point stands for.")
    points = TrafficPointShape(many=True)
    totals = TrafficTotalsShape()
    answers = AnswerTimesShape()
    stages = StageTimeShape(many=True)
    codes = CodeCountShape(many=True)
    integrations = IntegrationTrafficShape(many=True)
    lag = LagShape()


class SystemLaneShape(LagShape):
    name = serializers.CharField()


class SystemEventShape(Shape):
    name = serializers.CharField()
    count = serializers.IntegerField()


class SystemProcessShape(Shape):
    name = serializers.CharField()
    machine = serializers.CharField()
    pid = serializers.IntegerField()
    version = serializers.CharField(allow_blank=True)
    started_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    alive = serializers.BooleanField()
    memory = serializers.IntegerField(help_text="Bytes.")
    cpu_seconds = serializers.FloatField()
    requests = serializers.IntegerField()
    executions = serializers.IntegerField()
    commits = serializers.IntegerField()
    commit_p50_us = serializers.IntegerField(allow_null=True)
    commit_p99_us = serializers.IntegerField(allow_null=True)
    refused_writes = serializers.IntegerField()
    sandboxes = serializers.IntegerField()
    sandbox_lacks = serializers.ListField(
        child=serializers.ChoiceField(list(standing.WORDS)), help_text="Walls around code that its system does not give."
    )
    disk_free = serializers.IntegerField()
    disk_total = serializers.IntegerField()
    events = SystemEventShape(many=True, help_text="Sandbox processes that died and workers started anew, since it began.")


class SystemDatabaseShape(Shape):
    kind = serializers.CharField()
    bytes = serializers.IntegerField()


class SystemShape(Shape):
    version = serializers.CharField()
    python = serializers.CharField()
    database = SystemDatabaseShape()
    lanes = SystemLaneShape(many=True)
    processes = SystemProcessShape(many=True)
