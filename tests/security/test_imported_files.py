"""Files that are hard to read are refused with a line, never with an internal error."""

from __future__ import annotations

import pytest

INTEGRATION = "name: X\nkey: x\nendpoint: {type: flow}\nflows: []\n"


@pytest.mark.parametrize(
    "line",
    [
        "description: 1180591620717411303424",
        f"description: {'9' * 5000}",
        f"description: 0x{'f' * 50_000}",
        'description: "a\\0b"',
        f"configPages: [{'1,' * 100_000}1]",
    ],
    ids=["past-64-bits", "thousands-of-digits", "hexadecimal", "nul", "too-many-values"],
)
def test_it_is_refused_with_a_reason(builder, line):
    answer = builder.post("integrations/import", {"yaml": INTEGRATION + line})
    assert (answer.status_code, answer.json()["code"]) == (400, "import_malformed")


def test_a_nul_in_a_url_is_the_callers_fault(viewer):
    for path in ("integrations/%00", "requests?status=%00", "customers?search=a%00"):
        assert (viewer.get(path).status_code, viewer.get(path).json()["code"]) == (400, "input_invalid")
