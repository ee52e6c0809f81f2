"""Shapes of imports on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.integrations.shapes import IntegrationShape, ValidationProblemShape


class ImportShape(Shape):
    yaml = serializers.CharField(trim_whitespace=False)
    integration = serializers.CharField(required=False, allow_null=True, help_text="Replaces the draft of this one.")


class ReportLineShape(Shape):
    level = serializers.ChoiceField(
        ["refused", "stubbed", "changed", "kept", "taken"],
        help_text="Kept: without effect here, written again by an export to where it came from.",
    )
    message = serializers.CharField()
    todo = serializers.CharField(required=False, allow_blank=True, help_text="What the builder has to do about it.")
    flow = serializers.CharField(required=False, allow_null=True, help_text="Key of the flow.")
    step = serializers.CharField(required=False, allow_null=True)


class ImportPreviewShape(Shape):
    yaml = serializers.CharField(trim_whitespace=False)


class ArchiveShape(Shape):
    archive = serializers.CharField(help_text="A zip, in base64.")


class UnpackedFileShape(Shape):
    path = serializers.CharField()
    yaml = serializers.CharField()


class UnpackedShape(Shape):
    files = UnpackedFileShape(many=True)
    left_out = serializers.ListField(child=serializers.CharField(), help_text="Paths of what is no YAML.")


class ForeseenFlowShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    steps = serializers.IntegerField()
    placeholders = serializers.IntegerField(help_text="Steps that have no equivalent here.")


class ForeseenShape(Shape):
    """What an import would make."""

    dialect = serializers.ChoiceField(["hookyard", "prismatic", "prismatic-2020"])
    name = serializers.CharField()
    endpoint_type = serializers.CharField()
    config_variables = serializers.IntegerField()
    flows = ForeseenFlowShape(many=True)
    report = ReportLineShape(many=True)
    problems = ValidationProblemShape(many=True)


class ImportedShape(Shape):
    integration = IntegrationShape()
    report = ReportLineShape(many=True)
    problems = ValidationProblemShape(many=True)
