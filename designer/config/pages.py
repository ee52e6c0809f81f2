"""The pages of the product: one HTML file, whatever the path; the browser's router knows the rest.

For: serving what Vite built. Its scripts and styles are static files.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

NOT_BUILT = "The pages are not built yet. Run `npm ci && npm run build` in frontend/, then start Hookyard again.\n"


@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    try:
        html = (settings.FRONTEND_BUILD / "index.html").read_bytes()
    except FileNotFoundError:
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    # The file names its scripts by hash, so it alone must always be fresh.
    return HttpResponse(html, headers={"Cache-Control": "no-cache"})
