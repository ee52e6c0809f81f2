"""The accounts without which a flow cannot do what it is for, whatever its config variables say of being required.

For: keys of the connection variables that an external event, or a step that every run comes to, brings a customer's account by.
Pure.
Not here: what a customer chose (`runtime.instances.config`).

A step behind one outlet of a branch, or behind an error, may never be reached: there a builder may well ask for an account that
not everybody has. What every outlet comes to is needed; so is what a loop does, though some day it may have no turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

ACCOUNT: Final = "connection"  # the input that says whose account
MAY_END_EARLY: Final = ("stop", "loop.break")
BRANCHES: Final = {"branch.value": "cases", "branch.expression": "branches"}  # the input that names a branch's outlets
ELSE: Final = "else"
OUT: Final = "out"
Step = Mapping[str, Any]


def needed_accounts(definition: Mapping[str, Any]) -> dict[str, str]:
    """By key of the config variable: who needs it, in words."""
    asked: dict[str, str] = {}
    for variable in definition.get("configVariables") or ():
        if variable.get("type") == "connection":
            asked |= dict.fromkeys((variable["name"], variable["key"]), variable["key"])
    needed: dict[str, str] = {}
    for flow in definition.get("flows") or () if asked else ():
        graph = _Graph(flow, asked)
        for key in graph.entries:
            for name, step in graph.needs(key).items():
                needed.setdefault(name, f"{step.get('name') or step['id']} of {flow['name']}")
    return needed


class _Graph:
    """The steps of a flow, or within a loop. `needs` says by key of its variable which step brings an account along, on whatever
    road a run takes from there."""

    def __init__(self, holder: Mapping[str, Any], asked: Mapping[str, str]) -> None:
        self._steps = {step["id"]: step for step in holder.get("steps") or ()}
        links = holder.get("links") or ()
        self._from: dict[str, list[Mapping[str, Any]]] = {}
        for link in links:
            self._from.setdefault(link["from"], []).append(link)
        self._asked = asked
        self._known: dict[str, dict[str, Step]] = {}
        targets = {link["to"] for link in links}
        self.entries = [key for key in self._steps if key not in targets]

    def needs(self, first: str) -> dict[str, Step]:
        """From its end to its beginning, without calling itself: a flow may be a chain of thousands."""
        waiting, open_ones = [first], set[str]()
        while waiting:
            key = waiting[-1]
            ahead = [link["to"] for link in self._from.get(key, ())] if key not in open_ones and key in self._steps else []
            ahead = [each for each in ahead if each not in self._known and each not in open_ones]
            open_ones.add(key)
            if ahead:
                waiting += ahead
                continue
            waiting.pop()
            if key in self._steps and key not in self._known:
                step = self._steps[key]
                self._known[key] = self._own(step) | self._behind(step)
        return self._known.get(first, {})

    def _own(self, step: Mapping[str, Any]) -> dict[str, Step]:
        if step.get("disabled") or step.get("onError", "fail") != "fail":
            return {}
        entry = (step.get("inputs") or {}).get(ACCOUNT)
        key = self._asked.get(str(entry.get("configVariable"))) if isinstance(entry, Mapping) else None
        inner = _Graph(step, self._asked) if step.get("steps") else None
        within = self._union(inner.needs(each) for each in inner.entries) if inner else {}
        return ({key: step} if key else {}) | within

    def _behind(self, step: Mapping[str, Any]) -> dict[str, Step]:
        if step.get("component") in MAY_END_EARLY and not step.get("disabled"):
            return {}
        roads: dict[str, list[str]] = {}
        for link in self._from.get(step["id"], ()):
            roads.setdefault(link.get("outlet") or OUT, []).append(link["to"])
        always = self._union(self._known.get(key, {}) for key in roads.get(OUT, ()))
        # A branch takes one of its outlets, and one that leads nowhere ends there.
        taken = [self._union(self._known.get(key, {}) for key in roads.get(name, ())) for name in _outlets(step)]
        everywhere = set.intersection(*(set(each) for each in taken)) if taken else set()
        return {key: one for each in taken[:1] for key, one in each.items() if key in everywhere} | always

    def _union(self, found: Iterable[dict[str, Step]]) -> dict[str, Step]:
        return {key: step for each in found for key, step in each.items()}


def _outlets(step: Mapping[str, Any]) -> list[str]:
    """Of a branch, as its inputs name them; none of any other step."""
    listed = BRANCHES.get(str(step.get("component")))
    entry = (step.get("inputs") or {}).get(listed) if listed else None
    if not isinstance(entry, Mapping):
        return []
    given = entry.get("value") or [each.get("object", each.get("value")) for each in entry.get("list") or ()]
    names = [each.get("name") for each in given if isinstance(each, Mapping)]
    told = [name.get("value") if isinstance(name, Mapping) else name for name in names]
    return [*dict.fromkeys(name for name in told if isinstance(name, str)), ELSE]
