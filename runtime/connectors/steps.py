"""Operations of connectors as steps of flows: `acme-parts.find` stands beside the built-in components.

For: which components a definition knows, with its connectors in the versions it names; all that a tenant can drag in.
Not here: running an operation (`functions.operations`).

A published version names the version of each connector it uses, so that a new upload changes nothing that is live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from runtime.components import BY_KEY
from runtime.components.fields import credential_field, inputs_schema
from runtime.connectors import catalogue
from runtime.connectors.catalogue import ConnectorMissing, Known
from runtime.connectors.naming import title_of
from runtime.connectors.package import Element, Json
from runtime.engine.component import Component, Kind, Outcome, StepContext
from runtime.engine.errors import HookyardError, StepProblem

ACCOUNT: Final = "connection"  # the input that says whose account; an operation's own input of this name gives way
PINS: Final = "connectors"


def components_for(tenant_id: str, definition: Mapping[str, Any]) -> Mapping[str, Component]:
    """The built-in components, and the operations that steps of this definition name. Blocks, for the database."""
    return {**BY_KEY, **dict(_named(tenant_id, definition))} if _connectors_in(definition) else BY_KEY


def operations_of(tenant_id: str) -> list[Component]:
    """Of every connector that the tenant can use, in its newest version. A built-in component keeps its key: `http.request`."""
    offered = (_component(known, operation) for known in catalogue.all_of(tenant_id) for operation in known.package.operations)
    return [component for component in offered if component.key not in BY_KEY]


def pinned(tenant_id: str, definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition with the versions noted that it uses now. Those it names already stay."""
    used = sorted({key for key, _ in _connectors_in(definition)})
    if not used:
        return {name: part for name, part in definition.items() if name != PINS}
    told = definition.get(PINS) or {}
    found = {key: _find(tenant_id, key, told.get(key)) for key in used}
    pins = {key: known.version for key, known in found.items() if known is not None}
    return {**definition, PINS: pins}


def _named(tenant_id: str, definition: Mapping[str, Any]) -> Iterator[tuple[str, Component]]:
    told, named = definition.get(PINS) or {}, sorted(_connectors_in(definition))
    found = {key: _find(tenant_id, key, told.get(key)) for key in {key for key, _ in named}}
    for key, operation in named:
        known = found[key]
        element = next((one for one in known.package.operations if one.key == operation), None) if known else None
        # One that is gone stays unknown: validation says so, and the flow does not run.
        if known is not None and element is not None:
            component = _component(known, element)
            yield component.key, component


def _find(tenant_id: str, key: str, version: int | None) -> Known | None:
    try:
        return catalogue.find(tenant_id, key, version)
    except ConnectorMissing:
        return None


def _connectors_in(definition: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(connector, operation) of the steps that are no built-in component."""
    waiting = [step for flow in definition.get("flows") or () for step in flow.get("steps") or ()]
    found = set()
    while waiting:
        step = waiting.pop()
        waiting.extend(step.get("steps") or ())
        connector, _, operation = str(step.get("component") or "").partition(".")
        if operation and step["component"] not in BY_KEY and "\0" not in connector:
            found.add((connector, operation))
    return found


def _component(known: Known, operation: Element) -> Component:
    package = known.package
    own, required = _fields(operation)
    account = {ACCOUNT: _account_field(package.name)} if package.auths and ACCOUNT not in own else {}

    async def run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
        if ctx.connectors is None:
            raise StepProblem("Operations of connectors cannot run here.", code="connectors_unavailable")
        given = {name: entry for name, entry in inputs.items() if entry is not None and name not in account}
        try:
            result, logs = await ctx.connectors.run_operation(package, operation, given, inputs.get(ACCOUNT) if account else None)
        except HookyardError as problem:
            _write(ctx, problem.details.pop("logs", None) or [])
            raise
        _write(ctx, logs)
        return Outcome(results=result)

    return Component(
        key=f"{known.key}.{operation.key}",
        title=operation.name,
        summary=operation.description.split("\n")[0][:200] or f"{operation.name} of {package.name}.",
        docs=f"{operation.docs or operation.description}\n\nOf the connector *{package.name}*, {_version(known)}.".strip(),
        kind=Kind.ACTION,
        group=package.name,
        icon="plug",
        inputs=inputs_schema({**account, **own}, required=[*account, *required]),
        example={name: {"value": schema["examples"][0]} for name, schema in own.items() if schema.get("examples")},
        run=run,
        synonyms=(package.name, known.key, *_texts(operation.spec.get("tags"))),
        effect=operation.spec.get("isReadOnly") is not True,
        results_example=operation.example,
        connector=known.key,
    )


def _fields(operation: Element) -> tuple[dict[str, Any], list[str]]:
    """Each property of the input as an input of the step, with a title that people can read."""
    schema = operation.input_schema
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return {"input": {"title": "Input", "description": "What the operation is given.", "x-widget": "json"}}, []
    fields = {
        str(name): {"title": title_of(str(name)), "description": "", **(told if isinstance(told, dict) else {})}
        for name, told in properties.items()
    }
    required = schema.get("required")
    return fields, [name for name in required if name in fields] if isinstance(required, list) else []


def _account_field(name: str) -> dict[str, Any]:
    field = credential_field(f"The account at {name}: a config variable brings each customer's own.", **{"x-connections": True})
    return {**field, "title": "Account"}


def _version(known: Known) -> str:
    return "which comes with Hookyard" if known.is_shipped else f"version {known.version}"


def _write(ctx: StepContext, logs: list[dict[str, str]]) -> None:
    for line in logs:
        ctx.log(line["level"], line["message"])


def _texts(given: Json) -> list[str]:
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
