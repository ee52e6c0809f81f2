"""What is wrong with one element of a config page.

For: fields that a type needs or does not have, addresses that must not be opened, placeholders nobody fills, flows without a URL.
Not here: the page as a whole (`config_pages`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from runtime.engine.config_shown import is_seen
from runtime.engine.definition import Definition
from runtime.engine.endpoint_rules import is_routed, target_flows
from runtime.engine.inputs import PLACEHOLDER

Element = Mapping[str, Any]
Found = Iterator[tuple[str, str, str]]  # code, way into the element, sentence

INVALID = "config_page_element_invalid"
FIELDS = {
    "heading": ("text",),
    "text": ("text",),
    "image": ("url", "upload", "alt"),
    "link": ("text", "url"),
    "webhookUrl": ("flow", "label", "instructions"),
    "secret": ("label", "mode", "scheme", "settings"),
    "lights": ("flow", "label"),
    "configVariable": ("variable",),
    "connection": ("variable",),
}
FACTS = ("customer.name", "customer.externalId", "integration.name", "tenant.name")
URL_FACT = "url"
TELLABLE = ("string", "number", "boolean", "date", "picklist")
_OPENABLE = re.compile(r"(https?://[^\s/]|mailto:[^\s])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """What the elements of an integration may name."""

    variables: Mapping[str, Mapping[str, Any]]
    told: Mapping[str, Mapping[str, Any]]  # by key and by name
    flows: Collection[str] | None
    with_url: Collection[str]
    routed: bool
    own_secret: bool
    schemes: Collection[str] | None
    images: Collection[str] | None

    @classmethod
    def of(
        cls,
        document: Mapping[str, Any],
        definition: Definition,
        *,
        flows_known: bool,
        schemes: Collection[str] | None,
        images: Collection[str] | None,
    ) -> Place:
        variables = {variable["key"]: variable for variable in document.get("configVariables", ())}
        return cls(
            variables=variables,
            told={name: variable for key, variable in variables.items() for name in (variable["name"], key)},
            flows={flow.key for flow in definition.flows} if flows_known else None,
            with_url=[flow.key for flow in target_flows(definition)],
            routed=is_routed(definition),
            own_secret=bool(definition.endpoint.customer_credential),
            schemes=schemes,
            images=images,
        )


def element_problems(element: Element, place: Place) -> Found:
    kind = element["type"]
    for field in element:
        if field not in ("type", "shownWhen") and field not in FIELDS[kind]:
            yield INVALID, f".{field}", f"An element of type {kind} has no {field}; leave it out."
    yield from _CHECKS[kind](element, place)


def _heading(element: Element, place: Place) -> Found:
    yield from _words(element, place, "Write what the heading says.")


def _text(element: Element, place: Place) -> Found:
    yield from _words(element, place, "Write the text; Markdown is understood.")


def _words(element: Element, place: Place, wanted: str) -> Found:
    text = element.get("text", "")
    if not text.strip():
        yield INVALID, ".text", wanted
    yield from _placeholder_problems(text, ".text", place)


def _image(element: Element, place: Place) -> Found:
    url, upload = element.get("url"), element.get("upload")
    if bool(url) == bool(upload):
        yield INVALID, ".url", "Upload an image or give its https address, one of the two."
    elif url and not url.lower().startswith("https://"):
        yield INVALID, ".url", "The address of an image begins with https://, or browsers will not show it."
    elif upload and place.images is not None and upload not in place.images:
        yield "config_page_image_unknown", ".upload", "This image is not here; upload it again or choose another."
    if not element.get("alt", "").strip():
        yield INVALID, ".alt", "Say what the image shows, for people who do not see it."


def _link(element: Element, place: Place) -> Found:
    yield from _words(element, place, "Write the words of the link.")
    url = element.get("url", "").strip()
    if not _OPENABLE.match(url):
        yield INVALID, ".url", "Give an address that begins with https:// or mailto:."
    yield from _placeholder_problems(url, ".url", place)


def _webhook_url(element: Element, place: Place) -> Found:
    yield from _flow_problems(element, place)
    for index, line in enumerate(element.get("instructions", ())):
        if not line.strip():
            yield INVALID, f".instructions[{index}]", "This step says nothing; write it or take it away."
        yield from _placeholder_problems(line, f".instructions[{index}]", place, (*FACTS, URL_FACT))


def _lights(element: Element, place: Place) -> Found:
    yield from _flow_problems(element, place)


def _flow_problems(element: Element, place: Place) -> Found:
    key = element.get("flow")
    if place.flows is None:
        return
    if key is None:
        if not place.routed and len(place.with_url) != 1:
            yield "config_page_flow_missing", ".flow", "Each flow has a URL of its own; choose which flow this is about."
    elif key not in place.flows:
        yield "config_page_flow_unknown", ".flow", f'There is no flow "{key}"; choose one that exists.'
    elif key not in place.with_url:
        yield "config_page_flow_without_url", ".flow", f'"{key}" begins with no Webhook, so it has no URL; choose another flow.'


def _secret(element: Element, place: Place) -> Found:
    if not place.own_secret:
        message = (
            "Callers are checked by one credential for all; let each customer have their own (Endpoint page), or delete this."
        )
        yield "config_page_secret_idle", "", message
    scheme = element.get("scheme")
    if not scheme:
        yield INVALID, ".scheme", "Choose how the other service signs, so that the secret can be checked."
    elif place.schemes is not None and scheme not in place.schemes:
        yield INVALID, ".scheme", f'There is no scheme "{scheme}"; choose one of the list.'


def _config_variable(element: Element, place: Place) -> Found:
    key = element.get("variable")
    if not key:
        yield INVALID, ".variable", "Choose the config variable that is asked for."
    elif key not in place.variables:
        message = f'There is no config variable "{key}"; choose another or delete this element.'
        yield "config_page_variable_unknown", ".variable", message


def _connection(element: Element, place: Place) -> Found:
    yield from _config_variable(element, place)
    variable = place.variables.get(element.get("variable", ""))
    if variable and variable.get("type") != "connection":
        yield INVALID, ".variable", f"{variable['name']} is no connection; add it as a config variable."


def _placeholder_problems(text: str, way: str, place: Place, facts: Collection[str] = FACTS) -> Found:
    for found in dict.fromkeys(name.strip() for name in PLACEHOLDER.findall(text)):
        variable = place.told.get(found[1:].strip()) if found.startswith("#") else None
        if variable is not None and is_seen(variable):
            if variable.get("type", "string") not in TELLABLE:
                message = f"{variable['name']} is no plain value, so it cannot stand in a text."
                yield "config_page_placeholder_unknown", way, message
        elif variable is not None:
            yield "config_page_placeholder_unknown", way, f"{variable['name']} is hidden from customers, so no page may tell it."
        elif found not in facts:
            usable = ", ".join(f"{{{{{name}}}}}" for name in (*facts, "#Config variable"))
            yield "config_page_placeholder_unknown", way, f"Nothing fills {{{{{found[:80]}}}}}; there are {usable}."


_CHECKS: dict[str, Callable[[Element, Place], Found]] = {
    "heading": _heading,
    "text": _text,
    "image": _image,
    "link": _link,
    "webhookUrl": _webhook_url,
    "secret": _secret,
    "lights": _lights,
    "configVariable": _config_variable,
    "connection": _connection,
}
