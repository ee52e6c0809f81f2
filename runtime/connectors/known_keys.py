"""The keys that specs may have, and a word about those that nothing reads.

For: telling an author of a slip such as `implementationTyp` with its line and the key that was probably meant. Pure.
Not here: what a known key must hold (`specs`). Nobody is refused for this: packages of other systems have keys of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from runtime.connectors.documents import Document
from runtime.connectors.package import ElementKind
from runtime.connectors.problems import WARNING, Problem

MOST_TOLD: Final = 20  # of one file
_COMMON: Final = frozenset({"key", "name", "title", "description", "docs", "tags", "version", "parametersSchema", "ui"})
OF_CONNECTOR: Final = _COMMON | {
    *("logoUri", "api", "inputSchema", "auth", "udm", "udms", "operations", "events", "globalWebhooks", "test", "hasReadme"),
    *("externalAppId", "data", "connectionMode", "dataCollections", "baseUri", "baseUrl", "headers", "query", "appUuid", "type"),
    *("categories", "author", "license", "methods"),
}
OF_ELEMENTS: Final[Mapping[ElementKind, frozenset[str]]] = {
    ElementKind.OPERATION: _COMMON | {"isReadOnly", "inputSchema", "outputSchema", "methods", "example", "type"},
    ElementKind.EVENT: _COMMON
    | {"implementationType", "schema", "example", "methods", "dedupeBy", "deduplicateBy", "pollIntervalSeconds", "inputSchema"}
    | {"type"},
    ElementKind.GLOBAL_WEBHOOK: _COMMON | {"methods", "schema", "example", "type"},
}


def check_connector_keys(document: Document) -> Iterator[Problem]:
    yield from _unknown(document, OF_CONNECTOR)


def check_element_keys(document: Document, kind: ElementKind) -> Iterator[Problem]:
    if (known := OF_ELEMENTS.get(kind)) is not None:
        yield from _unknown(document, known)


def _unknown(document: Document, known: frozenset[str]) -> Iterator[Problem]:
    spec: Any = document.data
    if not isinstance(spec, dict):
        return
    strange = [key for key in spec if isinstance(key, str) and key not in known and not key.startswith(("x-", "$"))]
    for key in strange[:MOST_TOLD]:
        near = get_close_matches(key.lower(), [one.lower() for one in known], n=1, cutoff=0.7)
        meant = next((one for one in sorted(known) if near and one.lower() == near[0]), "")
        hint = f"did you mean {meant}?" if meant else "it has no effect."
        yield Problem("key_unknown", f"Nothing reads {key[:80]}: {hint}", document.file, document.line(key), severity=WARNING)
