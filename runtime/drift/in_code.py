"""What can be known of a Code step: the ways into `stepResults` that stand in it word for word.

For: chains such as `stepResults.trigger.results.body.data.type`, names they are given (`const order = ...`) and parts taken out
of them (`const { type } = ...`). Pure.
Not here: understanding JavaScript. What is computed, passed on or looped over is not known; what is taken for a read and is none
does no harm, since only what used to be there can be missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 20_000  # characters
MOST_KEYS = 40  # of one way: a short name for a long way, used often, would be much more text than there is
_SEGMENT = r"""(?:\??\.[A-Za-z_$][\w$]*|(?:\?\.)?\[(?:"[^"\\]*"|'[^'\\]*'|\d{1,9})\])"""
_ONE = re.compile(r"""\??\.([A-Za-z_$][\w$]*)|\[(?:"([^"\\]*)"|'([^'\\]*)'|(\d{1,9}))\]""")
_CHAIN = re.compile(rf"(?<![\w$.])([A-Za-z_$][\w$]*)((?:\s*{_SEGMENT})*)(\s*\()?")
_NAMED = re.compile(r"\b(?:const|let|var)\s+(?:([A-Za-z_$][\w$]*)|\{([^{}]*)\})\s*=\s*$")
_ENDS = re.compile(r"\s*(?:;|\n|$|\|\||\?\?)")
_PART = re.compile(r"""^\s*([A-Za-z_$][\w$]*)\s*(?::\s*([A-Za-z_$][\w$]*))?\s*(?:=.*)?$""", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|(?:^|(?<=\s))//[^\n]*", re.DOTALL)
_OWN = frozenset({"length"})  # of texts and lists themselves

Chain = tuple[str, ...]


def chains_in(code: str) -> Iterator[Chain]:
    """Each way into `stepResults` that is read: `("trigger", "results", "body", "data", "type")`."""
    code = _COMMENT.sub(" ", code[:LONGEST])
    known: dict[str, Chain] = {"stepResults": ()}
    for found in _CHAIN.finditer(code):
        root, segments, called = found.groups()
        if root not in known:
            continue
        keys = tuple("".join(one) for one in _ONE.findall(segments))
        cut = bool(keys) and (bool(called) or keys[-1] in _OWN)
        chain = (*known[root], *(keys[:-1] if cut else keys))
        if len(chain) > MOST_KEYS:
            continue
        named = None if cut else _NAMED.search(code, max(0, found.start() - 500), found.start())
        if named is None or not _ENDS.match(code, found.end()):
            yield chain
        elif named[1]:
            known[named[1]] = chain  # a name for it: what is read of it comes later
        else:
            for part in (part for part in map(_PART.match, named[2].split(",")) if part):
                known[part[2] or part[1]] = (*chain, part[1])
                yield (*chain, part[1])
