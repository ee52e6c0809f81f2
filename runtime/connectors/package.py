"""A connector package as plain data: what everything that uses connectors reads.

For: the parts of a package by kind and key, each with its spec as written and its methods; to JSON and back.
Not here: reading files (`parsing`), running a method (`functions`), rows (`models`). Pure.

Methods go by their file name's spelling: `handle`, `get-event-selector`, `make-api-client`, whatever the spec called them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from runtime.engine.values import value

Json = Any


class ElementKind(StrEnum):
    AUTH = "auth"
    OPERATION = "operation"
    EVENT = "event"
    GLOBAL_WEBHOOK = "global-webhook"
    COLLECTION = "collection"


class Implementation(StrEnum):
    JAVASCRIPT = "javascript"  # `.js`, `.ts`
    MAPPING = "mapping"  # `.map.yml`: the formula language
    REST = "rest-api-mapping"  # `.rest.yml`, `.api.yml`
    GRAPHQL = "graphql-api-mapping"  # `.graphql.yml`
    OPERATION = "operation-mapping"  # `.op.yml`
    NOT_SUPPORTED = "not-supported"  # said so in the spec; there is no file


@value
class Method:
    """`file` is its path in the package; `content` what a YAML file holds, None for JavaScript (see `Package.modules`)."""

    name: str
    implementation: Implementation
    file: str
    content: Json = None

    def as_json(self) -> Json:
        return {"name": self.name, "implementation": str(self.implementation), "file": self.file, "content": self.content}


@value
class Element:
    """One auth option, operation, event, global webhook or data collection.

    `spec` is its spec.yml as plain data. An auth's key is that of its option; `default` without options.
    """

    kind: ElementKind
    key: str
    name: str
    description: str
    file: str  # its spec.yml
    spec: Mapping[str, Json]
    methods: Mapping[str, Method]
    docs: str = ""  # Markdown

    @property
    def implementation_type(self) -> str:
        """Of an event: `global-webhook`, `webhook` or `polling`; "" where the spec says nothing."""
        return str(self.spec.get("implementationType") or "")

    @property
    def parameters_schema(self) -> Mapping[str, Json]:
        """JSON Schema of what is set where the element is used."""
        return _schema(self.spec, "parametersSchema")

    @property
    def input_schema(self) -> Mapping[str, Json]:
        """Of an operation's `input`; of an auth: what the customer fills in."""
        return _schema(self.spec, "inputSchema")

    @property
    def output_schema(self) -> Mapping[str, Json]:
        return _schema(self.spec, "outputSchema")

    @property
    def payload_schema(self) -> Mapping[str, Json]:
        """Of an event's payload."""
        return _schema(self.spec, "schema")

    @property
    def example(self) -> Json:
        return self.spec.get("example")

    def as_json(self) -> Json:
        return {
            "kind": str(self.kind),
            "key": self.key,
            "name": self.name,
            "description": self.description,
            "file": self.file,
            "spec": dict(self.spec),
            "methods": [method.as_json() for method in self.methods.values()],
            "docs": self.docs,
        }


@value
class Package:
    """`modules` holds each JavaScript file by path, made runnable (`modules.linking.Module` as JSON); `files` names all."""

    key: str
    name: str
    description: str
    spec: Mapping[str, Json]
    elements: tuple[Element, ...]
    modules: Mapping[str, Mapping[str, Json]]
    files: tuple[str, ...]
    docs: str = ""  # Markdown, of the whole connector

    def find(self, kind: ElementKind, key: str) -> Element | None:
        return next((element for element in self.elements if element.kind == kind and element.key == key), None)

    def of_kind(self, kind: ElementKind) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if element.kind == kind)

    @property
    def auths(self) -> tuple[Element, ...]:
        return self.of_kind(ElementKind.AUTH)

    @property
    def operations(self) -> tuple[Element, ...]:
        return self.of_kind(ElementKind.OPERATION)

    @property
    def events(self) -> tuple[Element, ...]:
        return self.of_kind(ElementKind.EVENT)

    @property
    def global_webhooks(self) -> tuple[Element, ...]:
        return self.of_kind(ElementKind.GLOBAL_WEBHOOK)

    @property
    def logo_uri(self) -> str:
        return str(self.spec.get("logoUri") or "")

    @property
    def parameters_schema(self) -> Mapping[str, Json]:
        """JSON Schema of the connector parameters, set once for each integration that uses the connector."""
        return _schema(self.spec, "parametersSchema")

    def as_json(self) -> Json:
        return {
            "key": self.key,
            "name": self.name,
            "description": self.description,
            "spec": dict(self.spec),
            "elements": [element.as_json() for element in self.elements],
            "modules": dict(self.modules),
            "files": list(self.files),
            "docs": self.docs,
        }


NO_SCHEMA: Final[Mapping[str, Json]] = {"type": "object", "properties": {}}


def package_from_json(stored: Mapping[str, Json]) -> Package:
    """What `Package.as_json` wrote."""
    elements = tuple(_element(one) for one in stored["elements"])
    return Package(
        key=stored["key"],
        name=stored["name"],
        description=stored["description"],
        spec=stored["spec"],
        elements=elements,
        modules=stored["modules"],
        files=tuple(stored["files"]),
        docs=stored["docs"],
    )


def _element(stored: Mapping[str, Json]) -> Element:
    methods = [Method(**{**one, "implementation": Implementation(one["implementation"])}) for one in stored["methods"]]
    by_name = {method.name: method for method in methods}
    return Element(**{**stored, "kind": ElementKind(stored["kind"]), "methods": by_name})


def _schema(spec: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    found = spec.get(name)
    return found if isinstance(found, dict) and found else NO_SCHEMA
