"""One request against one credential, told from end to end.

For: the report that pages show: verdict, headers, time, what is signed byte for byte, what would have fitted, likely causes.
Not here: finding request and credential (`runtime.control`), trying variants (`search`).
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runtime.credentials import paypal, sns
from runtime.credentials.calls import SPACE, Call, CertificateNeeded, seconds_of
from runtime.credentials.debugging import causes
from runtime.credentials.debugging.reading import Written, read_signature, signatures_in
from runtime.credentials.debugging.search import Question, what_would_fit
from runtime.credentials.debugging.visible import LARGEST_SHOWN, visible
from runtime.credentials.gate import Gate
from runtime.credentials.handshakes import asks_unproven
from runtime.credentials.redaction import REDACTED
from runtime.credentials.signatures import Evidence, Recipe, SignatureVerifier
from runtime.credentials.twilio import HEADER as TWILIO_HEADER
from runtime.credentials.twilio import signed_fields
from runtime.engine.errors import NotAllowed

SHOWN_OF_EXPECTED = 8  # characters; of hex 32 bits: enough to compare by eye, and useless for forging
LIKE_A_SIGNATURE = ("sign", "hmac", "digest", "webhook", "hub-")
NOBODY = Recipe(("x-signature",))
SENDS_THE_SECRET = ("api_key", "basic", "bearer", "jwt")
HIDDEN = "[hidden]"  # what came may be the secret of something else


@dataclass(frozen=True, slots=True)
class Subject:
    """`cut`: only the beginning of its body was kept. `now` is when it came, in Unix seconds."""

    gate: Gate
    call: Call
    now: float
    cut: bool = False


def explain(subject: Subject) -> dict[str, Any]:
    """The report as JSON."""
    verdict = _verdict(subject)
    recipe, evidence = _evidence(subject)
    written = [one for name, value in _like_signatures(subject.call, recipe) for one in signatures_in(value)]
    differs = [] if verdict["code"] == "accepted" else _fits(subject, recipe, evidence, written)
    report = {
        "verdict": verdict,
        "headers": _headers(subject, recipe),
        "signatures": [{"text": one.text[:200], "words": one.words} for one in _given(recipe, evidence)],
        "expected": _expected(subject, recipe, evidence),
        "time": _time(subject, recipe, evidence),
        "signed": _signed(subject, recipe, evidence),
        "wouldFit": differs,
    }
    return report | {"causes": causes.likely(subject, recipe, evidence, written, report)}


def _verdict(subject: Subject) -> dict[str, str]:
    gate, call = subject.gate, subject.call
    if asks_unproven(gate.scheme, call.method, call.query):
        return {"code": "handshake", "message": "A handshake: it is answered before any check."}
    if subject.cut:
        return {"code": "unknown", "message": "Only the beginning of the body was kept, so the signature cannot be tried again."}
    try:
        by_current = gate.check(call, subject.now)
    except NotAllowed as refusal:
        return {"code": refusal.code, "message": refusal.message}
    except CertificateNeeded as needed:
        return {"code": "unknown", "message": f"The certificate would be fetched first, from {needed.url}"}
    return {"code": "accepted", "message": "It fits." if by_current else "It fits the previous secret, which ends soon."}


def _evidence(subject: Subject) -> tuple[Recipe | None, Evidence | None]:
    """How the scheme signs, and what the call brings of it; None for schemes that are no plain HMAC, or nothing brought."""
    verifier = subject.gate.current.verifier
    recipe: Recipe | None = getattr(verifier, "recipe", None)
    if recipe is None:
        return None, None
    try:
        return recipe, recipe.read(subject.call)
    except NotAllowed:
        return recipe, None


def _given(recipe: Recipe | None, evidence: Evidence | None) -> list[Written]:
    return [read_signature(text) for text in evidence.signatures] if recipe and evidence else []


def _headers(subject: Subject, recipe: Recipe | None) -> list[dict[str, Any]]:
    """Those the scheme reads, found or not, then others that look as if they carried a signature."""
    sent = subject.call.headers
    wanted = list(_wanted(subject, recipe))
    hides = subject.gate.scheme in SENDS_THE_SECRET
    listed = [{"name": name, "wanted": True, "value": _shown(sent.get(name), hides=hides)} for name in wanted]
    others = [name for name in sent if name not in wanted and any(mark in name for mark in LIKE_A_SIGNATURE)]
    return listed + [{"name": name, "wanted": False, "value": _shown(sent[name])} for name in others[:10]]


def _wanted(subject: Subject, recipe: Recipe | None) -> list[str]:
    if recipe:
        sent = subject.call.headers
        place = next((place for place, name in enumerate(recipe.headers) if sent.get(name, "").strip(SPACE)), 0)
        return [names[place] for names in (recipe.headers, recipe.timestamps, recipe.ids) if names]
    match subject.gate.scheme:
        case "api_key" | "jwt":
            return [str(subject.gate.settings.get("header", "authorization")).lower()]
        case "basic" | "bearer":
            return ["authorization"]
        case "twilio":
            return [TWILIO_HEADER]
        case "paypal":
            return list(paypal.HEADERS)
    return []


def _shown(value: str | None, *, hides: bool = False) -> str | None:
    if hides and value and value != REDACTED:
        return HIDDEN
    return None if value is None else visible(value.encode("utf-8", "surrogatepass"))[:500]


def _expected(subject: Subject, recipe: Recipe | None, evidence: Evidence | None) -> str | None:
    """The first characters of the signature that would have been right."""
    verifier = subject.gate.current.verifier
    if subject.cut or not isinstance(verifier, SignatureVerifier) or recipe is None or evidence is None:
        return None
    digest = hmac.digest(verifier.key, recipe.canonical(subject.call, evidence), recipe.algorithm)
    text = digest.hex() if recipe.encoding == "hex" else base64.b64encode(digest).decode()
    return f"{text[:SHOWN_OF_EXPECTED]}…"


def _time(subject: Subject, recipe: Recipe | None, evidence: Evidence | None) -> dict[str, Any] | None:
    stamp = _stamp(subject, recipe, evidence)
    if stamp is None:
        return None
    text, unit = stamp
    seconds = seconds_of(text, unit)
    tolerance = getattr(subject.gate.current.verifier, "tolerance", 0)
    return {
        "text": _shown(text) or "",
        "at": _iso(seconds),
        "skewSeconds": None if seconds is None else round(subject.now - seconds),
        "tolerance": tolerance,
        "ok": seconds is not None and abs(subject.now - seconds) <= tolerance,
    }


def _stamp(subject: Subject, recipe: Recipe | None, evidence: Evidence | None) -> tuple[str, str] | None:
    """The time of signing as written, and its unit."""
    if recipe and evidence and recipe.dated:
        return evidence.timestamp, recipe.unit
    if subject.gate.scheme == "paypal" and (written := paypal.read(subject.call)[paypal.TIME]):
        return written, "iso"
    if subject.gate.scheme == "aws_sns" and (message := sns.read_message(subject.call.body)):
        return str(message.get("Timestamp", "")), "iso"
    return None


def _iso(seconds: float | None) -> str | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def _signed(subject: Subject, recipe: Recipe | None, evidence: Evidence | None) -> dict[str, Any] | None:
    """What the signature covers, piece by piece."""
    pieces = _pieces(subject, recipe, evidence)
    if pieces is None:
        return None
    shown = [{"name": name, "text": visible(raw[:LARGEST_SHOWN]), "bytes": len(raw)} for name, raw in pieces]
    return {
        "pieces": shown,
        "bytes": sum(len(raw) for _, raw in pieces),
        "cut": any(len(raw) > LARGEST_SHOWN for _, raw in pieces),
    }


def _pieces(subject: Subject, recipe: Recipe | None, evidence: Evidence | None) -> list[tuple[str, bytes]] | None:
    call = subject.call
    if recipe:
        return recipe.pieces(call, evidence or Evidence("", ()))
    if subject.gate.scheme == "twilio":
        return [("url", call.url.encode("utf-8", "replace")), ("sorted fields", signed_fields(call) or b"")]
    if subject.gate.scheme == "paypal":
        return paypal.pieces(call, str(subject.gate.settings["webhookId"]))
    if subject.gate.scheme == "aws_sns" and (message := sns.read_message(call.body)):
        return [("signed fields", sns.canonical(message) or b"")]
    return None


def _like_signatures(call: Call, recipe: Recipe | None) -> list[tuple[str, str]]:
    wanted = recipe.headers if recipe else ()
    return [
        (name, value)
        for name, value in call.headers.items()
        if value != REDACTED and (name in wanted or any(mark in name for mark in LIKE_A_SIGNATURE))
    ]


def _fits(subject: Subject, recipe: Recipe | None, evidence: Evidence | None, written: list[Written]) -> list[list[str]]:
    verifier, secret = subject.gate.current.verifier, subject.gate.current.secret.get("value")
    if subject.cut or not written or not isinstance(secret, str):
        return []
    key = verifier.key if isinstance(verifier, SignatureVerifier) else secret.encode()
    stamp = evidence or Evidence("", (), _any_time(subject.call), _any_id(subject.call))
    return what_would_fit(Question(subject.call, recipe or NOBODY, stamp, secret, key, _previous(subject), written))


def _previous(subject: Subject) -> tuple[str, bytes] | None:
    """The key that was rotated away, and how far it still counts for this request."""
    earlier = subject.gate.previous
    key = getattr(earlier.verifier, "key", None) if earlier else None
    if key is None:
        return None
    over = subject.now >= subject.gate.previous_until
    return "the previous secret is the key" + ("; its time is over" if over else ", which still counts"), key


def _any_time(call: Call) -> str:
    return next((value for name, value in call.headers.items() if "timestamp" in name), "")


def _any_id(call: Call) -> str:
    return next((value for name, value in call.headers.items() if name.endswith("-id")), "")
