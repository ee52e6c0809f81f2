"""The wizard's own page, where it may be framed, and the script that opens it from another product.

For: one HTML file with a policy of its own: only the tenant's host pages may frame it, nothing from elsewhere runs in it.
Not here: what it shows (`api`), the rest of the product's pages (`designer.config.pages`).
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from designer.embedding.models import Embedding
from designer.embedding.services import embedding_of
from designer.wizard.admission import tenant_of_code

NOT_BUILT = "The pages are not built yet. Run `npm ci && npm run build` in frontend/, then start Hookyard again.\n"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
TOLD = '<meta name="hookyard-{}" content="{}" />'
# The opener stays known to a popup: it has to hear how the set-up goes, and the service's own window asks it for a ticket.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "unsafe-none"}


@require_safe
def wizard(request: HttpRequest, tenant: str, rest: str = "", account: str = "") -> HttpResponse:
    """`/wizard/<tenant>`, and Tray's `/external/solutions/<tenant>/configure/<instance>` and
    `/external/auth/create/<tenant>/<instance>/<account>`, which asks for one account of a set-up;
    `/external/auth/create/<tenant>` and `/external/auth/edit/<tenant>/<account>` ask for one outside any. A code in the query
    outweighs the path: programs written for Tray may carry an embedded id of theirs there."""
    of_code = tenant_of_code(request.GET["code"]) if request.GET.get("code") else ""
    embedding = _embedding(of_code or tenant)
    return _page("wizard.html", origins=embedding.allowed_origins, language=embedding.language)


@require_safe
def consent(request: HttpRequest) -> HttpResponse:
    """The window that goes to a service for consent; it stands in no frame."""
    return _page("wizard-consent.html", origins=[])


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """hookyard.js, for pages of any origin."""
    try:
        source = (settings.FRONTEND_BUILD / "hookyard.js").read_bytes()
    except FileNotFoundError:
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    headers = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(source, content_type="text/javascript; charset=utf-8", headers=headers)


def _embedding(tenant_id: str) -> Embedding:
    return embedding_of(tenant_id) if tenant_id and "\0" not in tenant_id else Embedding()


def _page(file: str, *, origins: list[str], language: str = "") -> HttpResponse:
    try:
        html = (settings.FRONTEND_BUILD / file).read_text()
    except FileNotFoundError:
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    # A page that cannot open still has to tell its host, and only that one, and to say so to people in their language.
    for name, content in (("origins", " ".join(origins)), ("language", language)):
        html = html.replace(TOLD.format(name, ""), TOLD.format(name, escape(content)))
    policy = POLICY.format(ancestors=" ".join(origins) or "'none'")
    answer = HttpResponse(html, headers={**HEADERS, "Content-Security-Policy": policy})
    answer.xframe_options_exempt = True  # frame-ancestors says it better: X-Frame-Options knows no list
    return answer
