"""The choices of a picklist that a flow fills.

For: running that flow for one instance or for the draft, reading its result, and keeping it for a moment. Plain functions for
Django's threads, as in `control`.
Not here: whether a chosen value is one of them: choices change, and an instance must not break when they do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.core.cache import cache

from runtime import wiring
from runtime.bench.turns import turn
from runtime.components.triggers import handed_over
from runtime.connectors.steps import components_for
from runtime.engine.config_rules import CALLABLE
from runtime.engine.config_shown import is_seen
from runtime.engine.config_values import LONGEST_CHOICE
from runtime.engine.definition import read_definition
from runtime.engine.errors import HookyardError, InvalidDefinition
from runtime.executions.runs import Ended, Run
from runtime.identifiers import new_id
from runtime.instances.models import Instance, Integration
from runtime.routing import loading
from runtime.routing.plans import InstancePlan, compile_release, config_values

LONGEST_RUN = 10.0  # seconds
KEPT = 60  # seconds
MOST_CHOICES = 1_000
LONGEST_SAID = 300

Choices = list[dict[str, str]]


class NoChoices(HookyardError):
    """The choices cannot be had; the message says what the flow said, for whoever waits for them."""

    default_code = "choices_failed"


def choices_for(instance: Instance, variable: str, *, given: Mapping[str, Any] | None = None, fresh: bool = False) -> Choices:
    """`[{value, label}]` as this instance's version and connections say. `given` are config values that are not stored yet.

    `fresh` asks the flow even when it was asked a moment ago. Raises `NoChoices` (`choices_failed`, `choices_too_slow`,
    `choices_malformed`, `choices_not_found`) and NotAllowed `bench_busy`.
    """
    version = instance.version
    known = components_for(instance.tenant_id, version.definition)
    release = compile_release(read_definition(version.definition), known, version_id=version.pk, number=version.number)
    plan = loading.plan_instance(instance, release)
    where = [instance.tenant_id, instance.pk, version.pk, instance.config]
    return _choices(Asked(instance.integration, version.definition, variable, given or {}, where), plan, fresh=fresh)


def choices_of_draft(
    integration: Integration,
    definition: Mapping[str, Any],
    variable: str,
    *,
    given: Mapping[str, Any] | None = None,
    fresh: bool = False,
) -> Choices:
    """The same for whoever builds: as the designer's stand-in, with the tenant's test connections."""
    release = compile_release(read_definition(definition), components_for(integration.tenant_id, definition))
    plan = loading.stand_in_for(integration.tenant_id, release)
    where = [integration.tenant_id, integration.pk, hashlib.sha256(orjson.dumps(definition)).hexdigest()]
    return _choices(Asked(integration, definition, variable, given or {}, where), plan, fresh=fresh)


@dataclass(frozen=True, slots=True)
class Asked:
    """`where` tells apart whose choices they are; what is asked there with the same values has the same answer for a moment."""

    integration: Integration
    definition: Mapping[str, Any]
    variable: str
    given: Mapping[str, Any]
    where: list[Any]

    @property
    def key(self) -> str:
        return "choices:" + hashlib.sha256(orjson.dumps([*self.where, self.variable, self.given])).hexdigest()

    def told(self) -> dict[str, Any]:
        """What a customer may say themselves: nobody on a page sets what is hidden from customers."""
        variables = self.definition.get("configVariables", ())
        own = {variable["key"] for variable in variables if is_seen(variable)}
        return {name: value for name, value in self.given.items() if name in own and value is not None}


def _choices(asked: Asked, plan: InstancePlan, *, fresh: bool) -> Choices:
    flow = _flow_for(asked.definition, asked.variable)
    if not fresh and (kept := cache.get(asked.key)) is not None:
        return list(kept)
    config = config_values(plan.release.definition, {**plan.config, **asked.told()})
    ended = _run(_prepared(asked, replace(plan, config=config), flow))
    if ended.status != "succeeded":
        said = str((ended.error or {}).get("message") or "the flow waits, and nobody can wait that long.")[:LONGEST_SAID]
        raise NoChoices(f"The choices could not be loaded: {said}")
    choices = read_choices(ended.result)
    cache.set(asked.key, choices, KEPT)
    return choices


def _flow_for(definition: Mapping[str, Any], key: str) -> str:
    for variable in definition.get("configVariables", ()):
        if variable["key"] == key and isinstance(source := variable.get("choicesFrom"), Mapping) and source.get("flow"):
            return str(source["flow"])
    raise NoChoices(f"No flow fills the choices of {key[:80]}.", code="choices_not_found")


def _prepared(asked: Asked, plan: InstancePlan, flow: str) -> Run:
    release, integration = plan.release, asked.integration
    try:
        found = release.plan_for(flow)
    except InvalidDefinition as wrong:
        raise NoChoices(f"The flow that gives the choices cannot run: {wrong.message}") from None
    steps = found.flow.steps if found else ()
    trigger = next((step for step in steps if step.component == CALLABLE and not step.disabled), None)
    if found is None or trigger is None:
        raise NoChoices("The flow that should give the choices is gone or cannot be called.", code="choices_not_found")
    about = {"id": integration.pk, "name": integration.name, "versionSequenceId": release.number}
    results = handed_over(trigger.inputs, {"variable": asked.variable})
    return Run(new_id(), integration.tenant_id, about, plan, found, trigger.id, results)


def _run(run: Run) -> Ended:
    process = wiring.process()
    try:
        with turn(run.tenant_id):
            return process.bench.call(process.tests.runner.run(run), timeout=LONGEST_RUN)
    except TimeoutError:
        message = f"Loading the choices took over {LONGEST_RUN:.0f} seconds and was stopped. Try again in a moment."
        raise NoChoices(message, code="choices_too_slow") from None


def read_choices(result: Any) -> Choices:
    """Of a list of `{value, label}` or of plain values, by itself or under `choices`. Raises `NoChoices` `choices_malformed`."""
    listed = result.get("choices") if isinstance(result, Mapping) else result
    if not isinstance(listed, list):
        raise _malformed("the flow's result is no list of choices such as [{value, label}].")
    if len(listed) > MOST_CHOICES:
        raise _malformed(f"there are {len(listed)} of them, and {MOST_CHOICES} is the most.")
    choices: dict[str, dict[str, str]] = {}
    for place, item in enumerate(listed, 1):
        value, label = (item.get("value"), item.get("label")) if isinstance(item, Mapping) else (item, None)
        value, label = _text(value), _text(label)
        if not value or len(value) > LONGEST_CHOICE:
            raise _malformed(f"choice {place} has no value of 1 to {LONGEST_CHOICE} characters.")
        choices.setdefault(value, {"value": value, "label": (label or value)[:LONGEST_CHOICE]})
    return list(choices.values())


def _text(value: Any) -> str:
    """Ids are often numbers; they are kept as the text that people see."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _malformed(what: str) -> NoChoices:
    return NoChoices(f"The choices could not be read: {what}", code="choices_malformed")
