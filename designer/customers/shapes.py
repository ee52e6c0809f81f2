"""Shapes of customers and instances on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape


class IntegrationRefShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()


class KeyedIntegrationRefShape(IntegrationRefShape):
    key = serializers.CharField()


class CustomerRefShape(Shape):
    id = serializers.CharField()
    external_id = serializers.CharField()
    name = serializers.CharField()


class CustomerInstanceShape(Shape):
    id = serializers.CharField()
    integration = IntegrationRefShape()
    version = serializers.IntegerField(source="version.number")
    enabled = serializers.BooleanField()


class CustomerShape(Shape):
    id = serializers.CharField()
    external_id = serializers.CharField()
    name = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField(), source="alias_texts")
    labels = serializers.ListField(child=serializers.CharField(), source="label_texts")
    leaving_at = serializers.DateTimeField(allow_null=True, help_text="Since when all that is kept of it is being deleted.")
    created_at = serializers.DateTimeField()
    instances = CustomerInstanceShape(many=True, source="instances.all")


class LabelShape(Shape):
    label = serializers.CharField()
    count = serializers.IntegerField()


def known_as(**options: object) -> serializers.CharField:
    return serializers.CharField(max_length=200, **options)


class NewCustomerShape(Shape):
    external_id = known_as()
    name = known_as()
    aliases = serializers.ListField(child=known_as(), max_length=1000, required=False, default=list)
    labels = serializers.ListField(child=serializers.CharField(max_length=100), max_length=100, required=False, default=list)


class CustomerChangeShape(Shape):
    external_id = known_as()
    name = known_as()
    aliases = serializers.ListField(child=known_as(), max_length=1000)
    labels = serializers.ListField(child=serializers.CharField(max_length=100), max_length=100)


class EndpointShape(Shape):
    id = serializers.CharField()
    type = serializers.ChoiceField(["flow", "instance"])
    flow_key = serializers.CharField(allow_null=True)
    flow_name = serializers.CharField(allow_null=True)
    url = serializers.CharField()
    methods = serializers.ListField(child=serializers.CharField())
    previous_url_works_until = serializers.DateTimeField(allow_null=True)


class InstanceShape(Shape):
    id = serializers.CharField()
    integration = KeyedIntegrationRefShape()
    customer = CustomerRefShape()
    version = serializers.IntegerField(source="version.number")
    enabled = serializers.BooleanField()
    config = serializers.DictField(child=serializers.JSONField(allow_null=True))
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    endpoints = EndpointShape(many=True)
    held_count = serializers.IntegerField(help_text="Executions that wait for it to resume.")


class NewInstanceShape(Shape):
    integration = serializers.CharField()
    customer = serializers.CharField()
    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, help_text="The live one unless named.")
    config = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False, default=dict)


class InstanceChangeShape(Shape):
    config = serializers.DictField(child=serializers.JSONField(allow_null=True))


class ResumeShape(Shape):
    held = serializers.ChoiceField(["run", "discard"], required=False, default="run")


class UpgradeShape(Shape):
    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, help_text="The live one unless named.")
    config = serializers.DictField(
        child=serializers.JSONField(allow_null=True),
        required=False,
        allow_null=True,
        help_text="Replaces the config values in the same step, for what the version asks and the instance lacks.",
    )
