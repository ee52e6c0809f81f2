"""What the specs of a package must say, each complaint with its line.

For: names, keys, schemas, the kinds of events, the methods that each kind needs, functions that are really there.
Not here: reading them (`parsing`), keys that we know nothing of (`known_keys`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from runtime.components.fields import DIALECT
from runtime.connectors.documents import Document
from runtime.connectors.files import Files
from runtime.connectors.naming import METHODS, is_code, method_name
from runtime.connectors.package import Element, ElementKind, Implementation, Method
from runtime.connectors.problems import WARNING, Problem
from runtime.connectors.schemas import hazards

KEY: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$")
LONGEST_NAME: Final = 120
EVENT_KINDS: Final = ("global-webhook", "webhook", "polling")
# What must be there, by kind; of events by how they come.
NEEDED: Final = {ElementKind.OPERATION: ("run",), ElementKind.GLOBAL_WEBHOOK: ("handle",)}
NEEDED_OF_EVENTS: Final = {
    "global-webhook": ("get-event-selector",),
    "webhook": ("subscribe", "unsubscribe", "handle"),
    "polling": ("poll",),
}
MOST_HAZARDS: Final = 5
SCHEMAS: Final = ("parametersSchema", "inputSchema", "outputSchema", "schema", "credentialsSchema")
_WHAT: Final = {
    ElementKind.OPERATION: "An operation",
    ElementKind.EVENT: "An event",
    ElementKind.GLOBAL_WEBHOOK: "A global webhook",
    ElementKind.COLLECTION: "A data collection",
}


def check_connector(document: Document) -> Iterator[Problem]:
    spec = document.data
    if not isinstance(spec, dict):
        yield document.problem("spec_malformed", "The spec is a mapping: `name: Acme ERP`, `key: acme-erp`, one below the other.")
        return
    name = spec.get("name")
    if not isinstance(name, str) or not name.strip():
        yield document.problem("name_missing", "A connector needs a `name`, as people should read it.", "name")
    elif not spec.get("key") and not KEY.match(slug(name)):
        yield document.problem("key_missing", "Give the connector a `key` of letters, digits and dashes.", "name")
    yield from _common(document, spec)


def check_element(document: Document, kind: ElementKind, folder: str) -> Iterator[Problem]:
    spec = document.data
    if not isinstance(spec, dict):
        yield document.problem("spec_malformed", "The spec is a mapping: `name: ...`, `key: ...`, `methods: ...`.")
        return
    yield from _common(document, spec)
    if not spec.get("key") and not KEY.match(folder):
        message = f"{_WHAT[kind]}'s key is its folder's name, which may hold letters, digits, dashes and underscores only."
        yield document.problem("key_malformed", message)
    elif spec.get("key") and spec["key"] != folder and isinstance(spec["key"], str):
        message = f"The key is {spec['key']} and the folder {folder}. The key counts; name the folder like it."
        yield _warning(document, "key_differs", message, "key")
    if kind is ElementKind.EVENT and "inputSchema" in spec and "parametersSchema" not in spec:
        message = "What a builder sets for an event stands in `parametersSchema`; `inputSchema` has no effect here."
        yield _warning(document, "parameters_elsewhere", message, "inputSchema")
    if kind is ElementKind.EVENT and spec.get("implementationType") not in EVENT_KINDS:
        said, known = spec.get("implementationType"), ", ".join(EVENT_KINDS)
        start = f"{said} is no kind of event." if said else "Say how the event comes."
        message = f"{start} `implementationType` is one of {known}."
        yield document.problem("implementation_unknown", message, "implementationType")


def check_methods(document: Document, kind: ElementKind, methods: Mapping[str, Method]) -> Iterator[Problem]:
    spec = document.data if isinstance(document.data, dict) else {}
    is_event = kind is ElementKind.EVENT
    needed = NEEDED_OF_EVENTS.get(str(spec.get("implementationType")), ()) if is_event else NEEDED.get(kind, ())
    listed = spec.get("methods")
    told = {method_name(str(name)): str(name) for name in listed} if isinstance(listed, dict) else {}
    if listed is not None and not isinstance(listed, dict):
        yield document.problem("spec_malformed", "`methods` is a mapping: a name, and below it `implementationType`.", "methods")
    for name in needed:
        # One that is named and has no file was told of already.
        if name not in methods and name not in told:
            yield document.problem(
                "method_missing", f"{_WHAT[kind]} of this kind needs the method {name}: add {name}.js.", "methods"
            )
    known = METHODS.get(kind)
    for name, written in told.items():
        if known is not None and name not in known:
            message = f"{_WHAT[kind]} has no method {written}. It knows {', '.join(known)}."
            yield _warning(document, "method_unknown", message, "methods", written)


def check_entries(elements: Iterable[Element], modules: Mapping[str, Mapping[str, Any]], files: Files) -> Iterator[Problem]:
    """Each JavaScript method must hand out a function."""
    for path in sorted({m.file for e in elements for m in e.methods.values() if m.implementation is Implementation.JAVASCRIPT}):
        if path in modules and not modules[path]["exports"]:
            message = "The file exports nothing. Begin with `export default async function name({ apiClient }) {`."
            yield Problem("export_missing", message, path, 1)
        elif path not in modules and not is_code(path):
            yield Problem("method_file_missing", "This is no file of JavaScript or TypeScript.", path)


def check_accounts(elements: Iterable[Element]) -> Iterator[Problem]:
    """What customers fill in, wherever the package says it."""
    for element in elements:
        if element.kind is ElementKind.AUTH:
            for name in SCHEMAS:
                for _, message in list(hazards(element.spec.get(name)))[:MOST_HAZARDS]:
                    yield Problem("schema_refused", f"`{name}` of {element.name}: {message}", element.file, 1)


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]


def _common(document: Document, spec: Mapping[str, Any]) -> Iterator[Problem]:
    key = spec.get("key")
    if key is not None and (not isinstance(key, str) or not KEY.match(key)):
        yield document.problem("key_malformed", "A key is letters, digits, dashes and underscores, 80 at most.", "key")
    for name in ("name", "description"):
        if spec.get(name) is not None and not isinstance(spec[name], str):
            yield document.problem("spec_malformed", f"`{name}` is text; put quotes around it.", name)
    if isinstance(spec.get("name"), str) and len(spec["name"]) > LONGEST_NAME:
        yield document.problem("name_too_long", f"A name has {LONGEST_NAME} characters at most.", "name")
    for name in SCHEMAS:
        if (schema := spec.get(name)) is not None:
            yield from _check_schema(document, name, schema)


def _check_schema(document: Document, name: str, schema: Any) -> Iterator[Problem]:
    if not isinstance(schema, dict):
        yield document.problem("schema_malformed", f"`{name}` is a JSON Schema: `type: object` and its `properties`.", name)
        return
    found = list(hazards(schema))
    for where, message in found[:MOST_HAZARDS]:
        yield document.problem("schema_refused", f"`{name}`: {message}", name, *where)
    if found:
        return  # even looking at it would look up what it refers to
    if jsonschema_rs.meta.is_valid({"$schema": DIALECT, **schema}):
        return  # told at once; the other is many times slower and knows the place
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        path = [part for part in error.absolute_path if isinstance(part, str | int)]
        message = f"This is no JSON Schema: {error.message[:200]}."
        yield document.problem("schema_malformed", message, name, *path)


def _warning(document: Document, code: str, message: str, *path: str) -> Problem:
    return Problem(code, message, document.file, document.line(*path), severity=WARNING)
