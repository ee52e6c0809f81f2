"""The pages of the wizard: which there are, and what is wrong with those a builder made.

For: pages derived where an integration has none, so that its wizard always works, and everything that is wrong with a page.
The derived pages agree with those of the builder through `fixtures/config_pages/`.
Not here: the variables on them (`config_rules`), what stands for a placeholder (the wizard), drawing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from runtime.engine.condition_rules import condition_problems
from runtime.engine.config_elements import Place, element_problems
from runtime.engine.config_shown import is_seen
from runtime.engine.definition import Definition, read_definition
from runtime.engine.endpoint_rules import is_routed, target_flows
from runtime.engine.problems import Problem

Page = Mapping[str, Any]
SHOWN = ("configVariable", "connection")


def pages_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the wizard shows of a sound document. A derived page has no name but `derived`: connections, settings, webhook or
    ready; whoever draws it has the words."""
    pages = [{**page, "elements": page.get("elements", [])} for page in document.get("configPages", ())]
    return pages or list(_derived(document))


def _derived(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen = [one for one in document.get("configVariables", ()) if is_seen(one)]
    connections = [{"type": "connection", "variable": one["key"]} for one in seen if one.get("type") == "connection"]
    settings = [{"type": "configVariable", "variable": one["key"]} for one in seen if one.get("type") != "connection"]
    webhook = list(_derived_webhook(read_definition(document)))
    made = {"connections": connections, "settings": settings, "webhook": webhook}
    for derived, elements in made.items():
        if elements:
            yield {"name": "", "derived": derived, "elements": elements}
    if not any(made.values()):
        yield {"name": "", "derived": "ready", "elements": []}


def _derived_webhook(definition: Definition) -> Iterator[dict[str, Any]]:
    """A shared URL is registered once by the tenant; its customers have nothing to do."""
    flows, endpoint = target_flows(definition), definition.endpoint
    if not flows or endpoint.type == "shared":
        return
    urls: list[dict[str, Any]] = [{}] if is_routed(definition) else [{"flow": flow.key} for flow in flows]
    yield from ({"type": "webhookUrl", **url} for url in urls)
    yield from ({"type": "lights", **url} for url in urls)


def config_page_problems(
    document: Mapping[str, Any],
    definition: Definition,
    *,
    flows_known: bool = True,
    schemes: Collection[str] | None = None,
    images: Collection[str] | None = None,
) -> Iterator[Problem]:
    """`document` passed the schema. `images` are the ids of the tenant's, `schemes` those a credential may have; None: not
    looked at. Without `flows_known` some flow is missing only because its shape is broken.

    Fields are paths such as `configPages[0].elements[2].text`.
    """
    pages: list[Page] = document.get("configPages", [])
    yield from _page_problems(pages)
    place = Place.of(document, definition, flows_known=flows_known, schemes=schemes, images=images)
    for page_index, page in enumerate(pages):
        for index, element in enumerate(page.get("elements", ())):
            at = f"configPages[{page_index}].elements[{index}]"
            yield from (Problem(code, message, field=f"{at}{way}") for code, way, message in element_problems(element, place))
    yield from condition_problems(document, pages)
    if pages:
        yield from _variable_problems(document, pages)


def _page_problems(pages: list[Page]) -> Iterator[Problem]:
    names = Counter(page["name"].strip().casefold() for page in pages)
    for index, page in enumerate(pages):
        name, field = page["name"].strip(), f"configPages[{index}]"
        if not name:
            yield Problem("name_missing", f"Page {index + 1} needs a name; it stands on top of it.", field=f"{field}.name")
        elif names[name.casefold()] > 1:
            message = f'{names[name.casefold()]} pages are called "{name}"; give each its own name, or people lose their way.'
            yield Problem("config_page_duplicate_name", message, field=f"{field}.name")
        if not page.get("elements"):
            message = f"{name or f'Page {index + 1}'} is empty; put something on it, or delete it."
            yield Problem("config_page_empty", message, field=f"{field}.elements")


def _variable_problems(document: Mapping[str, Any], pages: list[Page]) -> Iterator[Problem]:
    places: dict[str, list[tuple[str, int]]] = {}
    for page_index, page in enumerate(pages):
        for index, element in enumerate(page.get("elements", ())):
            if element["type"] in SHOWN and (key := element.get("variable")):
                places.setdefault(key, []).append((f"configPages[{page_index}].elements[{index}].variable", page_index))
    for index, variable in enumerate(document.get("configVariables", ())):
        name, found = variable["name"].strip() or variable["key"], places.get(variable["key"], [])
        for field, _ in found[1:]:
            message = f"{name} stands on page {found[0][1] + 1} already; it is asked for once."
            yield Problem("config_page_variable_twice", message, field=field)
        seen = is_seen(variable)
        if not seen:
            for field, _ in found:
                message = f"{name} is hidden from customers; take it off the page, or let customers set it."
                yield Problem("config_page_variable_hidden", message, field=field)
        elif not found and variable.get("required") and variable.get("default") is None:
            message = f"{name} is required and stands on no page, so nobody could finish; put it on one or give it a default."
            yield Problem("config_variable_on_no_page", message, field=f"configVariables[{index}].required")
