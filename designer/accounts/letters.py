"""What letters to people say, as plain text and as small HTML of the same words.

For: composing and posting them. Not here: when (the services), sending (`runtime.mail`).
Links carry their token behind a `#`: it is in no log of a server or proxy and in no Referer.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.html import format_html, format_html_join

from runtime.mail.models import Letter
from runtime.mail.post import post

STYLE = "font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#1c212b;max-width:34rem"
BUTTON = "display:inline-block;padding:9px 16px;border-radius:6px;background:#4650c4;color:#fff;text-decoration:none"


def page(path: str, token: str = "") -> str:
    return f"{settings.PUBLIC_URL}{path}{'#' + token if token else ''}"


def write(
    to: str,
    *,
    kind: str,
    subject: str,
    lines: list[str],
    link: tuple[str, str] | None = None,
    after: list[str] | None = None,
    tenant_id: str | None = None,
) -> Letter:
    """`link` is what stands on the button and where it leads; `lines` come before it, `after` behind it."""
    behind = after or []
    told = [*lines, *([f"{link[0]}:\n{link[1]}"] if link else []), *behind]
    text = "\n\n".join(told) + f"\n\nHookyard at {settings.PUBLIC_URL}\n"
    button = format_html('<p><a href="{}" style="{}">{}</a></p>', link[1], BUTTON, link[0]) if link else ""
    spelt = format_html('<p style="color:#5b6472;word-break:break-all">{}</p>', link[1]) if link else ""
    html = format_html(
        '<div style="{}">{}{}{}{}<p style="color:#5b6472">Hookyard at {}</p></div>',
        STYLE,
        _paragraphs(lines),
        button,
        spelt,
        _paragraphs(behind),
        settings.PUBLIC_URL,
    )
    return post(to, kind=kind, subject=subject, text=text, html=html, tenant_id=tenant_id)


def _paragraphs(lines: list[str]) -> str:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
