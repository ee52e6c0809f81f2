"""A middleware: whatever a request of the pages does is done by whoever sent it. It costs one function and no look-up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from designer.audit.services import actor_of
from runtime import deeds


def acting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        with deeds.acting(lambda: actor_of(request, getattr(request, "access", None))):
            return get_response(request)

    return answer
