"""A customer nobody knows gets the nearest names, at a price that does not grow with the names."""

from __future__ import annotations

import difflib

import pytest

from runtime.routing import likeness
from runtime.routing.likeness import Known, Names


def names(*known: str) -> Names:
    return Names(Known(one, f"Customer {one}", one) for one in known)


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        pytest.param("T9", "T8", id="the last letter"),
        pytest.param("B06DFFAC", "A06DFFAC", id="the first letter"),
        pytest.param("acme-1O0-north", "acme-100-north", id="in the middle"),
        pytest.param("ACME-100-NORTH", "acme-100-north", id="the case"),
        pytest.param("progix100", "progix-100", id="one left out"),
    ],
)
def test_a_mistyped_name_finds_the_right_one_among_thousands(wanted, nearest):
    others = [f"customer-{number:05}" for number in range(5_000)]
    found = names(*others, "T8", "A06DFFAC", "acme-100-north", "progix-100").nearest(wanted)
    assert found[0] == {"externalId": nearest, "name": f"Customer {nearest}", "knownAs": nearest}


def test_nobody_is_told_when_nobody_is_like_it():
    assert names("anna", "bob").nearest("zzzzzzzz") == []
    assert Names([]).nearest("anyone") == []


def test_a_customer_of_many_names_is_told_once():
    found = Names([Known("c-1", "Anna", "c-1"), Known("c-11", "Anna", "c-1"), Known("c-2", "Bob", "c-2")]).nearest("c-12")
    assert sorted(one["externalId"] for one in found) == ["c-1", "c-2"]


def test_as_many_names_are_compared_among_few_as_among_many(monkeypatch):
    compared: list[str] = []

    class Counting(difflib.SequenceMatcher):
        def set_seq1(self, text: str) -> None:
            compared.append(text)
            super().set_seq1(text)

    monkeypatch.setattr(likeness, "SequenceMatcher", Counting)
    names(*(f"customer-{number:05}" for number in range(10_000))).nearest("customer-x")
    assert 0 < len(compared) <= 4 * likeness.NEIGHBOURS + 1
