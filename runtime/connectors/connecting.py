"""What a connector's auth says about the service behind it, in the words of services that customers connect to.

For: beginning the description of a service (`runtime.connections`), so that what customers fill in is what the connector looks
for. Pure.
Not here: storing it.

The addresses come from the connector's own files as far as they say them without a customer's values; `hosts` of an auth names
those that only a customer knows, such as `*.zendesk.com`. No other host ever gets what customers entrust to us.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from runtime.connectors.formulas import FormulaProblem, evaluate
from runtime.connectors.package import Element, Implementation, Package
from runtime.engine.values import value

CONSENT = "oauth2"
AUTH_TYPES = ("client-credentials", CONSENT)


@value
class Start:
    """`settings` are those of a service of this scheme, as far as the connector says them."""

    connector: str
    auth: str
    label: str
    name: str
    scheme: str
    settings: Mapping[str, Any]


def starts_of(package: Package) -> Iterator[Start]:
    """One for each way to connect that a customer can go."""
    several = len(package.auths) > 1
    for auth in package.auths:
        if auth.spec.get("type", AUTH_TYPES[0]) not in AUTH_TYPES:
            continue
        by_consent = auth.spec.get("type") == CONSENT
        settings = _consent(auth) if by_consent else _fields(auth)
        if settings is None:
            continue
        client = _client(auth)
        if hosts := _hosts(auth, client):
            settings["hosts"] = hosts
        if test := _test(auth, client):
            settings["test"] = test
        if auth.description:
            settings["instructions"] = auth.description
        settings |= {"connector": package.key, "auth": auth.key}
        label = f"{package.name}: {auth.name}" if several else package.name
        scheme = "oauth2_code" if by_consent else "custom"
        yield Start(package.key, auth.key, label, package.name, scheme, settings)


def _fields(auth: Element) -> dict[str, Any] | None:
    """None where there is nothing to fill in."""
    schema = auth.input_schema
    required = schema.get("required", ())
    fields = [
        {
            "key": key,
            "label": _label(key, said),
            "secret": said.get("format") == "password" or bool(said.get("writeOnly")),
            **({} if key in required else {"optional": True}),
        }
        for key, said in schema.get("properties", {}).items()
        if isinstance(said, Mapping)
    ]
    if not fields:
        return None
    client = _client(auth)
    headers = {name: one for name, one in (client.get("headers") or {}).items() if isinstance(one, str)}
    return {"fields": fields, **({"headers": headers} if headers and not client.get("auth") else {})}


def _label(key: str, said: Mapping[str, Any]) -> str:
    title = str(said.get("title") or key)
    choices = said.get("enum")
    return f"{title} ({' or '.join(map(str, choices))})"[:120] if isinstance(choices, list) and choices else title[:120]


def _consent(auth: Element) -> dict[str, Any]:
    told = _evaluated(auth, "get-oauth-config", {})
    body = told.get("clientAuthLocation") == "body"
    settings = {
        "authorizeUrl": told.get("authorizeUri"),
        "tokenUrl": told.get("tokenUri"),
        "scopes": told.get("scopes"),
        "clientAuth": "body" if body else None,
    }
    return {name: one for name, one in settings.items() if one}


def _hosts(auth: Element, client: Mapping[str, Any]) -> list[str]:
    said = auth.spec.get("hosts")
    if isinstance(said, list):
        return [str(host) for host in said]
    host = urlsplit(str(client.get("baseUri") or "")).netloc
    return [host] if host and "{{" not in host else []


def _test(auth: Element, client: Mapping[str, Any]) -> dict[str, str] | None:
    """The request by which the connector tries a connection, where it is written down and as plain as services try theirs."""
    found, base = auth.methods.get("test"), _base(client)
    if found is None or found.implementation is not Implementation.REST or not base or client.get("auth"):
        return None
    path, method = str(found.content.get("path", "")), str(found.content.get("method", "")).upper()
    if "{" in path or method != "GET" or found.content.get("requestMapping"):
        return None
    return {"method": method, "url": f"{base.rstrip('/')}/{path.lstrip('/')}"}


def _base(client: Mapping[str, Any]) -> str:
    """Empty where a customer's values are part of it."""
    base = str(client.get("baseUri") or "")
    return "" if "{{" in base else base


def _client(auth: Element) -> Mapping[str, Any]:
    """What `make-api-client` says, with `{{key}}` standing for what a customer must fill in, as in the headers of services."""
    return _evaluated(auth, "make-api-client", {key: f"{{{{{key}}}}}" for key in auth.input_schema.get("required", ())})


def _evaluated(auth: Element, method: str, credentials: Mapping[str, str]) -> Mapping[str, Any]:
    """What a mapping says; nothing of one that is code."""
    found = auth.methods.get(method)
    if found is None or found.implementation is not Implementation.MAPPING:
        return {}
    given = {"credentials": credentials, "connectionParameters": credentials, "connectorParameters": {}}
    try:
        told = evaluate(found.content, given)
    except FormulaProblem:
        return {}
    return told if isinstance(told, dict) else {}
