"""Where services send people back to after they agreed, or did not.

For: one small page that says how it went and tells the page that opened it. Text of the service is escaped. Who came from a
wizard reads the wizard's language, who came from the desk English.
Not here: what the answer means (`runtime.connections.consenting`).

The outcome reaches the opening page in two ways, since each can be cut: to `window.opener`, which a service's own page may have
severed, and over a channel of this origin, which a browser may partition in a frame. Only pages of this origin hear it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_GET

from designer.connections.words import ENGLISH, TABLES, Words, customers_words, problem_words
from designer.embedding.services import embedding_of
from runtime.connections import consenting
from runtime.connections.models import Connection, Consent
from runtime.connections.renewing import run_now
from runtime.engine.errors import HookyardError, NotAllowed

WIZARD_COOKIE = "hookyard_consent"
LANGUAGE_COOKIE = "hookyard_consent_language"

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:18vh auto;padding:0 1.5rem}}h1{{font-size:1.4rem}}
button{{font:inherit;padding:.4rem 1rem}}</style><script src="/connect/back.js" defer></script>
</head><body><main data-connection="{connection}" data-connected="{connected}"><h1>{title}</h1><p id="words">{text}</p>
<p><button type="button" hidden>{close}</button></p></main></body></html>"""
SCRIPT = """const main = document.querySelector("main")
const { connection, connected } = main.dataset
const words = document.getElementById("words").textContent
const told = { source: "hookyard-connect", connection, connected: connected === "yes", words }
const popup = window.opener !== null
if (popup) window.opener.postMessage(told, window.location.origin)
if ("BroadcastChannel" in window) new BroadcastChannel("hookyard-connect").postMessage(told)
const button = document.querySelector("button")
button.hidden = !popup
button.addEventListener("click", () => window.close())
if (popup && told.connected) window.setTimeout(() => window.close(), 900)
"""
# The pages of services are of no policy: with one of ours this page would lose the page that opened it.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "unsafe-none"}


@require_GET
def came_back(request: HttpRequest) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:4096] for name in ("state", "code", "error", "error_description")}
    spoken = request.COOKIES.get(LANGUAGE_COOKIE, "") if request.COOKIES.get(WIZARD_COOKIE) else None
    page = _Page(spoken or "en", ENGLISH if spoken is None else customers_words(spoken, {}))
    try:
        consent, in_wizard = _taken(given["state"], request)
    except HookyardError as problem:
        return page.refused(problem)
    page = _page_for(consent, spoken or "en") if in_wizard else _Page("en", ENGLISH)
    answer = {"code": given["code"], "error": given["error"], "description": given["error_description"]}
    try:
        connection = run_now(lambda http: consenting.finish(consent, **answer, http=http))
    except HookyardError as problem:
        return page.refused(problem, connection=consent.connection_id)
    return page.connected(connection)


def _taken(state: str, request: HttpRequest) -> tuple[Consent, bool]:
    """Begun in a wizard's window, which has a cookie of its own, or at the desk by who is signed in. Raises `NotAllowed`."""
    now, in_wizard = timezone.now(), request.COOKIES.get(WIZARD_COOKIE)
    if in_wizard:
        with suppress(NotAllowed):
            return consenting.take(state, session=in_wizard, now=now), True
    return consenting.take(state, session=request.session.session_key or "", now=now), False


@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """A file of its own, as no page of ours runs scripts that stand in it."""
    return HttpResponse(SCRIPT, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _page_for(consent: Consent, language: str) -> _Page:
    return _Page(language, customers_words(language, embedding_of(consent.tenant_id).words))


@dataclass(frozen=True, slots=True)
class _Page:
    """How it went, in the words of whoever reads it."""

    language: str
    words: Words

    def connected(self, connection: Connection) -> HttpResponse:
        title = self.words["returnConnected"].replace("{service}", connection.service.name)
        return self._answer(200, title, self.words["returnText"], connection=connection.pk, connected="yes")

    def refused(self, problem: HookyardError, *, connection: str = "") -> HttpResponse:
        return self._answer(400, self.words["returnNot"], problem_words(problem, self.words), connection=connection)

    def _answer(self, status: int, title: str, text: str, *, connection: str, connected: str = "no") -> HttpResponse:
        told = {"title": title, "text": text, "close": self.words["returnClose"], "connection": connection}
        language = self.language if self.language in TABLES else "en"
        html = PAGE.format(**{name: escape(value) for name, value in told.items()}, connected=connected, language=language)
        return HttpResponse(html, status=status, headers=HEADERS)
