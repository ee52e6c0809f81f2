"""A connector from an OpenAPI document: each of its operations as a step, its way of proving oneself as the auth.

For: `manage.py connector new --openapi`. What it writes is a beginning, meant to be thinned out and renamed by hand.
Not here: events, of which such a document says nothing that could be relied on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from runtime.connectors.specs import slug
from runtime.engine.errors import HookyardError

METHODS: Final = ("get", "post", "put", "patch", "delete", "head")
MOST_OPERATIONS: Final = 300
DEEPEST: Final = 6  # levels of a schema that are written out
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PLACEHOLDER: Final = re.compile(r"\{([^{}/]+)\}")


class NoOpenApi(HookyardError):
    default_code = "openapi_malformed"
    who = "builder"


def connector_from(document: Mapping[str, Any], *, name: str = "", only: str = "") -> dict[str, str]:
    """Files by path. `only` is a part of the paths to take. Raises `NoOpenApi`."""
    if not str(document.get("openapi", "")).startswith("3") or not isinstance(document.get("paths"), dict):
        raise NoOpenApi("This is no OpenAPI 3 document: it has `openapi: 3...` and `paths` at its top.")
    reader = _Reader(document)
    info = document.get("info") or {}
    title = name or str(info.get("title") or "New connector")
    operations = [one for one in reader.operations() if only in one["path"]]
    if not operations:
        raise NoOpenApi(f"No path of the document holds {only!r}." if only else "The document has no operations.")
    auth_spec, client = reader.auth()
    spec = {"name": title[:120], "key": slug(title), "description": str(info.get("description") or "").split("\n")[0][:300]}
    files = {
        "spec.yml": _yaml({**spec, "version": str(info.get("version") or ""), "auth": auth_spec}),
        "README.md": f"# {title}\n\n{info.get('description') or ''}\n",
        "auth/make-api-client.map.yml": _yaml(client),
    }
    taken: set[str] = set()
    for one in operations[:MOST_OPERATIONS]:
        key = _key_of(one, taken)
        taken.add(key)
        files |= reader.files(key, one)
    return files


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def operations(self) -> Iterator[dict[str, Any]]:
        for path, item in self._document["paths"].items():
            shared = item.get("parameters") or [] if isinstance(item, dict) else []
            for method in METHODS:
                told = item.get(method) if isinstance(item, dict) else None
                if isinstance(told, dict) and not told.get("deprecated"):
                    yield {
                        "path": str(path),
                        "method": method,
                        "told": told,
                        "parameters": [*shared, *(told.get("parameters") or [])],
                    }

    def auth(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Its spec, and what `make-api-client` says."""
        schemes = ((self._document.get("components") or {}).get("securitySchemes") or {}).values()
        scheme = next((self._resolved(one) for one in schemes), {})
        servers = self._document.get("servers") or [{}]
        client: dict[str, Any] = {"baseUri": str(servers[0].get("url") or "https://api.example.com")}
        fields = {"token": {"type": "string", "format": "password", "title": "API token"}}
        token: Any = {"$var": "$.credentials.token"}
        kind, where = scheme.get("type"), scheme.get("in")
        if kind == "apiKey" and where in ("header", "query"):
            client["headers" if where == "header" else "query"] = {str(scheme.get("name")): token}
        elif kind == "http" and scheme.get("scheme") == "basic":
            fields = {"username": {"type": "string", "title": "User name"}, "password": {"type": "string", "format": "password"}}
            client["auth"] = {name: {"$var": f"$.credentials.{name}"} for name in fields}
        else:
            given = {"$var": "$.credentials.access_token"} if kind == "oauth2" else token
            client["headers"] = {"Authorization": {"$concat": ["Bearer ", given]}}
        asked = {"type": "object", "properties": fields, "required": list(fields)}
        return {"type": "client-credentials", "inputSchema": asked}, client

    def files(self, key: str, one: Mapping[str, Any]) -> dict[str, str]:
        told = one["told"]
        properties: dict[str, Any] = {}
        required, mapping = [], {"pathParameters": {}, "query": {}, "headers": {}}
        for parameter in map(self._resolved, one["parameters"]):
            name, place = (
                str(parameter.get("name")),
                {"path": "pathParameters", "query": "query", "header": "headers"}.get(parameter.get("in")),
            )
            if place is None:
                continue
            properties[name] = self._schema(parameter.get("schema") or {"type": "string"}) | _described(parameter)
            mapping[place][name] = {"$var": f"$.input.{_escaped(name)}"}
            required += [name] if parameter.get("required") or place == "pathParameters" else []
        request: dict[str, Any] = {name: part for name, part in mapping.items() if part}
        if (body := self._body(told)) is not None:
            properties["body"] = body
            request["data"] = {"$var": "$.input.body"}
        for name in _PLACEHOLDER.findall(one["path"]):
            request.setdefault("pathParameters", {}).setdefault(name, {"$var": f"$.input.{_escaped(name)}"})
            properties.setdefault(name, {"type": "string"})
        schema = {"type": "object", "properties": properties} | ({"required": sorted(set(required))} if required else {})
        summary = str(told.get("summary") or _words(key))[:120]
        spec = {"name": summary, "key": key, "description": str(told.get("description") or "")[:500], "inputSchema": schema}
        rest = {"path": one["path"], "method": one["method"]} | ({"requestMapping": request} if request else {})
        return {f"operations/{key}/spec.yml": _yaml(spec), f"operations/{key}/run.rest.yml": _yaml(rest)}

    def _body(self, told: Mapping[str, Any]) -> dict[str, Any] | None:
        content = self._resolved(told.get("requestBody") or {}).get("content") or {}
        media = next((entry for name, entry in content.items() if "json" in name), None)
        return self._schema(media.get("schema") or {}) | {"title": "Body"} if isinstance(media, dict) else None

    def _schema(self, schema: Any, depth: int = 0) -> dict[str, Any]:
        """With its references written out, as far as a form can show it."""
        found = self._resolved(schema)
        if depth >= DEEPEST:
            return {}
        kept = {name: found[name] for name in ("title", "description", "enum", "default", "format") if name in found}
        if isinstance(found.get("type"), str | list):
            kept["type"] = found["type"]
        if isinstance(found.get("properties"), dict):
            kept |= {
                "type": "object",
                "properties": {str(name): self._schema(one, depth + 1) for name, one in found["properties"].items()},
            }
            if isinstance(found.get("required"), list):
                kept["required"] = [name for name in found["required"] if name in kept["properties"]]
        if isinstance(found.get("items"), dict):
            kept["items"] = self._schema(found["items"], depth + 1)
        return kept

    def _resolved(self, node: Any) -> dict[str, Any]:
        for _ in range(20):
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                break
            found: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
            node = found
        return node if isinstance(node, dict) else {}


def _key_of(one: Mapping[str, Any], taken: set[str]) -> str:
    said = str(one["told"].get("operationId") or f"{one['method']} {one['path']}")
    key = slug(_HUMP.sub("-", said))[:70] or one["method"]
    number = 2
    while (chosen := key if number == 2 and key not in taken else f"{key}-{number}") in taken:
        number += 1
    return chosen


def _described(parameter: Mapping[str, Any]) -> dict[str, str]:
    return {"description": str(parameter["description"])[:300]} if parameter.get("description") else {}


def _escaped(name: str) -> str:
    return re.sub(r"([.\[\]\\])", r"\\\1", name)


def _words(key: str) -> str:
    return key.replace("-", " ").capitalize()


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
