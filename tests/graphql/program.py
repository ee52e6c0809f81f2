"""A program that speaks GraphQL as programs elsewhere do: a POST with JSON and a bearer token, nothing of ours in between."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import yaml
from django.test import Client

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "graphql"
DOCUMENTED = sorted(FIXTURES.glob("*.yaml"))


def post(token: str | None, body: Any, **headers: str) -> Any:
    given = {"Authorization": f"Bearer {token}"} if token else {}
    data = body if isinstance(body, bytes) else json.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().post("/graphql", data, content_type="application/json", headers={**given, **named})


def ask(token: str | None, query: str, **variables: Any) -> Any:
    return post(token, {"query": query, "variables": variables or None}).json()


def code(token: str | None, query: str, **variables: Any) -> str:
    """Of the first error."""
    return ask(token, query, **variables)["errors"][0]["extensions"]["code"]


@dataclass
class Journey:
    """Documented operations one after the other; what one answers the next may send."""

    tokens: dict[str, str]
    kept: dict[str, str] = field(default_factory=dict)

    def take(self, case: dict[str, Any]) -> None:
        query, variables = self.filled(case["query"]), self.filled(case.get("variables"))
        answer = post(self.tokens[case["token"]], {"operationName": None, "query": query, "variables": variables or {}})
        assert answer.status_code == 200
        told = answer.json()
        assert "errors" not in told, told["errors"]
        assert told["data"] == Pattern(self.filled(case["data"])), json.dumps(told["data"], indent=1)
        for name, path in case.get("keep", {}).items():
            self.kept[name] = at(told["data"], path)
        self.tokens["user"] = self.kept.get("userToken", "")

    def filled(self, value: Any) -> Any:
        match value:
            case dict():
                return {key: self.filled(inner) for key, inner in value.items()}
            case list():
                return [self.filled(inner) for inner in value]
            case str():
                return re.sub(r"\{(\w+)\}", lambda name: self.kept.get(name[1], name[0]), value)
        return value


class Pattern:
    """Equal to what looks like it; `$any` looks like everything."""

    def __init__(self, wanted: Any) -> None:
        self.wanted = wanted

    def __eq__(self, other: object) -> bool:
        match self.wanted, other:
            case "$any", _:
                return other is not None
            case dict() as wanted, dict():
                return list(wanted) == list(other) and all(Pattern(wanted[key]) == other[key] for key in wanted)
            case list() as wanted, list():
                return len(wanted) == len(other) and all(Pattern(one) == two for one, two in zip(wanted, other, strict=True))
        return bool(self.wanted == other)

    __hash__ = None  # type: ignore[assignment]


def at(data: Any, path: str) -> Any:
    return reduce(lambda place, key: place[int(key)] if isinstance(place, list) else place[key], path.split("."), data)


def documented() -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text()) for path in DOCUMENTED]
