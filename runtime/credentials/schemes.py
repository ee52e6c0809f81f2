"""The schemes a credential can have: what is shown of each, what is secret, and what either must look like.

For: one table that the form, the checks and the verifier agree on. Pure.
Not here: storing (`services`), checking callers (`verify`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

from runtime.engine.errors import HookyardError
from runtime.engine.wording import field_path, reason

# RFC 9110 section 5.6.2: the characters of a header name. Python's `$` would let a line break follow, `\Z` does not.
HEADER_NAME = {"type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}\\Z"}
# What can stand in a header on every road between a sender and us.
VISIBLE = {"type": "string", "pattern": "^[!-~]{1,4096}\\Z"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """`settings` and `secret` map field names to JSON Schemas; every secret field is needed."""

    key: str
    title: str
    settings: Mapping[str, Mapping[str, Any]]
    secret: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...] = ()

    def with_defaults(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as stored: defaults filled in; what came empty counts as not given."""
        given = {name: value for name, value in settings.items() if value is not None and value != ""}
        defaults = {name: field["default"] for name, field in self.settings.items() if "default" in field}
        return defaults | given


class InvalidCredential(HookyardError):
    """`details["errors"]` is [{field, message, code}], fields such as `settings.header`."""

    default_code = "input_invalid"


def _text(title: str, description: str, **keywords: Any) -> dict[str, Any]:
    return {"title": title, "description": description, "type": "string", **keywords}


SCHEMES = {
    scheme.key: scheme
    for scheme in (
        Scheme(
            key="api_key",
            title="API key in a header",
            settings={"header": _text("Header", "A header name, such as X-Api-Key.", default="X-Api-Key", **HEADER_NAME)},
            secret={"value": _text("Key", "Visible characters without spaces.", **VISIBLE)},
        ),
        Scheme(
            key="basic",
            title="Basic",
            # RFC 7617 section 2: the first colon ends the user name.
            settings={"username": _text("User name", "Text without a colon.", pattern="^[^:\x00-\x1f\x7f]{1,200}\\Z")},
            secret={"password": _text("Password", "Text of one line.", pattern="^[^\x00-\x1f\x7f]{1,1000}\\Z")},
            required=("username",),
        ),
        Scheme(
            key="bearer",
            title="Bearer token",
            settings={},
            secret={"token": _text("Token", "Visible characters without spaces.", **VISIBLE)},
        ),
        Scheme(
            key="hmac",
            title="HMAC signature",
            settings={
                "header": _text("Header", "The header that carries the signature.", **HEADER_NAME),
                "algorithm": _text("Algorithm", "The hash.", enum=["sha256", "sha512", "sha1"], default="sha256"),
                "encoding": _text("Encoding", "How the signature is written.", enum=["hex", "base64"], default="hex"),
                "prefix": _text("Prefix", "What stands before the signature, such as sha256=.", pattern="^[!-+.-~-]{0,40}\\Z"),
                "signed": _text("Signed", "What the signature covers.", enum=["body", "timestamp.body"], default="body"),
                "timestampHeader": _text("Timestamp header", "The header with the Unix time in seconds.", **HEADER_NAME),
                "toleranceSeconds": {
                    "title": "Tolerance",
                    "description": "How many seconds a timestamp may differ from now, either way.",
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 86_400,
                    "default": 300,
                },
            },
            secret={"value": _text("Secret", "The shared secret, used as UTF-8 bytes.", minLength=1, maxLength=4096)},
            required=("header",),
        ),
    )
}


def check_settings(scheme: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings to store, defaults filled in. Raises `InvalidCredential` with every error at once."""
    known = _scheme(scheme)
    complete = known.with_defaults(settings)
    errors = list(_errors("settings", complete, known.settings, required=known.required))
    if scheme == "hmac" and not errors:
        errors = list(_timestamp_errors(complete))
    if errors:
        raise InvalidCredential("Some settings of the credential are not valid: see errors.", errors=errors)
    return complete


def check_secret(scheme: str, secret: Mapping[str, Any]) -> dict[str, Any]:
    """The secret to encrypt. Raises `InvalidCredential`; the messages never repeat it."""
    fields = _scheme(scheme).secret
    if errors := list(_errors("secret", secret, fields, required=tuple(fields))):
        raise InvalidCredential("The secret of the credential is not valid: see errors.", errors=errors)
    return dict(secret)


def _scheme(key: str) -> Scheme:
    if key not in SCHEMES:
        message = f"must be one of {', '.join(SCHEMES)}"
        raise InvalidCredential(f"The scheme {message}.", errors=[{"field": "scheme", "message": message, "code": "invalid"}])
    return SCHEMES[key]


def _errors(
    place: str, given: Mapping[str, Any], fields: Mapping[str, Mapping[str, Any]], *, required: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    schema = {"type": "object", "properties": fields, "additionalProperties": False}
    for name in required:
        if name not in given:
            yield {"field": f"{place}.{name}", "message": f"{fields[name]['title']} is needed.", "code": "required"}
    for error in jsonschema.Draft202012Validator(schema).iter_errors(given):
        yield {"field": field_path([place, *error.absolute_path]), "message": f"It {reason(error)}.", "code": "invalid"}


def _timestamp_errors(settings: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """A timestamp proves something only when it is signed, and can be signed only when it is sent."""
    field = "settings.timestampHeader"
    if settings["signed"] == "timestamp.body" and "timestampHeader" not in settings:
        yield {"field": field, "message": "Timestamp header is needed when the timestamp is signed.", "code": "required"}
    if settings["signed"] == "body" and "timestampHeader" in settings:
        message = "Leave it empty, or sign timestamp.body: a timestamp that is not signed proves nothing."
        yield {"field": field, "message": message, "code": "invalid"}
