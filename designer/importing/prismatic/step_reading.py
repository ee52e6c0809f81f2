"""What one step of theirs becomes.

For: choosing the rule, reading inputs by it, placeholders for what has no equivalent, and a line in the
report for whatever works otherwise.
Not here: links between steps (`steps`), what happens when one fails (`erring`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from designer.importing.prismatic import branches, special
from designer.importing.prismatic.dialects import component_of
from designer.importing.prismatic.erring import handle_errors
from designer.importing.prismatic.flow_reading import ALL_OF_IT, Drawn, FlowReading, Step, gives_all, placeholder
from designer.importing.prismatic.inputs import read_input
from designer.importing.prismatic.naming import LONGEST_NAME, short
from designer.importing.prismatic.pointing import renamed_in_code, split
from designer.importing.prismatic.rulebook import BY_ACTION as RULE_OF
from designer.importing.prismatic.rules import Rule, structured
from runtime.components import BY_KEY
from runtime.engine.component import Kind

NOT_IN_CODE = {
    "require(": "loads a package with require, and code here has none",
    "fetch(": "calls out with fetch, and code here has no network",
    "crossFlowState": "reads or keeps crossFlowState",
    "instanceState": "reads or keeps instanceState",
    "executionState": "reads or keeps executionState",
    "integrationState": "reads or keeps integrationState",
    "invokeFlow": "calls a flow with invokeFlow",
    "Buffer.": "uses Buffer, which only Node has",
}
OWN = "hookyard"  # the component under which an export writes what has no like there
OLD_NAMES = {"reformat": "change-data-format"}
_USED = re.compile("|".join(rf"(?<![\w$]){re.escape(word)}" for word in NOT_IN_CODE))


def draw_step(reading: FlowReading, given: Step) -> Drawn:
    own, key = reading.ids[id(given)], component_of(given)
    if key == ("stop-execution", "stopExecution"):
        drawn = _stop(reading, given, own)
    elif key[0] == "branch":
        drawn = _branch(reading, given, own, key[1])
    elif special.called_by_name(given) is not None or special.called_by_url(given, reading.names.flows):
        drawn = _call(reading, given, own)
    elif key == ("recursive-flow", "invokeRecursive"):
        drawn = Drawn([reading.made(given, own, "flow.again", {"flow": {"value": reading.key}})])
    elif key[0] == OWN and key[1] in BY_KEY:
        drawn = _own(reading, given, own, key[1])
    elif key == ("collection-tools", "filter"):
        drawn = _filter(reading, given, own)
    elif (rule := RULE_OF.get((OLD_NAMES.get(key[0], key[0]), key[1]))) is not None:
        drawn = _by_rule(reading, given, own, rule)
    else:
        drawn = stubbed(reading, given, own, "there is no such component here")
    handle_errors(reading, given, drawn)
    return drawn


def _by_rule(reading: FlowReading, given: Step, own: str, rule: Rule) -> Drawn:
    inputs = given.get("inputs") or {}
    read = rule.read(inputs, reading.names)
    if any(name not in read for name in rule.needs):
        return stubbed(reading, given, own, "its inputs are not those we know")
    made = reading.made(given, own, rule.ours, read)
    if rule.ours == "code":
        _check_code(reading, made)
    if gives_all(given):
        made["inputs"]["gives"] = {"value": "answer"}
    left = [name for name in rule.unread(inputs, reading.names) if name != ALL_OF_IT]
    if left:
        message = f"{given['name'][:80]}: nothing here does what {', '.join(left)} did, so it has no effect."
        reading.tell("changed", message, todo="Look whether the step needs it.", step=own)
    if rule.ours == "loop":
        made |= {"steps": [], "links": []}
        return Drawn([made], is_loop=True)
    return Drawn([made], ends=rule.ours == "loop.break")


def _own(reading: FlowReading, given: Step, own: str, component: str) -> Drawn:
    """A component of ours, as an export wrote it."""
    tagged = {name: read_input(one, reading.names) for name, one in (given.get("inputs") or {}).items()}
    inputs = {
        name: {"value": structured(one["value"])} if "value" in one else one for name, one in tagged.items() if one is not None
    }
    made = reading.made(given, own, component, inputs)
    is_loop = BY_KEY[component].kind is Kind.CONTAINER
    return Drawn([made | ({"steps": [], "links": []} if is_loop else {})], is_loop=is_loop, has_else=bool(given.get("branches")))


def _filter(reading: FlowReading, given: Step, own: str) -> Drawn:
    """A rule of their own in JavaScript, as code that does nothing else."""
    inputs = given.get("inputs") or {}
    rule, items = (read_input(inputs.get(name), reading.names) for name in ("filterCodeInput", "listInput"))
    if not rule or not items or "reference" not in items:
        return stubbed(reading, given, own, "its list is not the result of a step")
    kind = "template" if "template" in rule else "value"
    if not isinstance(rule.get(kind), str):
        return stubbed(reading, given, own, "its rule is only known when it runs")
    root, keys = split(items["reference"])
    way = "".join(f"?.[{json.dumps(key)}]" for key in keys)
    source = (
        f"const keep = {rule[kind].strip().rstrip(';')};\n\n"
        f"module.exports = async (context, stepResults) => ({{ data: (stepResults.{root}{way} ?? []).filter(keep) }});\n"
    )
    return Drawn([reading.made(given, own, "code", {"code": {kind: source}})])


def _check_code(reading: FlowReading, made: dict[str, Any]) -> None:
    code = made.get("inputs", {}).get("code", {})
    source = code.get("value") or code.get("template")
    if not isinstance(source, str):
        return
    kind = next(iter(code))
    code[kind] = renamed_in_code(source, reading.names.steps)
    for word in dict.fromkeys(_USED.findall(source)):
        todo = "Let a step before it read or call (Get value, HTTP request, Call flow), and read its results in the code."
        reading.tell("changed", f"The code of {made['name']} {NOT_IN_CODE[word]}.", todo=todo, step=made["id"])


def _stop(reading: FlowReading, given: Step, own: str) -> Drawn:
    answer, result = special.read_stop(given, reading.names)
    stop = reading.made(given, own, "stop", result)
    if not reading.answers_when_done:
        return Drawn([stop], ends=True)
    respond = {
        "id": reading.another_id(f"{given['name']} respond"),
        "name": short(f"{given['name']}: answer"),
        "component": "respond",
    }
    return Drawn([respond | ({"inputs": answer} if answer else {}), stop], ends=True)


def _branch(reading: FlowReading, given: Step, own: str, action: str) -> Drawn:
    inputs = given.get("inputs") or {}
    try:
        if action == "branchOnValue":
            made = reading.made(given, own, "branch.value", branches.read_cases(inputs, reading.names))
        elif action == "branchOnExpression":
            made = reading.made(given, own, "branch.expression", branches.read_conditions(inputs, reading.names))
        elif action == "selectExecutedStepResult":
            return _select(reading, given, own)
        else:
            return stubbed(reading, given, own, "there is no such branch here")
    except branches.Unsayable as problem:
        return stubbed(reading, given, own, str(problem))
    return Drawn([made], has_else=True)


def _select(reading: FlowReading, given: Step, own: str) -> Drawn:
    """Whichever of several steps ran."""
    listed = next((read for one in (given.get("inputs") or {}).values() if (read := read_input(one, reading.names))), None)
    return Drawn([reading.made(given, own, "first", {"values": listed} if listed else {})])


def _call(reading: FlowReading, given: Step, own: str) -> Drawn:
    made = reading.made(given, own, "flow.call", special.read_call(given, reading.names, waits=reading.waits))
    if special.called_by_url(given, reading.names.flows):
        flow = made["inputs"]["flow"].get("value")
        message = f"{made['name']} called the URL of the flow {flow}; here it calls the flow itself."
        reading.tell("changed", message, step=own)
    return Drawn([made])


def stubbed(reading: FlowReading, given: Step, own: str, why: str) -> Drawn:
    was = ".".join(component_of(given))
    ways = [branches.outlet(branch["name"]) for branch in given.get("branches") or ()]
    todo = f"Replace it with a step that does what {was} did, such as an HTTP request to its service."
    inputs = placeholder(was, todo, given.get("inputs"), reading.names, ways)
    reading.placeholders += 1
    name = given["name"][:LONGEST_NAME]
    reading.tell("stubbed", f"{name} was {was}, and {why}; a placeholder keeps its place.", todo=todo, step=own)
    if given.get("steps"):
        message = f"{name} held {len(given['steps'])} steps that a placeholder cannot hold; they come back in an export."
        reading.tell("kept", message, todo="Draw them anew in a loop.", step=own)
    return Drawn([reading.made(given, own, "placeholder", inputs)])
