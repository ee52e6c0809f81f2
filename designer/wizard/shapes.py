"""Shapes of the wizard on the wire."""

from rest_framework import serializers

from designer.api.shapes import Shape
from designer.connections.services_api import ServiceFieldShape
from runtime.connections.models import Connection, Service

LANGUAGES = ["", "en", "nl"]


class WizardOptionsShape(Shape):
    custom_validation = serializers.BooleanField(
        required=False, default=False, help_text="Ask the host page on each Next, as Tray's customValidation=true."
    )
    enable = serializers.BooleanField(required=False, default=True, help_text="Finish switches the instance on.")
    language = serializers.ChoiceField(LANGUAGES, required=False, default="", help_text="Empty: the tenant's.")
    return_url = serializers.URLField(
        max_length=1000, required=False, allow_blank=True, default="", help_text="Where a plain link leads when it is finished."
    )
    origin = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        default="",
        help_text="The one host page to tell; empty: any of the tenant's.",
    )
    minutes = serializers.IntegerField(
        min_value=1, max_value=1440, required=False, default=10, help_text="How long the link waits to be opened."
    )


class NewWizardShape(WizardOptionsShape):
    integration = serializers.CharField(help_text="Id of the integration; the customer's instance is made when there is none.")
    customer = serializers.CharField(help_text="Id of the customer.")


class WizardLinkShape(Shape):
    instance = serializers.CharField(help_text="Id of the instance it sets up; the finish event of Tray's names none.")
    code = serializers.CharField(help_text="Opens the wizard once. Shown this once.")
    url = serializers.CharField(help_text="For a frame, a popup or a plain link.")
    expires_at = serializers.DateTimeField()


class OpenWizardShape(Shape):
    code = serializers.CharField(max_length=100)
    instance = serializers.CharField(
        max_length=100,
        required=False,
        allow_blank=True,
        default="",
        help_text="Which of the customer's set-ups, where the code opens any of them; one for an instance needs none.",
    )


class WizardLightsShape(Shape):
    """Times; null while dark. `trouble` is the last request that did not make it."""

    seen = serializers.CharField(allow_null=True)
    verified = serializers.CharField(allow_null=True)
    routed = serializers.CharField(allow_null=True)
    trouble = serializers.DictField(child=serializers.CharField(), allow_null=True)


class WizardProofShape(Shape):
    lights = serializers.DictField(child=WizardLightsShape(), help_text='By key of the flow; "" is all together.')
    cursor = serializers.CharField()


class WizardConnectionShape(Shape):
    id = serializers.CharField()
    service = serializers.CharField(source="service.key")
    name = serializers.CharField()
    status = serializers.ChoiceField(Connection.Status.choices)
    reason = serializers.CharField(allow_blank=True)


class WizardServiceShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    scheme = serializers.ChoiceField(Service.Scheme.choices)
    fields_asked = ServiceFieldShape(many=True)
    instructions = serializers.CharField(allow_blank=True, help_text="Markdown.")


class WizardInstanceShape(Shape):
    id = serializers.CharField()
    enabled = serializers.BooleanField()
    finished = serializers.BooleanField(help_text="It has been set up once.")


class WizardIntegrationShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()


class WizardCustomerShape(Shape):
    name = serializers.CharField()
    external_id = serializers.CharField()


class WizardTenantShape(Shape):
    name = serializers.CharField()


class WizardThemeShape(Shape):
    logo = serializers.CharField()
    accent = serializers.CharField()
    scheme = serializers.ChoiceField(["system", "light", "dark"])


class WizardHostShape(Shape):
    origins = serializers.ListField(child=serializers.CharField(), help_text="Pages that may hear of it.")
    custom_validation = serializers.BooleanField()
    return_url = serializers.CharField()
    enables = serializers.BooleanField()


class WizardUrlShape(Shape):
    flow = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    methods = serializers.ListField(child=serializers.CharField())
    own = serializers.BooleanField(help_text="Of this customer alone, so that a test can be sent to it.")


class WizardStateShape(WizardProofShape):
    instance = WizardInstanceShape()
    integration = WizardIntegrationShape()
    customer = WizardCustomerShape()
    tenant = WizardTenantShape()
    theme = WizardThemeShape()
    language = serializers.ChoiceField(LANGUAGES)
    words = serializers.DictField(child=serializers.CharField())
    host = WizardHostShape()
    pages = serializers.ListField(child=serializers.JSONField())
    page = serializers.IntegerField()
    variables = serializers.ListField(child=serializers.JSONField())
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))
    secret_given = serializers.BooleanField()
    signed = serializers.BooleanField(help_text="Callers are checked, so that the second light means something.")
    urls = WizardUrlShape(many=True)
    services = WizardServiceShape(many=True)
    connections = WizardConnectionShape(many=True)
    attention = serializers.ListField(
        child=serializers.JSONField(), help_text="What the registration watch found: [{code, ...}]."
    )


class OpenedWizardShape(Shape):
    token = serializers.CharField(help_text="Bearer of this wizard's calls; keep it in memory.")
    path = serializers.CharField(help_text="Where the page may be loaded again with the session.")
    expires_at = serializers.DateTimeField()
    instance = serializers.CharField()


class WizardPageShape(Shape):
    values = serializers.DictField(
        child=serializers.JSONField(allow_null=True), help_text="By config variable; null takes one away."
    )
    leave = serializers.ChoiceField(
        ["next", "back", "stay"], help_text="Only next is checked; what was typed is kept either way."
    )


class WizardSecretShape(Shape):
    page = serializers.IntegerField(min_value=0)
    element = serializers.IntegerField(min_value=0)
    value = serializers.CharField(
        max_length=4096, trim_whitespace=False, required=False, allow_blank=True, default="", help_text="Empty where one is made."
    )


class GivenSecretShape(Shape):
    shown = serializers.CharField(allow_blank=True, help_text="The secret that was made, this once; empty when it was typed.")


class NewWizardConnectionShape(Shape):
    variable = serializers.CharField(max_length=80)
    values = serializers.DictField(
        child=serializers.CharField(max_length=4096, trim_whitespace=False), required=False, default=dict
    )


class WizardConnectionValuesShape(Shape):
    values = serializers.DictField(child=serializers.CharField(max_length=4096, trim_whitespace=False, allow_blank=True))


class WizardChoicesShape(Shape):
    variable = serializers.CharField(max_length=80, help_text="Key of a picklist that a flow fills.")
    values = serializers.DictField(
        child=serializers.JSONField(allow_null=True), required=False, default=dict, help_text="What is typed so far."
    )
    fresh = serializers.BooleanField(required=False, default=False, help_text="Also when it was asked a moment ago.")


class TicketShape(Shape):
    ticket = serializers.CharField(max_length=1000)


class AskedConsentShape(TicketShape):
    language = serializers.ChoiceField(["en", "nl"], required=False, default="en", help_text="Of the wizard.")


class ConsentShape(Shape):
    url = serializers.CharField()


class FinishedWizardShape(Shape):
    enabled = serializers.BooleanField()
    proven = serializers.BooleanField(help_text="All three lights were lit.")
    again = serializers.BooleanField(help_text="It was finished already; nothing happened this time.")


class TestEventShape(Shape):
    flow = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="Whose URL; empty: the only one."
    )


class SentTestShape(WizardProofShape):
    answer_status = serializers.IntegerField()
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()
