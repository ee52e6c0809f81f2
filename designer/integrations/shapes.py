"""Shapes of integrations, drafts and versions on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape


class ValidationProblemShape(Shape):
    """What is wrong with a definition, and where."""

    code = serializers.CharField()
    message = serializers.CharField()
    severity = serializers.ChoiceField(["error", "warning"])
    flow = serializers.CharField(allow_null=True, help_text="Key of the flow.")
    step = serializers.CharField(allow_null=True)
    field = serializers.CharField(allow_null=True, help_text="Name of the input, or a path.")
    line = serializers.IntegerField(required=False, allow_null=True, help_text="Of a code step's own source.")
    column = serializers.IntegerField(required=False, allow_null=True)


class LastFailureShape(Shape):
    """The newest thing that went wrong within a day."""

    kind = serializers.ChoiceField(["execution", "request"])
    id = serializers.CharField()
    at = serializers.DateTimeField()
    message = serializers.CharField()


class IntegrationShape(Shape):
    id = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    created_at = serializers.DateTimeField()
    live_version = serializers.IntegerField(allow_null=True)
    newest_version = serializers.IntegerField(allow_null=True, help_text="Above the live one while it is published to some.")
    has_unpublished_changes = serializers.BooleanField()
    flow_count = serializers.IntegerField(help_text="Flows of the draft.")
    instance_count = serializers.IntegerField()
    requests_last_day = serializers.IntegerField(help_text="Tests of the draft do not count.")
    requests_by_hour = serializers.ListField(
        child=serializers.IntegerField(), help_text="The same by hours of the clock, in UTC: 24 of them, the present one last."
    )
    failures_last_day = serializers.IntegerField(help_text="Executions that failed and requests that found no way.")
    last_failure = LastFailureShape(allow_null=True)


class NewIntegrationShape(Shape):
    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")
    key = serializers.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        required=False,
        allow_null=True,
        help_text="Small letters, digits and single hyphens; made from the name when left out. It stays.",
    )


class IntegrationChangeShape(Shape):
    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=5000, allow_blank=True)


class DraftShape(Shape):
    definition = serializers.JSONField()
    revision = serializers.IntegerField()
    updated_at = serializers.DateTimeField()
    updated_by = serializers.CharField(allow_null=True)
    problems = ValidationProblemShape(many=True)
    draft_url = serializers.CharField(help_text="Runs the draft as saved.")
    sample_url = serializers.CharField(
        allow_null=True,
        help_text="The URL services call: the shared one, or how those of instances look. Null until there is one.",
    )


class DraftSaveShape(Shape):
    definition = serializers.JSONField()
    revision = serializers.IntegerField(min_value=1, help_text="The revision these changes were made to.")


class PublishShape(Shape):
    comment = serializers.CharField(required=False, allow_blank=True, max_length=5000, default="")
    revision = serializers.IntegerField(min_value=1)
    despite_tests = serializers.BooleanField(
        required=False, default=False, help_text="Also when saved tests that gate do not pass; the version remembers which."
    )
    live = serializers.BooleanField(
        required=False,
        default=True,
        help_text="Shared URLs and new deployments use it at once. Without it they stay on the live one until a rollout.",
    )


class VersionShape(Shape):
    number = serializers.IntegerField()
    comment = serializers.CharField()
    published_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    instance_count = serializers.IntegerField()
    overridden_tests = serializers.ListField(
        child=serializers.CharField(), help_text="Names of the saved tests that did not pass when it was published all the same."
    )


class VersionDetailShape(VersionShape):
    definition = serializers.JSONField()
    needed_accounts = serializers.ListField(
        child=serializers.CharField(),
        help_text="Keys of the config variables without which a flow cannot do what it is for, whether they are required or not.",
    )


class IntegrationEndpointShape(Shape):
    id = serializers.CharField()
    type = serializers.ChoiceField(["shared", "draft"])
    url = serializers.CharField()


class RotateShape(Shape):
    overlap_hours = serializers.FloatField(
        min_value=0, max_value=24 * 30, required=False, default=24, help_text="How long the old URL still works."
    )


class ComponentShape(Shape):
    key = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    docs = serializers.CharField()
    kind = serializers.ChoiceField(["trigger", "action", "container"])
    group = serializers.CharField()
    icon = serializers.CharField()
    inputs = serializers.JSONField()
    example = serializers.JSONField()
    synonyms = serializers.ListField(child=serializers.CharField())
    effect = serializers.BooleanField()
    results_example = serializers.JSONField(allow_null=True)
    connector = serializers.CharField(allow_blank=True, help_text="Whose operation it is; empty for what is built in.")
