"""Shapes of /core/v1/ on the wire, under the names that the document of the original gives them."""

from __future__ import annotations

from rest_framework import serializers

from designer.api.shapes import Shape
from runtime.delivery.models import Delivery, Destination
from runtime.subscriptions.models import Subscription

STATES = Subscription.State.values
ERROR_CODES = ["user_input_error", "api_error", "timeout_error", "oauth_refresh", "no_trigger", "internal_error"]


class ErrorFieldShape(Shape):
    field = serializers.CharField()
    message = serializers.CharField()
    code = serializers.CharField()


class ErrorShape(Shape):
    message = serializers.CharField()
    code = serializers.CharField(help_text="Stable.")
    errors = ErrorFieldShape(many=True, required=False, help_text="By field, where several are wrong.")


class PublicPageInfoShape(Shape):
    start_cursor = serializers.CharField(required=False)
    end_cursor = serializers.CharField(required=False)
    has_next_page = serializers.BooleanField()
    has_previous_page = serializers.BooleanField()


class PublicServiceReferenceShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()


class PublicConnectorEventsTriggerShape(Shape):
    name = serializers.CharField()
    version = serializers.CharField(help_text="Dotted, as 7.0.")
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    service = PublicServiceReferenceShape()


class PublicConnectorEventsTriggerListShape(Shape):
    elements = PublicConnectorEventsTriggerShape(many=True)


class PublicConnectorEventsTriggerOperationShape(Shape):
    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    input_schema = serializers.DictField(
        help_text="JSON Schema, with advanced, enum as text and value, lookup, default_jsonpath."
    )
    output_schema = serializers.DictField(help_text="What the body of an event is like.")
    has_dynamic_output = serializers.BooleanField()
    auth_scopes = serializers.ListField(child=serializers.CharField(), required=False)


class PublicConnectorEventsTriggerOperationListShape(Shape):
    elements = PublicConnectorEventsTriggerOperationShape(many=True)


class PublicConnectorEventsTriggerReferenceShape(Shape):
    name = serializers.CharField(max_length=100)
    version = serializers.CharField(max_length=20)


class SubscriptionErrorShape(Shape):
    code = serializers.ChoiceField(ERROR_CODES)
    message = serializers.CharField()


class NewSubscriptionShape(Shape):
    name = serializers.CharField(max_length=185, help_text="Can be used to display it.")
    trigger = PublicConnectorEventsTriggerReferenceShape()
    operation = serializers.CharField(max_length=100, help_text="Name of one of the trigger's operations.")
    input = serializers.DictField(help_text="A plain object that fits the operation's inputSchema.")
    endpoint = serializers.CharField(max_length=2000, help_text="The URL where events are delivered.")
    authentication_id = serializers.UUIDField(required=False, allow_null=True)
    external_id = serializers.CharField(max_length=200, required=False, allow_null=True, allow_blank=True)
    state_change_endpoint = serializers.CharField(
        max_length=2000,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="Hears when the state changes; signed alike.",
    )


class ChangedSubscriptionShape(Shape):
    name = serializers.CharField(max_length=185)
    external_id = serializers.CharField(max_length=200, allow_blank=True)
    endpoint = serializers.CharField(max_length=2000)
    state_change_endpoint = serializers.CharField(max_length=2000, allow_blank=True, help_text="Empty: nobody hears any more.")
    paused = serializers.BooleanField(help_text="Events wait until it goes on.")


class PublicConnectorEventsSubscriptionShape(Shape):
    id = serializers.UUIDField()
    external_id = serializers.CharField(required=False, help_text="As it was given; left out where none was.")
    name = serializers.CharField()
    trigger = PublicConnectorEventsTriggerReferenceShape()
    operation = serializers.CharField()
    authentication_id = serializers.UUIDField(required=False)
    input = serializers.DictField(help_text="Each value with its type; what is filled in by path stands among them.")
    endpoint = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    error = SubscriptionErrorShape(required=False, help_text="Where creating it failed.")
    public_url = serializers.CharField(help_text="Its own URL, that the outside service calls.")
    state_change_endpoint = serializers.CharField(required=False)
    endpoint_status = serializers.ChoiceField(
        Destination.Status.values, help_text="Whether events go out: disabled after failing for days."
    )
    endpoint_status_reason = serializers.CharField(required=False)
    public_key = serializers.CharField(
        required=False, help_text="whpk_...: checks v1a in webhook-signature. No secret; a receiver with it alone cannot sign."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class PublicConnectorEventsCreatedSubscriptionShape(PublicConnectorEventsSubscriptionShape):
    signing_key = serializers.CharField(help_text="Base64; told this once. Its bytes are the key of x-tray-signature.")


class PublicConnectorEventsSubscriptionListShape(Shape):
    elements = PublicConnectorEventsSubscriptionShape(many=True)
    page_info = PublicPageInfoShape()


class SubscriptionRotationShape(Shape):
    overlap_hours = serializers.IntegerField(
        required=False, min_value=0, max_value=168, default=24, help_text="How long both keys sign."
    )


class RotatedKeyShape(Shape):
    signing_key = serializers.CharField(help_text="The new one; told this once.")
    public_key = serializers.CharField(help_text="The new one: whpk_..., checks v1a in webhook-signature.")
    previous_until = serializers.DateTimeField(allow_null=True)


class TestEventBodyShape(Shape):
    body = serializers.JSONField(required=False, help_text="The event's body; a sample of the operation's unless told.")


class SentShape(Shape):
    delivery_id = serializers.UUIDField(help_text="Also the event's id.")


class RecoverShape(Shape):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(required=False, allow_null=True)
    everything = serializers.BooleanField(required=False, default=False, help_text="Also what arrived.")


class RecoveredShape(Shape):
    deliveries = serializers.IntegerField()


class DeliveryShape(Shape):
    id = serializers.UUIDField(help_text="The event's id, and its webhook-id.")
    status = serializers.ChoiceField(Delivery.Status.values)
    type = serializers.CharField(required=False)
    attempts = serializers.IntegerField()
    code = serializers.CharField(required=False, help_text="What came of the last attempt.")
    status_code = serializers.IntegerField(required=False)
    created_at = serializers.DateTimeField()
    next_attempt_at = serializers.DateTimeField(required=False)
    ended_at = serializers.DateTimeField(required=False)


class DeliveryListShape(Shape):
    elements = DeliveryShape(many=True)
    page_info = PublicPageInfoShape()


class AuthScopeShape(Shape):
    scope = serializers.CharField()
    description = serializers.CharField(allow_blank=True)


class ServiceEnvironmentShape(Shape):
    id = serializers.UUIDField()
    title = serializers.CharField()
    authentication_type = serializers.ChoiceField(
        ["token", "oauth1", "oauth2", "oauth2password", "oauth2client_credentials", "builtin"]
    )
    user_data_schema = serializers.DictField()
    credentials_schema = serializers.DictField()
    scopes = AuthScopeShape(many=True)


class ServiceEnvironmentListShape(Shape):
    elements = ServiceEnvironmentShape(many=True)


class NewAuthenticationShape(Shape):
    name = serializers.CharField(max_length=120)
    service_environment_id = serializers.UUIDField()
    user_data = serializers.DictField(required=False)
    credentials = serializers.DictField(required=False, help_text="What the environment's credentialsSchema asks for.")
    scopes = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=100)


class ChangedAuthenticationShape(Shape):
    name = serializers.CharField(max_length=120)
    credentials = serializers.DictField()
    user_data = serializers.DictField(required=False)
    scopes = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=100)


class CreatedAuthenticationShape(Shape):
    id = serializers.UUIDField()


class AuthenticationShape(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()
    service_environment_id = serializers.UUIDField()
    scopes = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField(help_text="pending, ok, reconnect, expired, revoked.")


class ConnectorShape(PublicConnectorEventsTriggerShape):
    pass


class ConnectorListShape(Shape):
    elements = ConnectorShape(many=True)


class ConnectorOperationShape(PublicConnectorEventsTriggerOperationShape):
    pass


class ConnectorOperationListShape(Shape):
    elements = ConnectorOperationShape(many=True)


class ConnectorCallShape(Shape):
    operation = serializers.CharField(max_length=100)
    input = serializers.DictField()
    auth_id = serializers.UUIDField(required=False, allow_null=True)


class ConnectorAnswerShape(Shape):
    outcome = serializers.ChoiceField(["success", "error"])
    output = serializers.JSONField()
