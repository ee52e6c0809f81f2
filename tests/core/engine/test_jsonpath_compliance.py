"""References that begin with `$`, held against the compliance suite of RFC 9535: every case of it."""

import json
from pathlib import Path

import pytest

from runtime.engine.errors import InvalidDefinition
from runtime.engine.queries import Query

CASES = json.loads((Path(__file__).parents[3] / "fixtures/conformance/jsonpath/cts.json").read_text())["tests"]


def outcome(case):
    try:
        return Query(case["selector"]).find(case["document"]) if "document" in case else Query(case["selector"])
    except InvalidDefinition as refused:
        return refused.code


def fits(case, found):
    if case.get("invalid_selector"):
        return found == "reference_malformed"
    return found in case.get("results", [case.get("result")])


def test_all_of_the_suite_is_here():
    assert len(CASES) == len({case["name"] for case in CASES}) > 680
    assert sum(bool(case.get("invalid_selector")) for case in CASES) > 200


def test_every_query_finds_what_rfc_9535_says_and_every_wrong_one_is_refused():
    assert {case["name"]: found for case in CASES if not fits(case, found := outcome(case))} == {}


@pytest.mark.parametrize(
    ("pattern", "value", "found"),
    [
        ("a.c", "a\rc", False),
        ("a.c", "abc", True),
        ("[.]", "\r", False),
        ("[.]", ".", True),
        (r"\.", "\r", False),
        (r"[\]].", "]\r", False),
        (r"[^\]].", "a\u2028", True),
        ("a[", "a", False),
    ],
)
def test_a_dot_in_a_pattern_is_anything_but_the_end_of_a_line(pattern, value, found):
    query = Query(f"$[?match(@, {json.dumps(pattern)})]")
    assert query.find({"it": value}) == ([value] if found else [])
