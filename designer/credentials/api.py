"""Routes for credentials. A secret goes in and never comes out again.

For: the border only. What each scheme needs is checked by `runtime.credentials.services`.
"""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, created, nothing, pick
from designer.credentials import uses
from designer.credentials.fields import show_scheme
from designer.customers.shapes import IntegrationRefShape
from runtime.credentials import services, succession
from runtime.credentials.models import Credential
from runtime.credentials.schemes import SCHEMES

SCHEME_CHOICES = [(scheme.key, scheme.title) for scheme in SCHEMES.values()]


class CredentialShape(Shape):
    id = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    scheme = serializers.ChoiceField(SCHEME_CHOICES)
    scheme_title = serializers.CharField()
    settings = serializers.DictField(child=serializers.JSONField(allow_null=True))
    hint = serializers.CharField(allow_blank=True, help_text="The secret's last characters, where it is long enough.")
    used_at = serializers.DateTimeField(allow_null=True, help_text="When it last let a caller in.")
    previous_until = serializers.DateTimeField(allow_null=True, help_text="Until when the secret before lets callers in too.")
    previous_used_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NewCredentialShape(Shape):
    name = serializers.CharField(max_length=120)
    key = serializers.SlugField(max_length=80, required=False, allow_null=True)
    scheme = serializers.ChoiceField(SCHEME_CHOICES)
    settings = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False, default=dict)
    secret = serializers.DictField(child=serializers.JSONField(), write_only=True)


class CredentialChangeShape(Shape):
    name = serializers.CharField(max_length=120)
    settings = serializers.DictField(child=serializers.JSONField(allow_null=True))
    secret = serializers.DictField(child=serializers.JSONField(), write_only=True)


class FieldShape(Shape):
    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    kind = serializers.ChoiceField(["text", "lines", "number", "choice"])
    choices = serializers.ListField(child=serializers.CharField())
    default = serializers.JSONField(allow_null=True)
    minimum = serializers.IntegerField(allow_null=True)
    maximum = serializers.IntegerField(allow_null=True)
    required = serializers.BooleanField()


class SchemeShape(Shape):
    key = serializers.ChoiceField(SCHEME_CHOICES)
    title = serializers.CharField()
    group = serializers.ChoiceField(["general", "provider"])
    text = serializers.CharField(help_text="What callers do.")
    find = serializers.CharField(help_text="Where people find the secret; empty where they make it up.")
    docs = serializers.CharField(help_text="The provider's own page about it; empty for none.")
    handshake = serializers.CharField(help_text="What is answered before any flow runs; empty for nothing.")
    ids = serializers.ListField(
        child=serializers.CharField(), help_text="Where in the trigger results the id stands that tells repeats apart."
    )
    sends = serializers.BooleanField(help_text="Steps can put it on requests of their own.")
    settings = FieldShape(many=True)
    secret = FieldShape(many=True)


class SchemeListShape(Shape):
    schemes = SchemeShape(many=True)


class SchemesView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What kinds of credential there are, and what each needs", gives=SchemeListShape)
    def get(self, request: Request) -> Response:
        return Response(SchemeListShape({"schemes": [show_scheme(scheme) for scheme in SCHEMES.values()]}).data)


class CredentialsView(ApiView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Credentials of the tenant, without their secrets", gives=page_shape(CredentialShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = Credential.objects.of(self.tenant)
        return Response(page_of(rows, request, lambda page: CredentialShape(page, many=True).data))

    @operation("Keep a credential", takes=NewCredentialShape, gives=CredentialShape, status=201)
    def post(self, request: Request) -> Response:
        return created(CredentialShape(services.create_credential(self.tenant, **self.read(NewCredentialShape))).data)


class CredentialUseShape(Shape):
    credential = serializers.CharField(help_text="Its key.")
    integration = IntegrationRefShape(source="place.integration")
    flow = serializers.CharField(source="place.flow", allow_blank=True, help_text="Key of the flow; empty for the endpoint.")
    step = serializers.CharField(source="place.step", allow_blank=True)
    customer = serializers.CharField(source="place.customer", allow_blank=True, help_text="Whose config value names it.")
    draft = serializers.BooleanField()
    versions = serializers.ListField(child=serializers.IntegerField(), help_text="Those that serve somebody.")


class CredentialUsesShape(Shape):
    uses = CredentialUseShape(many=True)


class CredentialUsesView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Who uses each credential: endpoints, steps, and customers that have one of their own", gives=CredentialUsesShape)
    def get(self, request: Request) -> Response:
        return Response(CredentialUsesShape({"uses": uses.uses_of(self.tenant)}).data)


class RotationShape(Shape):
    secret = serializers.DictField(child=serializers.JSONField(), write_only=True)
    overlap_hours = serializers.IntegerField(
        min_value=0, max_value=24 * 30, default=24, help_text="For how long the old secret lets callers in too."
    )


class RotateView(ApiView):
    roles = {"POST": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("Give it a new secret; the old one works on for a while", takes=RotationShape, gives=CredentialShape)
    def post(self, request: Request, pk: str) -> Response:
        row = pick(Credential.objects.of(self.tenant), pk)
        return Response(CredentialShape(succession.rotate_secret(row, **self.read(RotationShape))).data)

    @operation("End the old secret now", gives=CredentialShape)
    def delete(self, request: Request, pk: str) -> Response:
        return Response(CredentialShape(succession.end_previous(pick(Credential.objects.of(self.tenant), pk))).data)


class CredentialView(ApiView):
    roles = {"PATCH": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("Change a credential; a secret given replaces the old one", takes=CredentialChangeShape, gives=CredentialShape)
    def patch(self, request: Request, pk: str) -> Response:
        row = pick(Credential.objects.of(self.tenant), pk)
        changes = self.read(CredentialChangeShape, partial=True)
        return Response(CredentialShape(services.update_credential(row, **changes)).data)

    @operation("Delete a credential that nothing uses", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        uses.delete_unused(pick(Credential.objects.of(self.tenant), pk))
        return nothing()
