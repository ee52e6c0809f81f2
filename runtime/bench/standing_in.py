"""Who answers for steps that a test does not carry out.

For: which steps would reach outside, and what they are answered with: what they returned in the execution that a what-if goes
over again, else when they last succeeded, else nothing.
Not here: steps that are pinned, which never get so far; what steps store, which a test keeps to itself (`scratch`).

A saved test is spared what *changes* something outside, and still reads. A what-if is sealed: nothing of it leaves the house.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from runtime.bench.renames import Renames, path_then
from runtime.components.deliver import DELIVER
from runtime.engine.component import Component, Control, Outcome, StepContext
from runtime.engine.errors import ConnectionProblem, HookyardError, NotAllowed, RemoteProblem, StepProblem
from runtime.journal.models import Execution, StepResult
from runtime.reading import in_thread

STORAGE = "Storage"  # the group of what a test keeps to itself
BY_THEMSELVES = frozenset({"flow.call", "flow.again"})  # their steps are answered for
LATEST = 50  # executions of a flow that are looked through for a success
WHO = {kind.who: kind for kind in (StepProblem, ConnectionProblem, RemoteProblem, NotAllowed)}
NOTHING_KNOWN = "Not carried out: it has not succeeded yet, so nothing is known of what it returns. Its results are null."

Where = tuple[str, str]  # key of the flow, path of the step


@dataclass(slots=True)
class StandIns:
    """`recorded` are the steps of the execution that a what-if goes over, and `instance_id` whose that was: what other customers'
    runs returned is not for it; `renamed`, by flow, are steps that had another name then.

    `answered` gathers the paths of what was not carried out, `unknown` those of them that there was nothing to answer with.
    """

    tenant_id: str
    integration_id: str
    sealed: bool = False
    recorded: Mapping[Where, Sequence[StepResult]] = field(default_factory=dict)
    renamed: Mapping[str, Renames] = field(default_factory=dict)
    instance_id: str | None = None
    answered: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def over(self, flow_key: str, components: Mapping[str, Component]) -> dict[str, Component]:
        """The same components for this flow, asked here first."""
        return {key: self._in_front(flow_key, one) if _is_touchy(one) else one for key, one in components.items()}

    def _in_front(self, flow_key: str, component: Component) -> Component:
        async def run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
            answer = await self._answer(flow_key, component, ctx, inputs)
            return await component.run(ctx, inputs) if answer is None else answer

        return replace(component, run=run)

    async def _answer(self, flow_key: str, component: Component, ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome | None:
        """None when the step is to run as ever. Raises what the step raised then."""
        row = self._recorded(flow_key, component, ctx.step_id, inputs)
        if row and (self.sealed or leaves(component, inputs)):
            other = "" if row.inputs == inputs else ", though it was given something else then"
            self.answered.append(ctx.step_id)
            ctx.log("info", f"Not carried out: answered as it was then{other}.")
            return _as_it_was(row)
        if not (reaches_out(component) if self.sealed else leaves(component, inputs)):
            return None
        self.answered.append(ctx.step_id)
        step_id = ctx.step_id.rpartition(".")[2]
        names = {step_id, self._renamed(flow_key).get(step_id, step_id)}
        found = await in_thread(partial(self._last_success, flow_key, component.key, names))
        if found is None:
            self.unknown.append(ctx.step_id)
            ctx.log("warn", NOTHING_KNOWN)
            return component.outcome_of(None)
        ctx.log("info", f"Not carried out: answered as in execution {found.execution_id}, where it last succeeded.")
        return _as_it_was(found)

    def _renamed(self, flow_key: str) -> Renames:
        return self.renamed.get(flow_key, {})

    def _recorded(self, flow_key: str, component: Component, path: str, inputs: Mapping[str, Any]) -> StepResult | None:
        """In a flow that was called several times, the one that was given the same."""
        fitting = [
            row
            for row in self.recorded.get((flow_key, path_then(path, self._renamed(flow_key))), ())
            if row.component == component.key
        ]
        same = (row for row in fitting if row.inputs == inputs)
        return next(same, fitting[-1] if fitting else None)

    def _last_success(self, flow_key: str, component: str, names: set[str]) -> StepResult | None:
        runs = Execution.of(self.tenant_id).filter(integration_id=self.integration_id, flow_key=flow_key)
        if self.instance_id is not None:
            runs = runs.filter(instance_id__in=("", self.instance_id))
        ids = list(runs.order_by("-id").values_list("pk", flat=True)[:LATEST])
        rows = StepResult.of(self.tenant_id).filter(execution_id__in=ids, step_id__in=names, component=component)
        found: StepResult | None = rows.filter(status="succeeded", pinned=False).order_by("-execution_id", "-sequence").first()
        return found


def reaches_out(component: Component) -> bool:
    """Whether it speaks to somebody outside, be it only to ask. A test delivers nothing by itself."""
    inside = _keeps(component) or component.key in BY_THEMSELVES or component.key == DELIVER.key
    return not inside and (component.effect or bool(component.connector))


def leaves(component: Component, inputs: Mapping[str, Any]) -> bool:
    """Whether it may change something outside."""
    return component.effect and reaches_out(component) and not component.only_reads(inputs)


def _keeps(component: Component) -> bool:
    """A tenant may call a connector Storage, too: its operations stand in a group of its name, and reach outside."""
    return component.group == STORAGE and not component.connector


def _is_touchy(component: Component) -> bool:
    """Whether what it returns depends on the world or on earlier runs: going over it again would give something else."""
    return _keeps(component) or component.key == DELIVER.key or reaches_out(component)


def _as_it_was(row: StepResult) -> Outcome:
    """Raises what the step raised then."""
    if row.error:
        raise _problem(row.error)
    return Outcome(row.results, row.outlet or "out", Control(row.control))


def _problem(error: Mapping[str, Any]) -> HookyardError:
    kind = WHO.get(str(error.get("who")), StepProblem)
    problem = kind(str(error.get("message") or "It failed then."), code=str(error.get("code") or "step_failed"))
    problem.details = dict(error.get("details") or {})
    return problem
