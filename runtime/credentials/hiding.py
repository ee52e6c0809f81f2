"""Cutting secrets out of text by their value, in whatever form they come back.

For: a secret that was decrypted, as it is, in base64 wherever it begins, percent-encoded or escaped as JSON; in the results,
errors and logs of the step that used it, and in every line of the server's own log.
Not here: headers known by name (`redaction`), who may have a secret (`vault`).

What is cut out of a step's results is gone for later steps too, so that a flow that is taken up again after a crash reads the
same as one that was not.
"""

from __future__ import annotations

import base64
import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote, quote_plus

from runtime.credentials.redaction import REDACTED
from runtime.journal.encoding import NotStorable, written

SHORTEST = 8  # characters: shorter ones are words that stand everywhere
MOST_KNOWN = 2_000  # secrets whose forms the log looks for

_known: OrderedDict[str, tuple[str, ...]] = OrderedDict()
_seen: ContextVar[list[str] | None] = ContextVar("secrets_seen", default=None)


def learn(secret: Mapping[str, Any]) -> None:
    """A secret was decrypted: from now on no line of the log shows it."""
    for value in secret.values():
        if isinstance(value, str) and len(value) >= SHORTEST and value not in _known:
            _known[value] = forms(value)
            if len(_known) > MOST_KNOWN:
                _known.popitem(last=False)


def handed_out(secret: Mapping[str, Any]) -> None:
    """The step that runs in this task was given a secret."""
    seen = _seen.get()
    if seen is not None:
        seen.extend(value for value in secret.values() if isinstance(value, str) and len(value) >= SHORTEST)


@contextmanager
def watching() -> Iterator[list[str]]:
    """The secrets that are handed out in here."""
    seen: list[str] = []
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)


def hide(value: Any, secrets: Iterable[str]) -> Any:
    """JSON without any form of these secrets: a text loses what is one, a number that holds one gives way as a whole.

    A value that cannot be written comes back as it is; whoever keeps it refuses it.
    """
    unwanted = [form for secret in secrets for form in forms(secret)]
    try:
        text = written(value)
    except NotStorable:
        return value
    return _cleaned(value, unwanted) if any(form in text for form in unwanted) else value


def _cleaned(value: Any, unwanted: Collection[str]) -> Any:
    # Not in the text of the whole: a secret of digits would be cut out of a number, and what is left would be no JSON.
    if isinstance(value, str):
        return without(value, unwanted)
    if isinstance(value, Mapping):
        return {_cleaned(str(name), unwanted): _cleaned(inner, unwanted) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner, unwanted) for inner in value]
    shown = written(value)
    return value if without(shown, unwanted) == shown else REDACTED


def hide_known(text: str) -> str:
    """A line without any form of any secret that this process has decrypted."""
    return without(text, (form for known in list(_known.values()) for form in known))


def without(text: str, unwanted: Iterable[str]) -> str:
    for form in unwanted:
        if form in text:
            text = text.replace(form, REDACTED)
    return text


def forms(secret: str) -> tuple[str, ...]:
    """Longest first, so that one inside another leaves no half behind."""
    raw = secret.encode("utf-8", "replace")
    found = {secret, json.dumps(secret)[1:-1], written(secret)[1:-1], quote(secret, safe=""), quote_plus(secret), raw.hex()}
    for shift in range(3):
        found |= {_inside(base64.b64encode, raw, shift), _inside(base64.urlsafe_b64encode, raw, shift)}
    return tuple(sorted((form for form in found if len(form) >= SHORTEST), key=len, reverse=True))


def _inside(encoder: Any, raw: bytes, shift: int) -> str:
    """How it looks inside a longer text in base64, that many bytes after the begin of a group of three: only whole characters."""
    text = encoder(b"\0" * shift + raw).decode("ascii")
    first = (0, 2, 3)[shift]
    whole = (shift + len(raw)) * 8 // 6
    return text[first:whole]


def hide_seen(value: Any) -> Any:
    """JSON without the secrets that the step in this task was given; costs one look when it was given none."""
    seen = _seen.get()
    return hide(value, seen) if seen else value
