"""Trying what could have been signed instead, nearest first.

For: the ways in which the signature that came would have fitted the stored secret.
It compares only with signatures that the request itself brought, so it answers nothing that one could not ask the door.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from runtime.credentials.calls import Call
from runtime.credentials.debugging import variants
from runtime.credentials.debugging.reading import Written
from runtime.credentials.signatures import Evidence, Part, Recipe

MOST_HASHED = 48 * 2**20  # bytes, so that a large body costs no more than a small one
MOST_DIFFERENCES = 2
MOST_FOUND = 3


@dataclass(frozen=True, slots=True)
class Question:
    """`written` are the signatures of the request, whichever header they came in."""

    call: Call
    recipe: Recipe
    evidence: Evidence
    secret: str
    key: bytes
    previous: variants.Named | None
    written: list[Written]


def what_would_fit(question: Question) -> list[list[str]]:
    """For each way that fits, how it differs from what the credential expects."""
    given = {one.raw for one in question.written}
    budget, found = MOST_HASHED, list[list[str]]()
    for differs, key, algorithm, signed in _tries(question):
        budget -= len(signed) + 200
        if budget < 0 or len(found) == MOST_FOUND:
            break
        if any(set(nearer) <= set(differs) for nearer in found):
            continue  # the same with something more that makes no difference
        if key and hmac.digest(key, signed, algorithm) in given:
            found.append(differs)
    return found


def _tries(question: Question) -> Iterator[tuple[list[str], bytes, str, bytes]]:
    """Ways with one difference, then with two."""
    axes = [
        list(variants.keys(question.secret, question.key, question.previous)),
        list(variants.bodies(question.call.body)),
        list(variants.layouts(question.recipe)),
        list(variants.algorithms(question.recipe)),
        list(variants.urls(question.call)) if _signs_url(question.recipe) else [("", question.call.url)],
    ]
    for count in range(MOST_DIFFERENCES + 1):
        for changed in combinations(range(len(axes)), count):
            yield from _ways(question, axes, changed)


def _ways(
    question: Question, axes: list[list[variants.Named]], changed: tuple[int, ...]
) -> Iterator[tuple[list[str], bytes, str, bytes]]:
    chosen = [axis[0] for axis in axes]

    def fill(places: tuple[int, ...]) -> Iterator[list[variants.Named]]:
        if not places:
            yield list(chosen)
            return
        for option in axes[places[0]][1:]:
            chosen[places[0]] = option
            yield from fill(places[1:])
        chosen[places[0]] = axes[places[0]][0]

    for way in fill(changed):
        key, body, layout, algorithm, url = (value for _, value in way)
        recipe = variants.with_layout(question.recipe, layout, algorithm)
        call = replace(question.call, body=body, url=url)
        yield [words for words, _ in way if words], key, algorithm, recipe.canonical(call, question.evidence)


def _signs_url(recipe: Recipe) -> bool:
    return Part.URL in recipe.signed or Part.DECODED_URL in recipe.signed
