"""What a child answered, in the words of the engine.

For: turning the JSON text of a child into a `CodeAnswer`, a syntax complaint or a `StepProblem` that says where and what to do.
Not here: processes and their deaths (`process`). What a child says is data from outside: it is read defensively.
"""

from __future__ import annotations

import re
from typing import Any, Final

import orjson

from runtime.engine.component import CodeAnswer
from runtime.engine.errors import StepProblem
from runtime.sandbox.frames import FIRST_PRELUDE_LINE, WRAPPER_HEAD

_SYNTAX_PLACE: Final = re.compile(r"^\s*at <input>:(\d+):(\d+)$", re.MULTILINE)
_CALL_PLACE: Final = re.compile(r"\(<input>:(\d+):(\d+)\)$")

_MISSING_NAME: Final = re.compile(r"^(\w+) is not defined$")
_MISSING_HINTS: Final = {
    "require": "Packages cannot be loaded here. Write what you need in the step itself.",
    "process": "There is no process and no environment here. Pass values in as config variables.",
    "fetch": "Code steps have no network. Use an HTTP request step before or after this one.",
    "XMLHttpRequest": "Code steps have no network. Use an HTTP request step before or after this one.",
    "setTimeout": "There are no timers here. A code step computes and returns.",
    "setInterval": "There are no timers here. A code step computes and returns.",
    "setImmediate": "There are no timers here. A code step computes and returns.",
    "Buffer": "There is no Buffer here. Use atob, btoa, TextEncoder and Uint8Array.",
    "Intl": "There is no Intl here. Format dates and numbers by hand.",
    "URL": "There is no URL here. URLSearchParams, encodeURIComponent and string methods are.",
    "crypto": "There is no crypto here.",
    "window": "Code steps do not run in a browser.",
    "document": "Code steps do not run in a browser.",
    "data": "Read earlier results from the second argument: stepResults.<step id>.results.",
}
_MODULE_HINT: Final = "Packages cannot be loaded here. Write what you need in the step itself."
_RETURN_HINT: Final = "Return an object with `data`, for example `return { data: { id: 1 } }`."

LONGEST_TEXT: Final = 8192  # characters; what our own code tells is shorter
MOST_LINES: Final = 300
LEVELS: Final = ("trace", "debug", "info", "warn", "error")

Place = dict[str, int]


def read_answer(answer: bytes, source: str) -> CodeAnswer:
    """Raises `StepProblem` with a `code_*` code; `details` hold `line`, `column`, `stack` and `logs` where there are any."""
    try:
        parsed = orjson.loads(answer)
    except orjson.JSONDecodeError:
        message = "What the code returns cannot be read. Leave `toJSON` of the built-in types as it is."
        raise StepProblem(message, code="code_bad_return") from None
    logs = _lines(parsed["logs"])
    if "error" not in parsed:
        return CodeAnswer(data=parsed["data"], logs=logs)
    raise _problem(_texts(parsed["error"]), logs, source)


def read_check(answer: bytes, source: str) -> dict[str, Any] | None:
    """`{"message", "line", "column"}` of the first syntax error, or None."""
    error = orjson.loads(answer).get("error")
    if error is None:
        return None
    if error["kind"] != "syntax":
        # A text that breaks even the compiler (out of memory, too deep) has no place to point at.
        return {"message": error.get("message") or error["kind"], "line": 1, "column": 1}
    return _syntax_error(error, source)


def _lines(logs: Any) -> list[dict[str, str]]:
    """The lines that are lines: code that gives a built-in type a `toJSON` also writes its own log."""
    whole = (line for line in logs[:MOST_LINES] if isinstance(line, dict)) if isinstance(logs, list) else ()
    lines = [line for line in whole if line.get("level") in LEVELS]
    return [{"level": line["level"], "message": str(line.get("message"))[:LONGEST_TEXT]} for line in lines]


def _texts(error: Any) -> dict[str, Any]:
    """The same for an error: what is no text, or no size, is left out, and one without a kind was thrown."""
    known = {name: value for name, value in error.items() if isinstance(value, str | int)} if isinstance(error, dict) else {}
    told = {name: value if name == "size" else str(value)[:LONGEST_TEXT] for name, value in known.items()}
    return {"kind": "threw", **told} | ({"size": 0} if not isinstance(told.get("size"), int) else {})


def _problem(error: dict[str, Any], logs: list[dict[str, str]], source: str) -> StepProblem:
    kind, said = error["kind"], error.get("message", "")
    stack = _own_frames(error.get("stack", ""))
    details: dict[str, Any] = {"logs": logs} if logs else {}
    match kind:
        case "syntax":
            complaint = _syntax_error(error, source)
            place = {"line": complaint["line"], "column": complaint["column"]}
            return StepProblem(complaint["message"], code="code_syntax_error", **place, **details)
        case "threw":
            name = error.get("name", "")
            text = f"{name}: {said}" if name else said
            trace = {"stack": "\n".join(stack)} if stack else {}
            return StepProblem(_with_hint(text, said), code="code_threw", **_place(stack), **trace, **details)
        case "timeout":
            # The engine notices between statements, so it knows the function and its line, not the column.
            line = {name: value for name, value in _place(stack).items() if name == "line"}
            return StepProblem(TIMEOUT, code="code_timeout", **line, **details)
        case "memory":
            return StepProblem(MEMORY, code="code_memory", **_place(stack), **details)
        case "null":
            return StepProblem(f"{MEMORY} Or it threw null: throw an Error instead.", code="code_memory", **details)
        case "never_finished":
            return StepProblem(
                "The code awaits a promise that nothing will ever resolve. Make sure that each `await` can finish.",
                code="code_never_finished",
                **details,
            )
        case "too_large":
            message = f"The returned data is {error['size']:,} characters of JSON, which is too much. Return less, or in parts."
            return StepProblem(message, code="code_output_too_large", size=error["size"], **details)
        case "bad_return":
            return StepProblem(f"The code returned {said}. {_RETURN_HINT}", code="code_bad_return", **details)
        case "bad_data":
            message = f"The returned data cannot be written as JSON: {said}."
            return StepProblem(message, code="code_bad_return", **_place(stack), **details)
        case _:
            return StepProblem(
                "The code sets no function. Begin with `module.exports = async (context, stepResults) => { ... }`.",
                code="code_no_handler",
                **details,
            )


TIMEOUT: Final = "The code ran too long and was stopped. Look for a loop that does not end, or do less in one step."
MEMORY: Final = "The code used more memory than a step may have. Work on less at once."


def _syntax_error(error: dict[str, Any], source: str) -> dict[str, Any]:
    message = error.get("message", "")
    line_count = source.count("\n") + 1
    found = _SYNTAX_PLACE.search(error.get("stack", ""))
    line, column = (int(found[1]), int(found[2])) if found else (line_count + 1, 1)
    if line > line_count:
        # The engine noticed in the text that we put behind the code.
        closing = "}'" in message
        message = "There is a } too many." if closing else "The code ends before a bracket, a block or a text is closed."
        return {"message": message, "line": line_count, "column": len(source.rpartition("\n")[2]) + 1}
    if "keyword: export" in message or message.startswith("unsupported keyword: import"):
        message = "Write `module.exports = ...` instead of `import` and `export`."
    return {"message": message[:1].upper() + message[1:], "line": line, "column": _column(line, column)}


def _own_frames(stack: str) -> list[str]:
    """The lines of a stack that are the builder's: up to where our own code called theirs."""
    own = []
    for frame in stack.splitlines():
        found = _CALL_PLACE.search(frame)
        if found and int(found[1]) >= FIRST_PRELUDE_LINE:
            break
        if found:
            line, column = int(found[1]), int(found[2])
            frame = f"{frame[: found.start()]}({line}:{_column(line, column)})"
        own.append(frame.strip())
    return own


def _place(frames: list[str]) -> Place:
    for frame in frames:
        found = re.search(r"\((\d+):(\d+)\)$", frame)
        if found:
            return {"line": int(found[1]), "column": int(found[2])}
    return {}


def _column(line: int, column: int) -> int:
    return max(1, column - len(WRAPPER_HEAD)) if line == 1 else column


def _with_hint(text: str, message: str) -> str:
    if message.startswith("could not load module"):
        return f"{text}. {_MODULE_HINT}"
    missing = _MISSING_NAME.match(message)
    hint = _MISSING_HINTS.get(missing[1]) if missing else None
    return f"{text}. {hint}" if hint else text
