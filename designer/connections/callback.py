"""Where services send people back to after they agreed, or did not.

For: one small page with no word of the service in it but escaped text, and no script.
Not here: what the answer means (`runtime.connections.consenting`).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_GET

from runtime.connections import consenting
from runtime.connections.renewing import run_now
from runtime.engine.errors import HookyardError

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:18vh auto;padding:0 1.5rem}}h1{{font-size:1.4rem}}</style>
</head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"""


@require_GET
def came_back(request: HttpRequest) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:4096] for name in ("state", "code", "error", "error_description")}
    try:
        consent = consenting.take(given["state"], session=request.session.session_key or "", now=timezone.now())
        error = given["error"] and ": ".join(filter(None, (given["error"], given["error_description"])))
        connection = run_now(lambda http: consenting.finish(consent, code=given["code"], error=error, http=http))
    except HookyardError as problem:
        return _page(400, "Not connected", f"{problem.message} Close this window and try again.")
    return _page(200, f"Connected to {connection.service.name}", "You can close this window; the page you came from goes on.")


def _page(status: int, title: str, text: str) -> HttpResponse:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HttpResponse(PAGE.format(title=escape(title), text=escape(text)), status=status, headers=headers)
