"""Formulas about people: `$firstName`, `$lastName`, `$domainFromEmail`.

For: splitting a written name. A single word is the last name; titles and suffixes are no part of either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from runtime.connectors.formulas.evaluation import Evaluation
from runtime.connectors.formulas.values import UNDEFINED, is_nothing


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words("mr mrs ms miss mx dr prof professor sir dame lord lady rev fr hon capt captain col gen lt sgt judge")
_SUFFIXES = _words("jr sr i ii iii iv v phd md dds dvm esq esquire cpa mba ma bsc msc jd rn")
_PARTICLES = _words(
    "da das de del dela della dem den der des di do dos du van von vom zu zum zur la las le los lo st ste san "
    "santa bin ibn al el ter ten te af av"
)
_ALWAYS_WITH_MORE = frozenset({"i", "v"})  # also initials: suffixes only where two names stand before them
_NICKNAME = re.compile(r"\"[^\"]*\"|\([^)]*\)|“[^”]*”")
_LONGEST = 1000


def split_name(name: str) -> tuple[str | None, str | None]:
    """(first, last)."""
    text = _NICKNAME.sub(" ", name[:_LONGEST])
    head, comma, tail = text.partition(",")
    words, after = head.split(), tail.replace(",", " ").split()
    if comma and after and not all(_plain(word) in _SUFFIXES for word in after):
        first = [word for word in _without_titles(after) if _plain(word) not in _SUFFIXES]
        last = _without_suffixes(words)
        return (first[0] if first else None), (" ".join(last) or None)
    words = _without_suffixes(_without_titles(words))
    if not words:
        return None, None
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return (words[0] if len(words) > 1 else None), " ".join(words[start:])


def _plain(word: str) -> str:
    return word.lower().replace(".", "")


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and _plain(words[start]) in _TITLES:
        start += 1
    return words[start:]


def _without_suffixes(words: list[str]) -> list[str]:
    end = len(words)
    while end > 1 and (mark := _plain(words[end - 1])) in _SUFFIXES and (end > 2 or mark not in _ALWAYS_WITH_MORE):
        end -= 1
    return words[:end]


def _named(evaluation: Evaluation, node: Any, variables: Mapping[str, Any]) -> tuple[str | None, str | None]:
    value = evaluation.value(node, variables)
    return (
        (None, None) if is_nothing(value) or isinstance(value, (dict, bool, int, float)) else split_name(evaluation.text(value))
    )


def first_name(evaluation: Evaluation, node: dict[str, Any], variables: Mapping[str, Any]) -> Any:
    return _named(evaluation, node["$firstName"], variables)[0] or UNDEFINED


def last_name(evaluation: Evaluation, node: dict[str, Any], variables: Mapping[str, Any]) -> Any:
    return _named(evaluation, node["$lastName"], variables)[1] or UNDEFINED


def domain_from_email(evaluation: Evaluation, node: dict[str, Any], variables: Mapping[str, Any]) -> Any:
    """What follows the only @."""
    value = evaluation.value(node["$domainFromEmail"], variables)
    parts = value.split("@") if isinstance(value, str) else ()
    return parts[1] if len(parts) == 2 else UNDEFINED
