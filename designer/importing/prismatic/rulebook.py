"""Which step of ours each of their core actions is.

Not here: actions that need more than names for names (`special`, `branches`, `triggers`), data in other forms (`rulebook_data`).
"""

from __future__ import annotations

from designer.importing.prismatic.rulebook_data import DATA_RULES
from designer.importing.prismatic.rules import Field, Rule, log_level, milliseconds, number, seconds, structured, upper

NO = ("false", "0", "none")
HTTP_FIELDS = (
    Field("url", "url"),
    Field("data", "body"),
    Field("headers", "headers"),
    Field("queryParams", "query"),
    Field("connection", "credential"),
    Field("timeout", "timeoutSeconds", seconds, milliseconds, least=0),
)
HTTP_QUIET = {
    "responseType": None,  # our answers are read by their content type
    "debugRequest": None,  # every run keeps its requests
    **dict.fromkeys(("includeFullResponse", "ignoreSslErrors", "retryOnAllErrors", "useExponentialBackoff"), NO),
    **dict.fromkeys(("maxRetries", "retryDelayMS"), NO),
}
HTTP_METHODS = {
    "httpGet": "GET",
    "httpPost": "POST",
    "httpPut": "PUT",
    "httpPatch": "PATCH",
    "httpDelete": "DELETE",
    "httpHead": "HEAD",
}
SCOPES = {"Execution": "execution", "Flow": "flow", "Instance": "flow", "CrossFlow": "instance", "Integration": "integration"}
KEY = Field("keyInput", "key")


def _http(component: str) -> list[Rule]:
    alike = {"ours": "http.request", "quiet": HTTP_QUIET, "usual": ("redirects", "gives")}
    plain = [
        Rule(component, action, fields=HTTP_FIELDS, constants={"method": method, "gives": "body", "redirects": 5}, **alike)
        for action, method in HTTP_METHODS.items()
    ]
    any_method = (Field("method", "method", upper), *HTTP_FIELDS)
    return [
        *plain,
        Rule(component, "httpRequest", fields=any_method, constants={"gives": "body", "redirects": 5}, **alike),
        Rule(component, "rawRequest", fields=any_method, constants={"gives": "body", "redirects": 5}, **alike),
    ]


def _stored(word: str, scope: str) -> list[Rule]:
    given = {"scope": scope}
    return [
        Rule(
            "persist-data",
            f"get{word}Value",
            "storage.get",
            (KEY, Field("defaultValueInput", "default")),
            {**given, "gives": "value"},
        ),
        Rule("persist-data", f"save{word}Value", "storage.set", (KEY, Field("valueInput", "value")), given),
        Rule("persist-data", f"remove{word}Value", "storage.remove", (KEY,), given),
        Rule("persist-data", f"increment{word}Value", "storage.add", (KEY, Field("amountInput", "amount", number)), given),
        Rule("persist-data", f"append{word}ValueToList", "storage.append", (KEY, Field("valueInput", "value")), given),
        Rule("persist-data", f"list{word}Keys", "storage.keys", (), given),
    ]


CORE_RULES: tuple[Rule, ...] = (
    Rule("code", "runCode", "code", (Field("code", "code"),)),
    Rule("log", "writeLog", "log", (Field("message", "message"), Field("level", "level", log_level))),
    Rule("loop", "loopOverItems", "loop", (Field("items", "items", structured),), {"mode": "items"}, usual=("mode",)),
    Rule("loop", "loopNTimes", "loop", (Field("iterationCount", "times", number),), {"mode": "times"}),
    Rule("loop", "breakLoop", "loop.break"),
    Rule("sleep", "sleep", "sleep", (Field("ms", "amount", seconds, milliseconds),), {"unit": "seconds"}, usual=("unit",)),
    Rule("collection-tools", "createObject", "map", (Field("keyValueInput", "fields"),)),
    *_http("http"),
    *_http("customHttp"),
    *(rule for word, scope in SCOPES.items() for rule in _stored(word, scope)),
    Rule("recursive-flow", "getCursor", "cursor.get"),
    Rule("recursive-flow", "setCursor", "cursor.set", (Field("cursor", "cursor"),)),
)

RULES: tuple[Rule, ...] = CORE_RULES + DATA_RULES
BY_ACTION: dict[tuple[str, str], Rule] = {(rule.component, rule.action): rule for rule in RULES}
