from rest_framework import serializers

from designer.api.shapes import Shape
from designer.audit.deeds import DEEDS

ACTOR_KINDS = ["member", "token", "customer", "admin", "support", "command"]


class AuditEntryShape(Shape):
    id = serializers.CharField()
    at = serializers.DateTimeField()
    actor = serializers.CharField(help_text="E-mail address, or `token` and its name.")
    actor_kind = serializers.ChoiceField(ACTOR_KINDS)
    address = serializers.CharField(allow_blank=True)
    request_id = serializers.CharField(allow_blank=True)
    deed = serializers.ChoiceField(list(DEEDS))
    words = serializers.CharField(help_text="The deed for people.")
    about_id = serializers.CharField(allow_blank=True)
    about = serializers.CharField(allow_blank=True)
    facts = serializers.DictField(child=serializers.JSONField(allow_null=True))


class DeedShape(Shape):
    deed = serializers.CharField()
    words = serializers.CharField()
