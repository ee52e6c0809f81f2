"""Routes for a tenant's pictures, and the address under which everybody who knows it sees one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, created, nothing, pick
from designer.images.models import Image
from designer.images.services import keep_image

# Nothing in it runs, whatever it is, and it never changes.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


class ImageShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    created_at = serializers.DateTimeField()


class NewImageShape(Shape):
    name = serializers.CharField(max_length=200)
    content = serializers.CharField(help_text="PNG, JPEG, GIF or WebP as base64, at most 2 MiB.")


class ImagesView(ApiView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Pictures for the pages of wizards", gives=page_shape(ImageShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = Image.objects.of(self.tenant).defer("content")
        return Response(page_of(rows, request, lambda page: ImageShape(page, many=True).data))

    @operation("Upload a picture", takes=NewImageShape, gives=ImageShape, status=201)
    def post(self, request: Request) -> Response:
        return created(ImageShape(keep_image(self.tenant, **self.read(NewImageShape))).data)


class OneImageView(ApiView):
    roles = {"DELETE": Role.BUILDER}

    @operation("Delete a picture; pages that show it show its words instead", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        pick(Image.objects.of(self.tenant), pk).delete()
        return nothing()


@require_safe
def image(request: HttpRequest, pk: str) -> HttpResponse:
    found = Image.across_tenants.filter(pk=pk, tenant__suspended=False).first() if "\0" not in pk else None
    if found is None:
        return HttpResponse("There is no such picture.", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(bytes(found.content), content_type=found.content_type, headers=HEADERS)
