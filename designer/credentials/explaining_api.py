"""Routes that explain why a signature does or does not fit. They tell no secret, and of a right signature only its beginning."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, pick
from designer.bench.shapes import MOST_HEADERS, HeadersField
from runtime import explaining
from runtime.credentials.models import Credential
from runtime.journal.models import Request


class SeenHeaderShape(Shape):
    name = serializers.CharField()
    wanted = serializers.BooleanField(help_text="The scheme reads it; the others only look as if they carried a signature.")
    value = serializers.CharField(allow_null=True, help_text="Null: it did not come.")


class SeenSignatureShape(Shape):
    text = serializers.CharField()
    words = serializers.CharField(help_text="How it is written and of which hash it may be.")


class SigningTimeShape(Shape):
    text = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    skew_seconds = serializers.IntegerField(allow_null=True, help_text="Positive: signed before it came.")
    tolerance = serializers.IntegerField()
    ok = serializers.BooleanField()


class SignedPieceShape(Shape):
    name = serializers.CharField()
    text = serializers.CharField(help_text="With what cannot be seen made visible.")
    bytes = serializers.IntegerField()


class SignedShape(Shape):
    pieces = SignedPieceShape(many=True)
    bytes = serializers.IntegerField()
    cut = serializers.BooleanField(help_text="More was signed than is shown.")


class VerdictShape(Shape):
    code = serializers.CharField(help_text="accepted, handshake, unknown, or the code that the caller was refused with.")
    message = serializers.CharField()


class SignatureReportShape(Shape):
    credential = serializers.CharField(allow_null=True)
    verdict = VerdictShape()
    headers = SeenHeaderShape(many=True)
    signatures = SeenSignatureShape(many=True)
    expected = serializers.CharField(allow_null=True, help_text="The first characters of the right signature.")
    time = SigningTimeShape(allow_null=True)
    signed = SignedShape(allow_null=True, help_text="What the signature covers, piece by piece.")
    would_fit = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()), help_text="How what would fit differs from what is expected."
    )
    causes = serializers.ListField(child=serializers.CharField())


class PastedShape(Shape):
    method = serializers.CharField(max_length=10, required=False, default="POST")
    url = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    headers = HeadersField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True), min_length=2, max_length=2),
        max_length=MOST_HEADERS,
    )
    body = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    at = serializers.DateTimeField(required=False, allow_null=True, help_text="When it was sent; now, when it is not told.")


class ExplainPastedView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("Why does this pasted request fit the credential, or not?", takes=PastedShape, gives=SignatureReportShape)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Credential.objects.of(self.tenant), pk)
        return Response(explaining.explain_pasted(row, self.read(PastedShape)))


class ExplainKeptShape(Shape):
    credential = serializers.CharField(
        required=False, allow_null=True, help_text="Try this one instead of the one that the endpoint asks for."
    )


class ExplainKeptView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("Why did the credential let this request in, or not?", takes=ExplainKeptShape, gives=SignatureReportShape)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Request.objects.of(self.tenant), pk)
        other = self.read(ExplainKeptShape).get("credential")
        credential = pick(Credential.objects.of(self.tenant), other) if other else None
        return Response(explaining.explain_kept(row, credential))
