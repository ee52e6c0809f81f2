"""`.rest.yml`: one request to a service, written down.

For: making the request of the variables, making the result of the response, and finding what is wrong with such a file. Pure.
Not here: sending it (the API client of the function runner), the formulas in it (`formulas`).

```yaml
path: /repos/{owner}/{repo}/hooks
method: post
requestMapping:
  pathParameters: {owner: {$var: $.parameters.owner}, repo: {$var: $.parameters.repo}}
  data: {config: {url: {$var: $.webhookUri}}}
responseMapping: {state: {id: {$var: $.response.data.id}}}
```
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from runtime.connectors.formulas import UNDEFINED, Finding, check
from runtime.connectors.formulas.problems import Lines, nearest_line, problem, written
from runtime.connectors.formulas.values import is_nothing, text_of
from runtime.engine.values import value

METHODS: Final = ("get", "post", "put", "patch", "delete", "head")
PARTS: Final = ("pathParameters", "query", "headers", "data")
KEYS: Final = ("path", "method", "requestMapping", "responseMapping", "description")

Evaluate = Callable[[Any, Mapping[str, Any]], Awaitable[Any]]
"""Evaluates a document of formulas over variables."""

_PLACEHOLDER = re.compile(r"\{([^{}/]+)\}")


@value
class RestRequest:
    """`data` is UNDEFINED where no body is sent."""

    method: str
    path: str
    query: Mapping[str, Any]
    headers: Mapping[str, str]
    data: Any


async def request_of(content: Mapping[str, Any], variables: Mapping[str, Any], evaluate: Evaluate) -> RestRequest:
    """Raises `FormulaProblem`, `rest_parameter_missing` where a placeholder of the path has no value."""
    mapping = content.get("requestMapping") or {}
    parts = {name: await evaluate(mapping.get(name, UNDEFINED), variables) for name in PARTS}
    known = parts["pathParameters"] if isinstance(parts["pathParameters"], dict) else {}
    query, headers = (parts[name] if isinstance(parts[name], dict) else {} for name in ("query", "headers"))
    return RestRequest(
        method=str(content.get("method", "get")).upper(),
        path=_PLACEHOLDER.sub(lambda found: _filled(found[1], known), str(content["path"])),
        query={name: one for name, one in query.items() if not is_nothing(one)},
        headers={name: text_of(one) for name, one in headers.items() if not is_nothing(one)},
        data=parts["data"],
    )


async def result_of(
    content: Mapping[str, Any], variables: Mapping[str, Any], response: Mapping[str, Any], evaluate: Evaluate
) -> Any:
    """`response` is `{data, headers, statusCode}`; without a responseMapping the result is its data."""
    if "responseMapping" not in content:
        return response.get("data")
    status = response.get("statusCode")
    return await evaluate(content["responseMapping"], {**variables, "response": {**response, "status": status}})


def check_rest(content: Any, *, lines: Lines | None = None) -> list[Finding]:
    """Everything wrong with the file."""

    def error(code: str, message: str, *path: str) -> Finding:
        return Finding(code, message, "error", written(path), nearest_line(lines, path) if lines else None)

    if not isinstance(content, dict):
        return [error("rest_invalid", "A .rest.yml file is an object with path and method.")]
    found = []
    path, method, mapping = content.get("path"), content.get("method"), content.get("requestMapping")
    if not isinstance(path, str) or not path:
        found.append(error("rest_path_missing", "path says where the request goes, such as /users/{id}.", "path"))
    if not isinstance(method, str) or method.lower() not in METHODS:
        found.append(error("rest_method_invalid", f"method is one of {', '.join(METHODS)}.", "method"))
    if mapping is not None and not isinstance(mapping, dict):
        found.append(error("rest_invalid", f"requestMapping is an object of {', '.join(PARTS)}.", "requestMapping"))
        mapping = None
    found += [
        error("rest_key_unknown", f"{name} is not known here. There are: {', '.join(KEYS)}.", str(name))
        for name in content
        if name not in KEYS
    ]
    found += [
        error("rest_key_unknown", f"{name} is no part of a request. There are: {', '.join(PARTS)}.", "requestMapping", str(name))
        for name in mapping or ()
        if name not in PARTS
    ]
    given = (mapping or {}).get("pathParameters", {})
    if isinstance(path, str) and isinstance(given, dict) and not next(iter(given), "").startswith("$"):
        found += [
            error("rest_parameter_missing", f"requestMapping.pathParameters says nothing about {{{name}}}.", "path")
            for name in _PLACEHOLDER.findall(path)
            if name not in given
        ]
    for name in ("requestMapping", "responseMapping"):
        if name in content and (name != "requestMapping" or mapping):
            under = (lambda place, name=name: lines((name, *place))) if lines else None
            found += [
                Finding(one.code, one.message, one.severity, f"$.{name}{one.path[1:]}", one.line)
                for one in check(content[name], lines=under)
            ]
    return found


def _filled(name: str, known: Mapping[str, Any]) -> str:
    given = known.get(name)
    text = "" if isinstance(given, (dict, list)) else text_of(given)
    # An empty part would ask for the whole list, a dotted one for something else entirely.
    if text in ("", ".", ".."):
        where = ("requestMapping", "pathParameters", name)
        raise problem("rest_parameter_missing", f"{{{name}}} of the path has no value that can stand in a path.", where)
    return quote(text, safe="")
