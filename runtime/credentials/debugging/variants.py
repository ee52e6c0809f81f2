"""What else could have been signed, and with what: the mistakes that senders and middlemen really make.

For: keys, bodies, hashes and layouts near to what a credential expects, each with the words that say how it differs.
Not here: trying them (`search`).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from runtime.credentials.calls import Call
from runtime.credentials.recipes import RECIPES
from runtime.credentials.schemes import SCHEMES
from runtime.credentials.signatures import Part, Recipe

Named = tuple[str, Any]  # how it differs, empty for as expected; the thing itself
ALGORITHMS = {"sha256": "SHA-256", "sha1": "SHA-1", "sha512": "SHA-512", "sha384": "SHA-384", "md5": "MD5"}
BODY, STAMP, ID, URL, METHOD = Part.BODY, Part.TIMESTAMP, Part.ID, Part.URL, Part.METHOD
LAYOUTS: Mapping[str, tuple[str | Part, ...]] = {
    "the body alone": (BODY,),
    "time, a dot, the body": (STAMP, ".", BODY),
    "time and body without a dot": (STAMP, BODY),
    "the body and the time": (BODY, STAMP),
    "v0:time:body": ("v0:", STAMP, ":", BODY),
    "id, time and body with dots": (ID, ".", STAMP, ".", BODY),
    "URL and body": (URL, BODY),
    "method, URL, body and time": (METHOD, URL, BODY, STAMP),
    "the URL alone": (URL,),
}


def keys(secret: str, expected: bytes, previous: Named | None) -> Iterator[Named]:
    yield "", expected
    found: list[Named] = [("the whole secret is the key, as text", secret.encode())]
    bare = secret.partition("_")[2] if secret.startswith(("whsec_", "whsk_")) else secret
    if bare != secret:
        found.append(("the secret without its prefix is the key", bare.encode()))
    for words, decode in (("base64", _from_base64), ("hex", _from_hex)):
        if key := decode(bare):
            found.append((f"the secret is decoded from {words} before it is used as key", key))
    found.append(("the key has a line break at its end, as one pasted into a file has", secret.encode() + b"\n"))
    if previous is not None:
        found.append(previous)
    yield from ((words, key) for words, key in found if key != expected)


def bodies(body: bytes) -> Iterator[Named]:
    yield "", body
    found: list[Named] = []
    if body.endswith(b"\n"):
        found.append(("the body has no line break at its end", body.rstrip(b"\r\n")))
    else:
        found.append(("the body has a line break at its end", body + b"\n"))
    if b"\r\n" in body:
        found.append(("line breaks are LF, and something made CRLF of them", body.replace(b"\r\n", b"\n")))
    elif b"\n" in body:
        found.append(("line breaks are CRLF, and something made LF of them", body.replace(b"\n", b"\r\n")))
    if body.startswith(b"\xef\xbb\xbf"):
        found.append(("the body has no byte order mark", body[3:]))
    found += _json_bodies(body)
    if form := _payload(body):
        found.append(("only the field payload of the form is signed", form))
    found.append(("the body is empty: the sender signed before it had one", b""))
    yield from ((words, other) for words, other in found if other != body)


def layouts(recipe: Recipe) -> Iterator[Named]:
    yield "", recipe.signed
    for words, signed in LAYOUTS.items():
        if signed != recipe.signed:
            same = [SCHEMES[key].title for key, one in RECIPES.items() if one.signed == signed and signed != (BODY,)]
            yield f"{words} is signed" + (f", as {same[0]} does" if same else ""), signed


def urls(call: Call) -> Iterator[Named]:
    """Only for a recipe that signs the URL."""
    yield "", call.url
    base, _, query = call.url.partition("?")
    scheme, _, rest = base.partition("://")
    host, slash, path = rest.partition("/")
    said = call.headers.get("host", "")
    found = [
        ("the URL begins with http://", f"http://{rest}"),
        ("the URL begins with https://", f"https://{rest}"),
        ("the URL has no query", base),
        ("the path ends with a slash", f"{base}/" if not base.endswith("/") else base.rstrip("/")),
    ]
    if said and said != host:
        found.append((f"the host is {said[:200]}, as the Host header says, and not {host}", f"{scheme}://{said}{slash}{path}"))
        found.append((f"the URL begins with https://{said[:200]}", f"https://{said}{slash}{path}"))
    for words, other in found:
        written = f"{other}?{query}" if query and other != base else other
        if written != call.url:
            yield words, written


def algorithms(recipe: Recipe) -> Iterator[Named]:
    yield "", recipe.algorithm
    yield from ((f"the hash is {words}", key) for key, words in ALGORITHMS.items() if key != recipe.algorithm)


def with_layout(recipe: Recipe, signed: tuple[str | Part, ...], algorithm: str) -> Recipe:
    return replace(recipe, signed=signed, algorithm=algorithm)


def _json_bodies(body: bytes) -> list[Named]:
    """The same JSON as other libraries write it. Someone between sender and us may have parsed it and written it again."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(data, dict | list):
        return []
    again = "the JSON is written "
    try:
        return [
            (f"{again}without spaces; something wrote it anew", _json(data, separators=(",", ":"))),
            (
                f"{again}without spaces and with escapes for what is not ASCII",
                _json(data, separators=(",", ":"), ensure_ascii=True),
            ),
            (f"{again}with a space behind commas and colons", _json(data)),
            (f"{again}with a space behind commas and colons and with escapes", _json(data, ensure_ascii=True)),
            (f"{again}indented by two", _json(data, indent=2)),
            (f"{again}without spaces and with sorted keys", _json(data, separators=(",", ":"), sort_keys=True)),
        ]
    except (ValueError, TypeError, RecursionError):
        return []


def _json(data: Any, **how: Any) -> bytes:
    return json.dumps(data, **{"ensure_ascii": False, **how}).encode("utf-8", "surrogatepass")


def _payload(body: bytes) -> bytes | None:
    if not body.startswith(b"payload="):
        return None
    try:
        return parse_qs(body.decode(), max_num_fields=100).get("payload", [""])[0].encode()
    except ValueError:
        return None


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True) or None
    except (ValueError, binascii.Error):
        return None


def _from_hex(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) or None
    except ValueError:
        return None
