"""What the wizard of an instance asks, read from its version: pages, the variables on them, where a secret belongs.

For: one value that every step of the wizard reads, so that none asks for what customers may not see.
Not here: what was answered (`runs`), how it is shown (`showing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.engine.config_pages import SHOWN, pages_of
from runtime.engine.config_shown import Shown, is_seen, shown_of
from runtime.engine.definition import Definition, read_definition
from runtime.engine.needed_accounts import needed_accounts
from runtime.instances.models import Instance


@dataclass(frozen=True, slots=True)
class Form:
    """`variables` are those that customers may see; `secret_variable` names the credential each customer has of its own."""

    definition: Definition
    pages: list[dict[str, Any]]
    variables: list[Mapping[str, Any]]
    secret_variable: str

    def shown(self, values: Mapping[str, Any]) -> Shown:
        """Which pages and elements these answers show."""
        return shown_of(self.pages, self.variables, values)

    def page_near(self, index: int, values: Mapping[str, Any], *, step: int = -1) -> int:
        """This page where it is shown; else the next that is, in the direction of `step`, or the nearest the other way."""
        shown = [at for at, page_shown in enumerate(self.shown(values).pages) if page_shown]
        before, after = [at for at in shown if at <= index], [at for at in shown if at >= index]
        order = ((before[-1:], after[:1]), (after[:1], before[-1:]))[step > 0]
        return next((found[0] for found in order if found), 0)

    def keys_shown(self, index: int, values: Mapping[str, Any]) -> set[str]:
        return self.keys_on(index) - self.shown(values).hidden

    def keys_on(self, index: int) -> set[str]:
        visible = {variable["key"] for variable in self.variables}
        named = {element.get("variable", "") for element in self.pages[index]["elements"] if element["type"] in SHOWN}
        return visible & named

    def asks_secret(self, index: int, values: Mapping[str, Any]) -> bool:
        there = zip(self.pages[index]["elements"], self.shown(values).elements[index], strict=True)
        return bool(self.secret_variable) and any(one["type"] == "secret" and is_shown for one, is_shown in there)

    def secret_element(self, page: int, element: int) -> Mapping[str, Any] | None:
        elements = self.pages[page]["elements"] if 0 <= page < len(self.pages) else []
        found = elements[element] if 0 <= element < len(elements) else None
        return found if found and found["type"] == "secret" and self.secret_variable else None

    def page_with_url(self, values: Mapping[str, Any]) -> int | None:
        """The first page that shows the customer a URL to register, or its lights."""
        for index, shown in enumerate(self.shown(values).elements):
            there = zip(self.pages[index]["elements"], shown, strict=True)
            if any(one["type"] in ("webhookUrl", "lights") and is_shown for one, is_shown in there):
                return index
        return None

    def variable(self, key: str) -> Mapping[str, Any] | None:
        """One that stands on some page."""
        asked = set().union(*(self.keys_on(index) for index in range(len(self.pages))))
        return next((one for one in self.variables if one["key"] == key and key in asked), None)


def form_of(instance: Instance) -> Form:
    document = instance.version.definition
    definition, needed = read_definition(document), needed_accounts(document)
    seen = (one for one in document.get("configVariables", ()) if is_seen(one))
    return Form(
        definition=definition,
        pages=pages_of(document),
        variables=[{**one, "required": True} if one["key"] in needed else one for one in seen],
        secret_variable=definition.endpoint.customer_credential or "",
    )
