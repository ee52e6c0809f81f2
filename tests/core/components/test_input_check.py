"""What a builder reads when a step's inputs do not fit."""

import pytest

from runtime.components import BY_KEY
from runtime.components.check import check_inputs
from runtime.engine.errors import StepProblem

BRANCH = {"name": "A", "conditions": [{"left": 1, "operator": "exists"}]}

REFUSED = [
    # component, inputs, code, field, words of the message, remark
    ("log", {}, "input_missing", "message", "is needed", "left out"),
    ("customer.lookup", {"id": None}, "input_missing", "id", "refers to exists", "a reference that led to nothing"),
    ("loop", {"mode": "times"}, "input_missing", "times", "Times", "needed only in this mode"),
    ("loop", {}, "input_missing", "items", "Items", "the default mode needs items"),
    ("log", {"message": "x", "level": "loud"}, "input_invalid", "level", "debug, info, warn, error", "not a choice"),
    ("http.request", {"method": "GET", "url": "ftp://x"}, "input_invalid", "url", "begins with http", "says the rule in words"),
    ("http.request", {"method": "GET", "url": 7}, "input_invalid", "url", "text, but is a number", "kind"),
    (
        "http.request",
        {"method": "GET", "url": "http://x", "timeoutSeconds": 0},
        "input_invalid",
        "timeoutSeconds",
        "at least 0.1",
        "",
    ),
    (
        "http.request",
        {"method": "GET", "url": "http://x", "timeoutSeconds": 999},
        "input_invalid",
        "timeoutSeconds",
        "at most",
        "",
    ),
    (
        "http.request",
        {"method": "GET", "url": "http://x", "headers": {"a b": "c"}},
        "input_invalid",
        "headers",
        "",
        "not a header name",
    ),
    (
        "http.request",
        {"method": "GET", "url": "http://x", "headers": {"A": "b\r\nC: d"}},
        "input_invalid",
        "headers.A",
        "",
        "a second header smuggled in",
    ),
    ("branch.value", {"value": 1, "cases": []}, "input_invalid", "cases", "empty", "no case at all"),
    ("branch.value", {"value": 1, "cases": [{"name": "else"}]}, "input_invalid", "cases[0].name", "else", "a reserved name"),
    ("branch.value", {"value": 1, "cases": [{}]}, "input_invalid", "cases[0]", "needs name", "says where and what"),
    (
        "branch.expression",
        {"branches": [BRANCH, {**BRANCH, "conditions": [{"left": 1, "operator": "resembles"}]}]},
        "input_invalid",
        "branches[1].conditions[0].operator",
        "greaterThan",
        "lists the operators",
    ),
    ("storage.get", {"scope": "flow", "key": "k" * 201}, "input_invalid", "key", "200 characters", "too long"),
    ("webhook", {"methods": ["GET", "GET"]}, "input_invalid", "methods", "twice", "the same method twice"),
    ("respond", {"status": 99}, "input_invalid", "status", "at least 200", "no HTTP status"),
]


@pytest.mark.parametrize(("key", "inputs", "code", "field", "words", "remark"), REFUSED)
def test_it_names_the_field_and_what_to_do(key, inputs, code, field, words, remark):
    with pytest.raises(StepProblem) as refused:
        check_inputs(BY_KEY[key], inputs)
    assert (refused.value.code, refused.value.details["field"]) == (code, field), remark
    assert words in refused.value.message


def test_it_never_repeats_the_value():
    with pytest.raises(StepProblem) as refused:
        check_inputs(BY_KEY["respond"], {"status": "hunter2"})
    assert "hunter2" not in str(refused.value.as_json())


def test_null_is_a_value_where_any_json_fits():
    assert check_inputs(BY_KEY["storage.set"], {"scope": "flow", "key": "k", "value": None})["value"] is None


def test_null_is_an_absence_where_the_input_has_a_kind():
    assert check_inputs(BY_KEY["respond"], {"status": None, "body": None}) == {"body": None}
