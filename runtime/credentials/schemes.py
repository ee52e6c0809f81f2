"""The schemes a credential can have, and what its settings and secret must look like.

For: the one table that form, checks and verifier agree on. Pure.
Not here: what stands in the table (`general`, `providers`), storing (`services`), checking callers (`verify`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema

from runtime.credentials import general, providers
from runtime.credentials.public_signatures import read_key
from runtime.credentials.scheme import Scheme
from runtime.credentials.tokens import InvalidKey, read_keys
from runtime.engine.errors import HookyardError
from runtime.engine.wording import field_path, reason

SCHEMES: Mapping[str, Scheme] = {scheme.key: scheme for scheme in (*general.SCHEMES, *providers.SCHEMES)}


class InvalidCredential(HookyardError):
    """`details["errors"]` is [{field, message, code}], fields such as `settings.header`."""

    default_code = "input_invalid"


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


def check_secret(scheme: str, secret: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The secret to encrypt; `settings` are checked ones. Raises `InvalidCredential`; the messages never repeat it."""
    fields = _scheme(scheme).secret
    errors = list(_errors("secret", secret, fields, required=tuple(fields)))
    if errors := errors or list(_key_errors(scheme, secret, settings)):
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


def _key_errors(scheme: str, secret: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Of secrets that are keys: whether they can be one, which no pattern tells."""
    if scheme == "standard_webhooks" and read_key(secret["value"]) is None:
        message = "It is neither a secret (whsec_ and base64) nor a public key (whpk_ and base64 of 32 bytes)."
        yield {"field": "secret.value", "message": message, "code": "invalid"}
    if scheme == "jwt":
        try:
            read_keys(secret["key"], settings["algorithm"])
        except InvalidKey as wrong:
            yield {"field": "secret.key", "message": str(wrong), "code": "invalid"}


def _timestamp_errors(settings: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """A timestamp proves something only when it is signed, and can be signed only when it is sent."""
    field = "settings.timestampHeader"
    if settings["signed"] == "timestamp.body" and "timestampHeader" not in settings:
        yield {"field": field, "message": "Timestamp header is needed when the timestamp is signed.", "code": "required"}
    if settings["signed"] == "body" and "timestampHeader" in settings:
        message = "Leave it empty, or sign timestamp.body: a timestamp that is not signed proves nothing."
        yield {"field": field, "message": message, "code": "invalid"}
