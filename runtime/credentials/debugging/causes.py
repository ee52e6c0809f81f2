"""What is likely wrong, in words that say what to do.

For: the last part of the report. Not here: facts (`explain`), trying variants (`search`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from runtime.credentials import paypal
from runtime.credentials.calls import seconds_of
from runtime.credentials.debugging.reading import Written, read_signature
from runtime.credentials.redaction import REDACTED
from runtime.credentials.schemes import SCHEMES
from runtime.credentials.signatures import Evidence, Part, Recipe

if TYPE_CHECKING:
    from runtime.credentials.debugging.explain import Subject

DIGEST_LENGTH = {"sha256": 32, "sha1": 20, "sha512": 64}
OWN_HEADERS = {
    "x-hub-signature-256": "GitHub or Meta",
    "x-hub-signature": "Intercom, or GitHub's older way",
    "stripe-signature": "Stripe",
    "x-shopify-hmac-sha256": "Shopify",
    "x-slack-signature": "Slack",
    "webhook-signature": "Standard Webhooks",
    "svix-signature": "Svix",
    "x-zm-signature": "Zoom",
    "x-hubspot-signature-v3": "HubSpot",
    "x-square-hmacsha256-signature": "Square",
    "x-twilio-signature": "Twilio",
    "paypal-transmission-sig": "PayPal",
    "x-zendesk-webhook-signature": "Zendesk",
    "x-dropbox-signature": "Dropbox",
    "typeform-signature": "Typeform",
}


def likely(
    subject: Subject, recipe: Recipe | None, evidence: Evidence | None, written: list[Written], report: dict[str, Any]
) -> list[str]:
    """Most telling first; empty when all is well."""
    code = report["verdict"]["code"]
    if code in ("accepted", "handshake", "unknown"):
        return []
    found = list(_of_headers(subject, report))
    if code == "credential_missing" and recipe is None:
        found += _of_secret(subject)
    if code == "timestamp_stale":
        found += _of_time(subject, recipe, evidence, report)
    elif code == "signature_invalid":
        found += _of_signature(subject, recipe, evidence, written, report)
    return list(dict.fromkeys(found))


def _of_headers(subject: Subject, report: dict[str, Any]) -> Iterator[str]:
    wanted = [header for header in report["headers"] if header["wanted"]]
    missing = [header["name"] for header in wanted if not header["value"]]
    title = SCHEMES[subject.gate.scheme].title
    if any(header["value"] == REDACTED for header in wanted):
        yield "The header carries the secret itself, so its value was not kept. Paste a request to try it again."
    if missing:
        yield f"{', '.join(missing)} did not come. Is the secret set at the sender, and does every proxy between pass it on?"
        for name, service in OWN_HEADERS.items():
            if name in subject.call.headers and name not in missing:
                yield f"The request carries {name}, which {service} sends. The credential is for {title}."


def _of_secret(subject: Subject) -> Iterator[str]:
    """How a secret is sent wrongly; whether it is nearly right is not told, or one could guess it letter by letter."""
    scheme, sent = subject.gate.scheme, subject.call.headers
    if scheme == "api_key":
        value = sent.get(str(subject.gate.settings.get("header", "")).lower(), "")
        if value.lower().startswith(("bearer ", "basic ")):
            yield "The key came behind a word such as Bearer. Send it alone, or use a credential of the kind Bearer token."
    else:
        value = sent.get("authorization", "")
        word = {"basic": "Basic", "bearer": "Bearer", "jwt": "Bearer"}.get(scheme, "")
        if value and word and not value.lower().startswith(f"{word.lower()} "):
            yield f"The value must begin with {word} and a space."
    if '"' in value or "'" in value:
        yield "There are quotes in it, as when a script sends them along."
    if ", " in value:
        yield "The header came twice, or holds several values."


def _of_time(subject: Subject, recipe: Recipe | None, evidence: Evidence | None, report: dict[str, Any]) -> Iterator[str]:
    if report["time"] is None:
        yield "The times in the token are over, or not come yet. Compare the clocks, and how long tokens live."
        return
    for unit, words in (("s", "seconds"), ("ms", "milliseconds"), ("iso", "ISO 8601")):
        seconds = seconds_of(evidence.timestamp if evidence else "", unit)
        if recipe and evidence and unit != recipe.unit and seconds is not None and abs(subject.now - seconds) <= 86_400:
            yield f"The time is written in {words}; this credential reads it otherwise."
            return
    skew = (report["time"] or {}).get("skewSeconds")
    if skew is None:
        yield "The time cannot be read as a time."
    elif skew > 0:
        yield "It was signed long before it came: it was repeated, held in a queue, or sent again from a recording."
    else:
        yield "It was signed in the future: the sender's clock is ahead, or ours is behind."


def _of_signature(
    subject: Subject, recipe: Recipe | None, evidence: Evidence | None, written: list[Written], report: dict[str, Any]
) -> Iterator[str]:
    for differs in report["wouldFit"][:1]:
        yield f"It would fit if {' and '.join(differs)}." if differs else "It fits by itself: only how it is written is wrong."
    if recipe and evidence:
        yield from _of_writing(recipe, evidence, written)
    if report["wouldFit"]:
        return
    if subject.gate.scheme == "paypal":
        yield from _of_paypal(subject)
    if subject.gate.scheme == "twilio" or (recipe and (Part.URL in recipe.signed or Part.DECODED_URL in recipe.signed)):
        yield from _of_url(subject)
    if not report["wouldFit"] and written:
        yield (
            "Nothing near it fits either. Most likely the secret is another one: of another endpoint, environment or app, or "
            "from before it was rotated. Otherwise something between changed the body."
        )


def _of_writing(recipe: Recipe, evidence: Evidence, written: list[Written]) -> Iterator[str]:
    if not evidence.signatures:
        yield f"{evidence.header} holds nothing that begins with {recipe.prefix}"
        return
    length = DIGEST_LENGTH[recipe.algorithm]
    fitting = [one for one in written if one.encoding == recipe.encoding and len(one.raw) == length]
    if written and not fitting:
        yield f"{recipe.encoding} of {length} bytes is expected; what came is {written[0].words}."
    if not written:
        yield f"What came is {read_signature(evidence.signatures[0]).words}. Was the value cut, or quoted?"


def _of_paypal(subject: Subject) -> Iterator[str]:
    if not paypal.is_certificate_address(subject.call.headers.get(paypal.CERTIFICATE, "")):
        yield "The certificate is said to be somewhere else than on PayPal's API hosts: PayPal did not send this."
        return
    yield (
        "The webhook id is signed too: copy the id of the webhook that has this URL, of the same app, live or sandbox. Events of "
        "PayPal's simulator are signed with the id WEBHOOK_ID."
    )


def _of_url(subject: Subject) -> Iterator[str]:
    host = subject.call.headers.get("host", "")
    if host and f"//{host}/" not in subject.call.url:
        yield (
            f"The URL is signed too. We take it as {subject.call.url.partition('?')[0]}, but the sender called {host[:200]}: set "
            "PUBLIC_URL to what senders call."
        )
    else:
        yield "The URL is signed too: it must be registered with the sender exactly as shown here, and PUBLIC_URL must be right."
