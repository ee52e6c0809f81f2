"""The names that folders and files of a package go by.

For: which folder holds which kind, which file is which method, and the older spellings that packages in the wild use. Pure.
"""

from __future__ import annotations

import re
from typing import Final

from runtime.connectors.package import ElementKind, Implementation
from runtime.engine.values import value

FOLDERS: Final = {
    "operations": ElementKind.OPERATION,
    "events": ElementKind.EVENT,
    "global-webhooks": ElementKind.GLOBAL_WEBHOOK,
    "data": ElementKind.COLLECTION,
}
AUTH_FOLDER: Final = "auth"
OPTIONS: Final = "options"
DOCS_FOLDER: Final = "docs"
DEFAULT_AUTH: Final = "default"
README: Final = ("README.md", "readme.md", "docs/README.md", "docs/index.md")

# Longest first: `run.map.yml` also ends like a plain YAML file.
SUFFIXES: Final = (
    (".map.yml", Implementation.MAPPING),
    (".map.yaml", Implementation.MAPPING),
    (".rest.yml", Implementation.REST),
    (".rest.yaml", Implementation.REST),
    (".api.yml", Implementation.REST),
    (".api.yaml", Implementation.REST),
    (".graphql.yml", Implementation.GRAPHQL),
    (".graphql.yaml", Implementation.GRAPHQL),
    (".op.yml", Implementation.OPERATION),
    (".op.yaml", Implementation.OPERATION),
    (".d.ts", None),
    (".test.js", None),
    (".test.ts", None),
    (".js", Implementation.JAVASCRIPT),
    (".ts", Implementation.JAVASCRIPT),
    (".mjs", Implementation.JAVASCRIPT),
    (".yml", Implementation.MAPPING),
    (".yaml", Implementation.MAPPING),
)
# What each kind knows to do. Collections know dozens of names and generations of them; theirs are taken as they are.
METHODS: Final = {
    ElementKind.AUTH: (
        "make-api-client",
        "test",
        "get-credentials-from-connection-parameters",
        "refresh-credentials",
        "get-oauth-config",
        "get-token-data",
        "get-credentials-from-access-token-response",
        "get-credentials-from-refresh-token-response",
        "get-credentials-from-token-response",
        "disconnect",
    ),
    ElementKind.OPERATION: ("run",),
    ElementKind.EVENT: ("get-event-selector", "subscribe", "unsubscribe", "handle", "refresh", "list", "poll"),
    ElementKind.GLOBAL_WEBHOOK: ("handle",),
}
ALIASES: Final = {
    "get-events-selector": "get-event-selector",
    "oauth-config": "get-oauth-config",
    "get-auth-config": "get-oauth-config",
    "pull": "poll",
    "collect-events": "poll",
}

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@value
class MethodFile:
    method: str
    implementation: Implementation


def method_name(written: str) -> str:
    """`getEventSelector` and `get_event_selector` are `get-event-selector`."""
    name = _HUMP.sub("-", written).replace("_", "-").lower().replace("o-auth", "oauth")
    return ALIASES.get(name, name)


def method_file(name: str) -> MethodFile | None:
    """Which method a file of this name is; None for what is none, such as a spec or a page of docs."""
    for suffix, implementation in SUFFIXES:
        if name.endswith(suffix):
            stem = name[: -len(suffix)]
            is_method = implementation is not None and stem not in ("spec", "")
            return MethodFile(method_name(stem), implementation) if is_method and implementation else None
    return None


def is_code(path: str) -> bool:
    return path.endswith((".js", ".ts", ".mjs")) and not path.endswith((".d.ts", ".test.js", ".test.ts"))


def title_of(key: str) -> str:
    """`get-user_info` is Get user info."""
    words = re.sub(r"[-_]+", " ", _HUMP.sub(" ", key)).strip()
    return words[:1].upper() + words[1:]
