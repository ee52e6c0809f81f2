"""What a service's settings must look like, and what a customer fills in for each scheme.

For: one table that forms, checks and requests agree on. Pure.
Not here: storing (`catalogue`, `keeping`), OAuth 2 itself (`oauth`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema

from runtime.credentials.schemes import InvalidCredential
from runtime.engine.wording import field_path, reason

HEADER = {"type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}\\Z"}
URL = {
    "type": "string",
    "pattern": "^https?://[^\\s?#@]+(\\?[^\\s#]*)?\\Z",
    "maxLength": 500,
    "description": "An http or https URL.",
}
HOST = {
    "type": "string",
    "pattern": "^(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\\Z",
    "maxLength": 255,
    "description": "A host such as api.example.com or *.example.com, without a port.",
}
SCOPE = {"type": "string", "pattern": "^[!#-\\[\\]-~]{1,200}\\Z", "description": "One scope, without spaces and quotes."}
FIELD = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}")
LINE = re.compile(r"[^\x00-\x1f\x7f]{1,4096}\Z")

NAME = {"type": "string", "minLength": 1, "maxLength": 80}
COMMON = {
    "connector": NAME,  # whose steps and triggers use accounts of it, and whose own test tries them
    "auth": NAME,  # which of the connector's ways to connect
    "hosts": {"type": "array", "minItems": 1, "maxItems": 50, "uniqueItems": True, "items": HOST},
    "instructions": {"type": "string", "maxLength": 10_000},
    "test": {
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {"method": {"enum": ["GET", "POST", "HEAD"]}, "url": URL},
    },
}
OAUTH = {
    "tokenUrl": URL,
    "revokeUrl": URL,
    "clientId": {"type": "string", "minLength": 1, "maxLength": 500},
    "clientAuth": {"enum": ["basic", "body"]},
    "scopes": {"type": "array", "maxItems": 100, "items": SCOPE},
}
OWN_FIELDS = {
    "fields": {
        "type": "array",
        "minItems": 1,
        "maxItems": 20,
        "items": {
            "type": "object",
            "required": ["key", "label"],
            "additionalProperties": False,
            "properties": {
                "key": {
                    "type": "string",
                    "pattern": "^[A-Za-z][A-Za-z0-9_]{0,39}\\Z",
                    "description": "A letter, then letters, digits and underscores.",
                },
                "label": {"type": "string", "minLength": 1, "maxLength": 120},
                "secret": {"type": "boolean"},
                "optional": {"type": "boolean"},
            },
        },
    },
    "headers": {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 20,
        "propertyNames": HEADER,
        "additionalProperties": {"type": "string", "maxLength": 1000, "pattern": "^[^\\x00-\\x1f\\x7f]*\\Z"},
    },
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the customer fills in."""

    key: str
    label: str
    secret: bool
    required: bool = True


@dataclass(frozen=True, slots=True)
class Scheme:
    settings: Mapping[str, Any]
    required: tuple[str, ...]
    fields: tuple[Field, ...] = ()


SCHEMES = {
    "api_key": Scheme({"header": HEADER, "prefix": {"type": "string", "maxLength": 40}}, (), (Field("value", "API key", True),)),
    "basic": Scheme({}, (), (Field("username", "User name", False), Field("password", "Password", True))),
    "bearer": Scheme({}, (), (Field("token", "Token", True),)),
    "custom": Scheme(OWN_FIELDS, ("fields",)),  # without headers it is for a connector, which proves itself its own way
    "oauth2_code": Scheme({**OAUTH, "authorizeUrl": URL}, ("authorizeUrl", "tokenUrl", "clientId")),
    "oauth2_client": Scheme(OAUTH, ("tokenUrl",)),
}
OWN_CLIENT = (Field("clientId", "Client ID", False), Field("clientSecret", "Client secret", True))


def fields_of(scheme: str, settings: Mapping[str, Any]) -> tuple[Field, ...]:
    """What a customer fills in; empty where the service's own page asks."""
    if scheme == "custom":
        return tuple(
            Field(one["key"], one["label"], one.get("secret", True), not one.get("optional", False))
            for one in settings.get("fields", ())
        )
    if scheme == "oauth2_client" and not settings.get("clientId"):
        return OWN_CLIENT
    return SCHEMES[scheme].fields


def check_service(scheme: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings to store; what came empty counts as not given. Raises `InvalidCredential` with every error at once."""
    known = SCHEMES[scheme]
    given = {name: value for name, value in settings.items() if value not in (None, "", [], {})}
    schema = {"type": "object", "additionalProperties": False, "properties": {**COMMON, **known.settings}}
    errors = [
        {"field": f"settings.{name}", "message": "This is needed.", "code": "required"}
        for name in ("hosts", *known.required)
        if name not in given
    ]
    errors += [
        {"field": field_path(["settings", *error.absolute_path]), "message": f"It {reason(error)}.", "code": "invalid"}
        for error in jsonschema.Draft202012Validator(schema).iter_errors(given)
    ]
    errors += [] if errors else _stray_placeholders(scheme, given)
    if errors:
        raise InvalidCredential("Some settings of the service are not valid: see errors.", errors=errors)
    return given


def _stray_placeholders(scheme: str, settings: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    known = {field.key for field in fields_of(scheme, settings)}
    for header, template in settings.get("headers", {}).items():
        for name in FIELD.findall(template):
            if name not in known:
                message = f"There is no field {name}; the fields are {', '.join(sorted(known))}."
                yield {"field": f"settings.headers.{header}", "message": message, "code": "invalid"}


def check_fields(fields: Sequence[Field], given: Mapping[str, Any], *, kept: Mapping[str, Any]) -> dict[str, str]:
    """All fields, `kept` standing in for secrets left empty. Raises `InvalidCredential`; the messages repeat no value."""
    errors, values = [], {}
    for field in fields:
        value = given.get(field.key) or kept.get(field.key) or ""
        if not value:
            if field.required:
                errors.append({"field": f"values.{field.key}", "message": f"{field.label} is needed.", "code": "required"})
        elif not isinstance(value, str) or not LINE.match(value):
            message = f"{field.label} must be one line of text."
            errors.append({"field": f"values.{field.key}", "message": message, "code": "invalid"})
        values[field.key] = value
    errors += [
        {"field": f"values.{key}", "message": "The service asks for no such field.", "code": "unknown"}
        for key in given
        if key not in values
    ]
    if errors:
        raise InvalidCredential("Some values are missing or not valid: see errors.", errors=errors)
    return values


def headers_for(scheme: str, settings: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str] | None:
    """The headers of a scheme that a plain credential cannot express; None for the others."""
    if scheme == "custom":
        return {
            name: FIELD.sub(lambda found: values.get(found[1], ""), template)
            for name, template in settings.get("headers", {}).items()
        }
    if scheme == "api_key":
        return {settings.get("header") or "X-Api-Key": f"{settings.get('prefix') or ''}{values['value']}"}
    return None
