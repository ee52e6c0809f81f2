"""`$jsonata` of the formula language: JSONata 1.8, run in the sandbox.

For: evaluating a document that may hold JSONata. Such an expression is a program, loops and all, so it runs where code of
strangers runs: in a process that can be ended. Documents without any (nearly all) are evaluated right here.
Not here: the language (`formulas`), the sandbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from runtime.connectors.formulas import UNDEFINED, evaluate
from runtime.engine.errors import RemoteProblem, StepProblem

RunCode = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Runs `module.exports = async (context) => ({ data })` in the sandbox of the tenant and returns the data."""

MOST: Final = 200  # expressions of one document, loops counted: each crosses into the sandbox
_LIBRARY: Final = (Path(__file__).with_name("jsonata-1.8.9.min.js")).read_text(encoding="utf-8")
SOURCE: Final = f"""const jsonata = (() => {{ const module = {{ exports: {{}} }}, exports = module.exports;
{_LIBRARY}
return module.exports; }})();
const compiled = new Map();
module.exports = async ({{ expression, variables }}) => {{
  try {{
    if (!compiled.has(expression)) compiled.set(expression, jsonata(expression));
    const value = compiled.get(expression).evaluate(variables);
    return {{ data: value === undefined || typeof value === "function" ? {{}} : {{ value }} }};
  }} catch {{
    return {{ data: {{}} }};
  }}
}};
"""


def holds_jsonata(node: Any) -> bool:
    left = [node]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            if "$jsonata" in one:
                return True
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
    return False


async def evaluate_all(node: Any, variables: Mapping[str, Any], run_code: RunCode) -> Any:
    """`formulas.evaluate`, with JSONata. Raises `FormulaProblem`, and what the sandbox raises when it cannot run at all."""
    if not holds_jsonata(node):
        return evaluate(node, variables)
    loop = asyncio.get_running_loop()
    left = MOST

    def jsonata(expression: str, seen: Mapping[str, Any]) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise StepProblem(f"It evaluates more than {MOST} JSONata expressions; do less.", code="formula_too_much_work")
        return asyncio.run_coroutine_threadsafe(_ask(expression, seen, run_code), loop).result()

    return await asyncio.to_thread(evaluate, node, variables, jsonata=jsonata)


async def _ask(expression: str, variables: Mapping[str, Any], run_code: RunCode) -> Any:
    """An expression that fails or runs away has no value, as packages expect; a sandbox that is away is told."""
    try:
        answer = await run_code(SOURCE, {"expression": expression, "variables": variables})
    except RemoteProblem:
        raise
    except StepProblem:
        return UNDEFINED
    return answer["value"] if isinstance(answer, dict) and "value" in answer else UNDEFINED
