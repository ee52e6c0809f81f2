"""Everything wrong with a definition, as the canvas shows it and publishing refuses it.

For: the engine's problems plus syntax errors of code steps, which only the sandbox can find, and what connectors say of events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from designer.images.models import Image
from designer.listening.problems import event_problems
from runtime import control
from runtime.connections.models import Service
from runtime.connectors.steps import components_for
from runtime.credentials.models import Credential
from runtime.credentials.schemes import SCHEMES
from runtime.engine.errors import HookyardError
from runtime.engine.validation import validate
from runtime.tenancy.models import Tenant


def problems_of(tenant: Tenant, definition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{code, message, severity, flow, step, field}]; a syntax error has `line` and `column` too."""
    keys = Credential.objects.of(tenant).values_list("key", flat=True)
    services = Service.objects.of(tenant).values_list("key", flat=True)
    named = {"credentials": set(keys), "services": set(services), "images": _images_known(tenant, definition)}
    found = [
        problem.as_json()
        for problem in validate(dict(definition), components_for(tenant.pk, definition), schemes=SCHEMES, **named)
    ]
    return found + list(_code_problems(tenant, definition)) + list(event_problems(tenant, definition))


def _images_known(tenant: Tenant, definition: Mapping[str, Any]) -> set[str]:
    """Of those the pages show: most integrations show none, and nobody waits for a list of hundreds."""
    elements = (element for page in definition.get("configPages", ()) for element in page.get("elements", ()))
    shown = {found for element in elements if isinstance(found := element.get("upload"), str) and "\0" not in found}
    return set(Image.objects.of(tenant).filter(pk__in=shown).values_list("pk", flat=True)) if shown else set()


def has_errors(problems: list[dict[str, Any]]) -> bool:
    return any(problem["severity"] == "error" for problem in problems)


def _code_problems(tenant: Tenant, definition: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for flow in definition.get("flows", ()):
        for step in _walk(flow.get("steps", ())):
            source = (step.get("inputs") or {}).get("code") if step["component"] == "code" else None
            source = source.get("value") if isinstance(source, dict) else None
            if not isinstance(source, str):
                continue  # absent or referenced: the engine says what it thinks of that
            if found := _check(tenant.pk, source):
                yield {**found, "flow": flow["key"], "step": step["id"], "field": "code"}


def _walk(steps: Any) -> Iterator[dict[str, Any]]:
    for step in steps:
        yield step
        yield from _walk(step.get("steps", ()))


def _check(tenant_id: str, source: str) -> dict[str, Any] | None:
    try:
        found = _syntax_error(tenant_id, source)
    except HookyardError as error:
        # A builder must be able to save while the sandbox is away.
        return {"code": "code_not_checked", "message": f"The code was not checked: {error.message}", "severity": "warning"}
    if found is None:
        return None
    line, column = found.get("line"), found.get("column")
    where = f" (line {line}, column {column})" if line else ""
    message = f"{found['message']}{where}"
    return {"code": "code_syntax_error", "message": message, "severity": "error", "line": line, "column": column}


@lru_cache(maxsize=2048)
def _syntax_error(tenant_id: str, source: str) -> dict[str, Any] | None:
    """Saved every half second while somebody types; only what changed goes to the sandbox."""
    return control.check_code(tenant_id, source)
