"""How a connector proves itself: the auth of a package and its options, in the places where packages keep them.

For: `auth:` in the spec with files in `auth/`, `auth/options/<key>/`, and `auth/<key>/spec.yml`, each as one element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from runtime.connectors.documents import Document
from runtime.connectors.files import SPEC_NAMES
from runtime.connectors.folders import Folders
from runtime.connectors.methods import MethodReader
from runtime.connectors.naming import AUTH_FOLDER, DEFAULT_AUTH, OPTIONS, title_of
from runtime.connectors.package import Element, ElementKind, Method

Read = Callable[[str], Document | None]


def auth_elements(top: Document, folders: Folders, read: Read, methods: MethodReader) -> Iterator[Element]:
    spec = top.data if isinstance(top.data, dict) else {}
    said = spec.get("auth")
    common = said if isinstance(said, dict) else {}
    base_document = _spec_in(AUTH_FOLDER, folders, read)
    if base_document is not None and isinstance(base_document.data, dict):
        base = methods.read(base_document, AUTH_FOLDER, ElementKind.AUTH)
        common = {**common, **base_document.data}
    else:
        base = methods.read(top, AUTH_FOLDER, ElementKind.AUTH, "auth")
    options = list(_options(folders, read, methods, common))
    if not options and (common or base):
        yield _element(DEFAULT_AUTH, common, base, base_document.file if base_document else top.file)
    for key, own, found, file in options:
        # An option says what differs; the rest is the base's.
        yield _element(key, {**common, **own}, {**base, **found}, file)


def _options(
    folders: Folders, read: Read, methods: MethodReader, common: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Method], str]]:
    said = common.get(OPTIONS)
    told = said if isinstance(said, dict) else {}
    places = {key: f"{AUTH_FOLDER}/{OPTIONS}/{key}" for key in (*told, *folders.inside(f"{AUTH_FOLDER}/{OPTIONS}"))}
    places |= {key: f"{AUTH_FOLDER}/{key}" for key in folders.inside(AUTH_FOLDER) if key != OPTIONS}
    for key, folder in places.items():
        document = _spec_in(folder, folders, read)
        own = told.get(key)
        if document is not None and isinstance(document.data, dict):
            found = methods.read(document, folder, ElementKind.AUTH)
            yield str(document.data.get("key") or key), document.data, found, document.file
        elif isinstance(own, dict) or key in told:
            found = methods.read(Document(folder, {}, {}), folder, ElementKind.AUTH)
            yield str(key), own if isinstance(own, dict) else {}, found, folder


def _element(key: str, spec: Mapping[str, Any], methods: Mapping[str, Method], file: str) -> Element:
    kept = {name: entry for name, entry in spec.items() if name not in (OPTIONS, "methods")}
    return Element(
        kind=ElementKind.AUTH,
        key=key,
        name=str(spec.get("title") or spec.get("name") or title_of(key)),
        description=str(spec.get("description") or ""),
        file=file,
        spec=kept,
        methods=methods,
    )


def _spec_in(folder: str, folders: Folders, read: Read) -> Document | None:
    path = next((f"{folder}/{name}" for name in SPEC_NAMES if f"{folder}/{name}" in folders.contents), None)
    return read(path) if path else None
