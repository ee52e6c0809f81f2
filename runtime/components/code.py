"""The code step: a builder's JavaScript, run by the sandbox.

For: handing the step's surroundings to `ctx.sandbox` and the log lines back.
Not here: the engine and its limits (`runtime.sandbox`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import field, inputs_schema
from runtime.engine.component import Component, Kind, Outcome, StepContext
from runtime.engine.errors import StepProblem

STARTER = """module.exports = async ({ logger, configVars }, stepResults) => {
  const order = stepResults.trigger.results.body.data;
  logger.info(`order of type ${order.type}`);
  return { data: { type: order.type } };
};
"""


async def run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    context = {
        "stepId": ctx.step_id,
        "executionId": ctx.execution_id,
        "customer": ctx.customer,
        "instance": ctx.instance,
    }
    try:
        answer = await ctx.sandbox.run_code(inputs["code"], step_results=ctx.step_results, config=ctx.config, context=context)
    except StepProblem as problem:
        # What the code wrote before it failed is the best clue there is: it belongs in the log, not in the error.
        _write_logs(ctx, problem.details.pop("logs", None) or [])
        raise
    _write_logs(ctx, answer.logs)
    return Outcome(results=answer.data)


def _write_logs(ctx: StepContext, logs: list[dict[str, str]]) -> None:
    for line in logs:
        ctx.log(line["level"], line["message"])


CODE = Component(
    key="code",
    title="Code",
    summary="Runs JavaScript.",
    docs=(
        "`module.exports = async ({ logger, configVars, customer, instance }, stepResults) => ({ data })`. What stands under "
        "`data` becomes `code_1.results`. Earlier results are `stepResults.<step id>.results`; the trigger is also "
        "`stepResults.trigger`. `logger.info` and `console.log` write to the log of the run.\n\n"
        "The code has no network and no files, and ends at a limit of time and memory. Use HTTP request steps to call out."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="code-xml",
    synonyms=("javascript", "js", "script", "function", "transform", "custom"),
    inputs=inputs_schema(
        {
            "code": field(
                "Code",
                "JavaScript that exports a function returning { data }.",
                type="string",
                minLength=1,
                maxLength=262_144,
                default=STARTER,
                **{"x-widget": "code"},
            )
        },
        required=["code"],
    ),
    example={"code": {"value": STARTER}},
    run=run,
    results_example={"type": "create_order"},
)
