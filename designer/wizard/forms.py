"""What the wizard of an instance asks, read from its version: pages, the variables on them, where a secret belongs.

For: one value that every step of the wizard reads, so that none asks for what customers may not see.
Not here: what was answered (`runs`), how it is shown (`showing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.engine.config_pages import SHOWN, pages_of
from runtime.engine.definition import Definition, read_definition
from runtime.instances.models import Instance


@dataclass(frozen=True, slots=True)
class Form:
    """`variables` are those that customers may see; `secret_variable` names the credential each customer has of its own."""

    definition: Definition
    pages: list[dict[str, Any]]
    variables: list[Mapping[str, Any]]
    secret_variable: str

    def keys_on(self, index: int) -> set[str]:
        visible = {variable["key"] for variable in self.variables}
        named = {element.get("variable", "") for element in self.pages[index]["elements"] if element["type"] in SHOWN}
        return visible & named

    def asks_secret(self, index: int) -> bool:
        return bool(self.secret_variable) and any(one["type"] == "secret" for one in self.pages[index]["elements"])

    def secret_element(self, page: int, element: int) -> Mapping[str, Any] | None:
        elements = self.pages[page]["elements"] if 0 <= page < len(self.pages) else []
        found = elements[element] if 0 <= element < len(elements) else None
        return found if found and found["type"] == "secret" and self.secret_variable else None

    def page_with_url(self) -> int | None:
        """The first page that shows the customer a URL to register, or its lights."""
        kinds = ({element["type"] for element in page["elements"]} for page in self.pages)
        return next((index for index, found in enumerate(kinds) if found & {"webhookUrl", "lights"}), None)

    def variable(self, key: str) -> Mapping[str, Any] | None:
        """One that stands on some page."""
        asked = set().union(*(self.keys_on(index) for index in range(len(self.pages))))
        return next((one for one in self.variables if one["key"] == key and key in asked), None)


def form_of(instance: Instance) -> Form:
    document = instance.version.definition
    definition = read_definition(document)
    return Form(
        definition=definition,
        pages=pages_of(document),
        variables=[one for one in document.get("configVariables", ()) if one.get("visibility", "customer") == "customer"],
        secret_variable=definition.endpoint.customer_credential or "",
    )
