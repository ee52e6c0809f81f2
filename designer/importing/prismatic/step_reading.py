"""What one step of theirs becomes.

For: choosing the rule, reading inputs by it, errors and retries, placeholders for what has no equivalent, and a line in the
report for whatever works otherwise.
Not here: links between steps (`steps`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.importing.prismatic import branches, special, triggers
from designer.importing.prismatic.dialects import component_of, walk
from designer.importing.prismatic.inputs import Tagged, read_input
from designer.importing.prismatic.naming import LONGEST_NAME, reference_name, short, step_id
from designer.importing.prismatic.pointing import Keys, Names, renamed_in_code, split
from designer.importing.prismatic.rulebook import BY_ACTION as RULE_OF
from designer.importing.prismatic.rules import Rule, number, structured
from designer.importing.report import Report
from runtime.components import BY_KEY
from runtime.engine.component import Kind

Step = Mapping[str, Any]

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
ALL_OF_IT = "includeFullResponse"
_USED = re.compile("|".join(rf"(?<![\w$]){re.escape(word)}" for word in NOT_IN_CODE))


@dataclass(slots=True)
class Drawn:
    """Our steps, in a row; `ends` when nothing follows them."""

    steps: list[dict[str, Any]]
    is_loop: bool = False
    has_else: bool = False
    ends: bool = False
    stub: dict[str, Any] | None = None


@dataclass(slots=True)
class FlowReading:
    """One flow while it is read. `origin` is where each of our steps came from: the place of the flow's step, counted as `walk`
    goes."""

    flow: Mapping[str, Any]
    key: str
    names: Names
    report: Report
    called: frozenset[str]
    waits: frozenset[str]
    ids: dict[int, str] = field(default_factory=dict)  # by identity of their step
    taken: set[str] = field(default_factory=set)
    placeholders: int = 0

    @property
    def answers_when_done(self) -> bool:
        return self.flow.get("isSynchronous") is True

    def name_steps(self) -> None:
        """Every step of ours gets its id first, since references may go anywhere."""
        for step, _ in walk(self.flow.get("steps")):
            name = step["name"]
            own = step_id(name, self.taken)
            self.taken.add(own)
            self.ids[id(step)] = own
            told = reference_name(name)
            if told in self.names.steps:
                self.tell("changed", f'Two steps are called "{name[:80]}"; references read the first.', step=own)
            self.names.steps.setdefault(told, own)
            component, action = component_of(step)
            if component == "loop" and action != "breakLoop":
                self.names.loops.add(own)
            if (reshaped := _reshaped(step, self)) is not None:
                self.names.reshaped[own] = reshaped

    def tell(self, level: str, message: str, *, todo: str = "", step: str | None = None) -> None:
        self.report.add(level, message, todo=todo, flow=self.key, step=step)

    def another_id(self, wanted: str) -> str:
        made = step_id(wanted, self.taken)
        self.taken.add(made)
        return made

    def draw_trigger(self, given: Step) -> Drawn:
        begun = triggers.begin(given, self.names, called=self.flow["name"] in self.called)
        own = self.ids[id(given)]
        first = self.made(given, own, begun.component, begun.inputs)
        for level, message, todo in begun.remarks:
            self.tell(level, message, todo=todo, step=own)
        others = [
            {"id": self.another_id(name), "name": name, "component": component, "inputs": inputs}
            for component, name, inputs in begun.beside
        ]
        ways = [branches.outlet(branch["name"]) for branch in given.get("branches") or ()]
        stub = None
        if begun.stub or ways:
            was = begun.stub or ".".join(component_of(given))
            todo = "Check who calls with a credential of the Webhook, then delete or disable this step."
            if ways:
                todo = f"Replace it with a branch that tells {', '.join(ways)} apart, as the trigger did."
            inputs = placeholder(was, todo, given.get("inputs"), self.names, ways)
            stub = {
                "id": self.another_id(f"{given['name']} checks"),
                "name": short(was),
                "component": "placeholder",
                "inputs": inputs,
            }
            self.placeholders += 1
        return Drawn([first, *others], stub=stub)

    def made(self, given: Step, own: str, component: str, inputs: Mapping[str, Tagged]) -> dict[str, Any]:
        return {
            "id": own,
            "name": short(given["name"]),
            "component": component,
            **({"inputs": dict(inputs)} if inputs else {}),
            **({"notes": given["description"][:10_000]} if given.get("description") else {}),
        }


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
    _handle_errors(reading, given, drawn)
    return drawn


def _by_rule(reading: FlowReading, given: Step, own: str, rule: Rule) -> Drawn:
    inputs = given.get("inputs") or {}
    read = rule.read(inputs, reading.names)
    if any(name not in read for name in rule.needs):
        return stubbed(reading, given, own, "its inputs are not those we know")
    made = reading.made(given, own, rule.ours, read)
    if rule.ours == "code":
        _check_code(reading, made)
    if _gives_all(given):
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


def placeholder(was: str, todo: str, given: Any, names: Names, ways: list[str]) -> dict[str, Tagged]:
    fields = {name: tagged for name, one in (given or {}).items() if (tagged := read_input(one, names)) is not None}
    return {
        "standsFor": {"value": was[:300]},
        "todo": {"value": todo[:2000]},
        **({"inputs": {"object": fields}} if fields else {}),
        **({"outlets": {"value": list(dict.fromkeys(ways))}} if ways else {}),
    }


def _handle_errors(reading: FlowReading, given: Step, drawn: Drawn) -> None:
    """What happens when it fails is said of the first of our steps: the others cannot fail."""
    step, config = drawn.steps[0], given.get("errorConfig") or {}
    handler = config.get("errorHandlerType")
    if handler == "ignore":
        step["onError"] = "ignore"
    elif handler == "retry":
        step |= {"onError": "retry", "retry": _retry(config.get("maxAttempts"), config.get("delaySeconds"), config)}
        if config.get("ignoreFinalError"):
            message = f"{step['name']} went on after its last try failed; here the run fails then."
            reading.tell("changed", message, todo="Branch on its error instead, if it should go on.", step=step["id"])
    elif step["component"] == "http.request":
        _retry_by_inputs(given, step)


def _retry_by_inputs(given: Step, step: dict[str, Any]) -> None:
    values = {name: one.get("value") for name, one in (given.get("inputs") or {}).items() if isinstance(one, Mapping)}
    tries = number(values.get("maxRetries"))
    if isinstance(tries, (int, float)) and not isinstance(tries, bool) and tries > 0:
        delay = number(values.get("retryDelayMS"))
        delay = delay / 1000 if isinstance(delay, (int, float)) else 1
        config = {"usesExponentialBackoff": values.get("useExponentialBackoff") == "true"}
        step |= {"onError": "retry", "retry": _retry(tries, delay, config)}


def _retry(tries: Any, delay: Any, config: Mapping[str, Any]) -> dict[str, Any]:
    """Theirs counts the tries after the first."""
    count = tries if isinstance(tries, (int, float)) and not isinstance(tries, bool) else 1
    seconds = delay if isinstance(delay, (int, float)) and not isinstance(delay, bool) else 0
    return {
        "maxAttempts": max(1, min(int(count) + 1, 20)),
        "delaySeconds": max(0, min(seconds, 86_400)),
        "exponential": bool(config.get("usesExponentialBackoff")),
    }


def _reshaped(step: Step, reading: FlowReading) -> Any:
    """How the keys behind `results` change, where our results have another shape."""
    if special.called_by_name(step) is not None:
        named = special.called_by_name(step)
        if isinstance(named, Mapping) and isinstance(named.get("value"), str) and named["value"] in reading.waits:
            return _behind_result
    return _body_for_data if _gives_all(step) else None


def _gives_all(step: Step) -> bool:
    asked = (step.get("inputs") or {}).get(ALL_OF_IT)
    return component_of(step)[0] in special.HTTP and isinstance(asked, Mapping) and asked.get("value") in ("true", True)


def _body_for_data(keys: Keys) -> Keys:
    return ("body", *keys[1:]) if keys[:1] == ("data",) else keys


def _behind_result(keys: Keys) -> Keys:
    return ("result", *keys)
