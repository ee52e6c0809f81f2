"""The admin's sign-in is the product's own: the admin's form would ask for no second factor."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and not request.user.is_staff:
        told = "The admin is for those who run this Hookyard, and your account is not one of them.\n"
        return HttpResponse(told, status=403, content_type="text/plain; charset=utf-8")
    following = request.GET.get("next", "")
    return HttpResponseRedirect(f"/login?{urlencode({'next': following if following.startswith('/admin/') else '/admin/'})}")
