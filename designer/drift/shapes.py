"""Shapes of what changed in payloads on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape
from runtime.drift.paths import KINDS, MISSING, SEVERAL

WORDS = [*dict.fromkeys(KINDS.values()), MISSING, SEVERAL]


class DriftReaderShape(Shape):
    kind = serializers.ChoiceField(["step", "picker", "policy"])
    name = serializers.CharField(help_text="Id of the step; flowName or externalCustomerId; ordering or dedupe.")


class DriftedCustomerShape(Shape):
    instance = serializers.CharField(allow_null=True, help_text="Null: at the shared URL, before it was known whose it is.")
    customer = serializers.CharField(allow_null=True)
    customer_name = serializers.CharField(allow_null=True)
    until = serializers.DateTimeField(help_text="The last request as it was.")
    since = serializers.DateTimeField(help_text="The first request as it is now.")
    request = serializers.CharField(help_text="That request.")
    count = serializers.IntegerField(help_text="Requests that came so since.")


class DriftShape(Shape):
    flow_key = serializers.CharField(allow_blank=True, help_text="Empty: the pickers of the endpoint.")
    flow_name = serializers.CharField(allow_null=True)
    place = serializers.CharField(help_text="Such as body.data.orders[].total; [] is each item of a list.")
    readers = DriftReaderShape(many=True)
    was = serializers.ChoiceField(WORDS)
    now = serializers.ChoiceField(WORDS)
    customers = DriftedCustomerShape(many=True, help_text="Those whom it began for last, at most ten.")
    more_customers = serializers.IntegerField()


class DriftsShape(Shape):
    results = DriftShape(many=True)


class DriftAcceptedShape(Shape):
    flow_key = serializers.CharField(max_length=80, allow_blank=True)
    place = serializers.CharField(max_length=2000, trim_whitespace=False)
    instance = serializers.CharField(max_length=26, required=False, help_text="Only for this one; without it, for all customers.")


class DriftCountShape(Shape):
    changed = serializers.IntegerField(help_text="For how many customers.")
