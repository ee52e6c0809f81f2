"""What connectors look like on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.traffic.shapes import LogLineShape
from runtime.connectors.catalogue import Known
from runtime.connectors.models import ConnectorVersion
from runtime.connectors.package import Element, ElementKind
from runtime.connectors.problems import ERROR, WARNING

KINDS = [kind.value for kind in ElementKind]


class PackageProblemShape(Shape):
    code = serializers.CharField()
    message = serializers.CharField()
    file = serializers.CharField(allow_blank=True, help_text="Empty where the package as a whole is meant.")
    line = serializers.IntegerField(help_text="From 1; 0 where the whole file is meant.")
    column = serializers.IntegerField()
    severity = serializers.ChoiceField([ERROR, WARNING])


class PackageShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField(help_text="0 for a connector that comes with Hookyard.")
    shipped = serializers.BooleanField()
    operations = serializers.IntegerField()
    events = serializers.IntegerField()
    global_webhooks = serializers.IntegerField()
    parameters = serializers.IntegerField(help_text="How many it asks of each integration.")


class MethodShape(Shape):
    name = serializers.CharField()
    implementation = serializers.CharField()
    file = serializers.CharField()


class ElementShape(Shape):
    kind = serializers.ChoiceField(KINDS)
    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    implementation_type = serializers.CharField(allow_blank=True, help_text="Of an event: how it comes.")
    methods = MethodShape(many=True)
    parameters_schema = serializers.DictField(child=serializers.JSONField(allow_null=True))
    input_schema = serializers.DictField(child=serializers.JSONField(allow_null=True))
    output_schema = serializers.DictField(child=serializers.JSONField(allow_null=True))
    payload_schema = serializers.DictField(child=serializers.JSONField(allow_null=True))
    example = serializers.JSONField(allow_null=True)
    docs = serializers.CharField(allow_blank=True)


class WholePackageShape(PackageShape):
    docs = serializers.CharField(allow_blank=True, help_text="Markdown.")
    files = serializers.ListField(child=serializers.CharField())
    parameters_schema = serializers.DictField(child=serializers.JSONField(allow_null=True))
    elements = ElementShape(many=True)


class PackageVersionShape(Shape):
    number = serializers.IntegerField()
    label = serializers.CharField(allow_blank=True)
    uploaded_by = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class FileShape(Shape):
    path = serializers.CharField(max_length=500, trim_whitespace=False)
    content = serializers.CharField(allow_blank=True, help_text="Base64.")


class UploadShape(Shape):
    """`archive` or `files`."""

    archive = serializers.CharField(required=False, help_text="A zip as base64, at most 4 MiB.")
    files = FileShape(many=True, required=False, help_text="The files of a folder, one by one.")
    check = serializers.BooleanField(default=False, help_text="Only say what is wrong; keep nothing.")
    key = serializers.CharField(max_length=80, required=False, help_text="Refuse the package of any other connector.")


class UploadedShape(Shape):
    connector = WholePackageShape()
    fresh = serializers.BooleanField(help_text="False when these files are the newest version already, or were only checked.")
    problems = PackageProblemShape(many=True, help_text="Warnings.")


class FunctionCallShape(Shape):
    kind = serializers.ChoiceField(KINDS)
    element = serializers.CharField(max_length=80)
    method = serializers.CharField(max_length=80)
    arguments = serializers.DictField(child=serializers.JSONField(allow_null=True), default=dict)
    version = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    connection = serializers.CharField(max_length=26, required=False, help_text="A test connection of a service.")
    credentials = serializers.DictField(
        child=serializers.JSONField(allow_null=True), required=False, write_only=True, help_text="Instead; kept nowhere."
    )
    connector_parameters = serializers.DictField(child=serializers.JSONField(allow_null=True), default=dict, write_only=True)


class FunctionErrorShape(Shape):
    code = serializers.CharField()
    message = serializers.CharField()
    file = serializers.CharField(allow_blank=True)
    line = serializers.IntegerField()
    column = serializers.IntegerField()
    stack = serializers.CharField(allow_blank=True)


class CallMadeShape(Shape):
    method = serializers.CharField()
    url = serializers.CharField()
    status = serializers.IntegerField(allow_null=True)
    milliseconds = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)
    request_body = serializers.CharField(allow_blank=True)
    response_body = serializers.CharField(allow_blank=True)


class FunctionRunShape(Shape):
    ok = serializers.BooleanField()
    value = serializers.JSONField(allow_null=True)
    error = FunctionErrorShape(allow_null=True)
    logs = LogLineShape(many=True)
    calls = CallMadeShape(many=True)
    milliseconds = serializers.IntegerField()


class ParametersShape(Shape):
    parameters = serializers.DictField(
        child=serializers.JSONField(allow_null=True), write_only=True, help_text="Null takes one away; others stay."
    )


class ParametersSetShape(Shape):
    """The values are never shown."""

    parameters_schema = serializers.DictField(child=serializers.JSONField(allow_null=True))
    names = serializers.ListField(child=serializers.CharField(), help_text="Which are set.")


def show(known: Known) -> dict[str, Any]:
    package = known.package
    return {
        "key": known.key,
        "name": package.name,
        "description": package.description,
        "version": known.version,
        "shipped": known.is_shipped,
        "operations": len(package.operations),
        "events": len(package.events),
        "globalWebhooks": len(package.global_webhooks),
        "parameters": len(package.parameters_schema.get("properties") or ()),
    }


def show_whole(known: Known) -> dict[str, Any]:
    package = known.package
    return {
        **show(known),
        "docs": package.docs,
        "files": list(package.files),
        "parametersSchema": package.parameters_schema,
        "elements": [show_element(element) for element in package.elements],
    }


def show_element(element: Element) -> dict[str, Any]:
    return {
        "kind": element.kind.value,
        "key": element.key,
        "name": element.name,
        "description": element.description,
        "implementationType": element.implementation_type,
        "methods": [
            {"name": method.name, "implementation": method.implementation.value, "file": method.file}
            for method in element.methods.values()
        ],
        "parametersSchema": element.parameters_schema,
        "inputSchema": element.input_schema,
        "outputSchema": element.output_schema,
        "payloadSchema": element.payload_schema,
        "example": element.example,
        "docs": element.docs,
    }


def known_of(version: ConnectorVersion, package: Any) -> Known:
    return Known(version.connector.key, version.number, package, version.connector_id)
