"""Every JSON case is taken or refused as the fixture says, and what is taken means what a second parser says."""

from __future__ import annotations

import pytest

from runtime.engine.errors import NotAllowed
from runtime.routing.bodies.parsing import parse_body
from tests.hostile.json_cases import Case, cases, counts, value_of

CASES = cases()


def test_there_are_hundreds_of_them() -> None:
    kinds = {kind: sum(number for (of, _), number in counts(CASES).items() if of == kind) for kind in ("good", "bad")}
    assert kinds["good"] >= 200 and kinds["bad"] >= 600, kinds


@pytest.mark.parametrize("category", sorted({case.category for case in CASES if case.kind == "bad"}))
def test_what_is_no_json_is_refused(category: str) -> None:
    taken = []
    for case in (case for case in CASES if case.kind == "bad" and case.category == category):
        try:
            taken.append((case, parse_body("application/json", case.body)))
        except NotAllowed as refused:
            assert refused.code == "body_malformed"
    assert not taken


@pytest.mark.parametrize("category", sorted({case.category for case in CASES if case.kind == "good"}))
def test_what_is_json_is_taken_and_means_what_another_parser_says(category: str) -> None:
    for case in (case for case in CASES if case.kind == "good" and case.category == category):
        assert same(parse_body("application/json", case.body), value_of(case)), case


def same(ours: object, theirs: object) -> bool:
    """Whole numbers beyond 64 bits are doubles here, and exact there."""
    if isinstance(theirs, int) and not isinstance(theirs, bool) and abs(theirs) >= 2**63:
        return ours == theirs or ours == float(theirs)
    return ours == theirs


def test_a_case_reads_well() -> None:
    assert str(Case("bad", "numbers", b"01")) == "bad numbers: b'01'"
