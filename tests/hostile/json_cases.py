"""JSON cases: the texts of the fixture, spread out over every place and every byte where parsers slip.

`good` must be taken and stored byte for byte, `bad` refused with 400, `ours` as its heading says.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from tests.product import ROOT

FIXTURE = ROOT / "fixtures/hostile/json.yaml"
SAMPLE = b'{"id":"evt_1","n":[0,-1.5e3,true,null],"o":{"k\\u00e9":"v\\n","e":{}},"s":"\xc3\xa9"}'
DEEPEST = 64


@dataclass(frozen=True)
class Case:
    kind: str  # good or bad
    category: str
    body: bytes

    def __str__(self) -> str:
        return f"{self.kind} {self.category}: {self.body[:60]!r}"


def cases() -> list[Case]:
    found = dict.fromkeys([*_written(), *_spread()])
    return list(found)


def counts(given: list[Case]) -> Counter[tuple[str, str]]:
    return Counter((case.kind, case.category) for case in given)


def _written() -> Iterator[Case]:
    fixture: dict[str, dict[str, list[str]]] = yaml.safe_load(FIXTURE.read_text())
    for group, categories in fixture.items():
        for category, texts in categories.items():
            for text in texts:
                body = bytes.fromhex(text) if category.endswith("hex") else text.encode()
                refused = group == "bad" or "is refused" in category
                yield Case("bad" if refused else "good", category.removesuffix(" hex"), body)


def _spread() -> Iterator[Case]:
    for byte in range(0x20):
        yield Case("bad", "a control character in a text", b'"a%cb"' % byte)
        yield Case("bad", "a control character in a name", b'{"a%cb":1}' % byte)
        if byte not in b"\t\n\r":
            yield Case("bad", "a control character between values", b"[1,%c2]" % byte)
        yield Case("good", "a control character escaped", b'"\\u%04x"' % byte)
    for byte in range(0x20, 0x80):
        if byte not in b'"\\':
            yield Case("good", "a character of ASCII", b'["%c"]' % byte)
        if byte not in b'"\\/bfnrtu':
            yield Case("bad", "an escape that is none", b'"\\%c"' % byte)
    for byte in range(0x80, 0x100):
        yield Case("bad", "half a character", b'["%c"]' % byte)
    for space in (b" ", b"\t", b"\n", b"\r", b" \r\n\t"):
        for tokens in ([b"[", b"1", b",", b"2", b"]"], [b"{", b'"a"', b":", b"{", b"}", b"}"]):
            yield Case("good", "space between any two tokens", space + space.join(tokens) + space)
    for length in range(1, len(SAMPLE)):
        yield Case("bad", "cut off", SAMPLE[:length])
        yield Case("bad", "begun too late", SAMPLE[length:])
    for token in re.finditer(rb'[\[\]{},:]|"[^"]*"', SAMPLE):
        yield Case("bad", "a token left out", SAMPLE[: token.start()] + SAMPLE[token.end() :])
        yield Case("bad", "a token twice", SAMPLE[: token.end()] + token[0] + SAMPLE[token.end() :])
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]")):
        each = opening.count(b"[") + opening.count(b"{")
        inner = b"1"
        for levels in (1, 10, DEEPEST // each):
            yield Case("good", "nested as deep as is taken", opening * levels + inner + closing * levels)
        for levels in (DEEPEST // each + 1, 100, 1000, 100_000 // each):
            yield Case("bad", "nested too deep", opening * levels + inner + closing * levels)
            yield Case("bad", "opened for ever", opening * levels)
            yield Case("bad", "closed for ever", closing * levels)
    for code in (0x80, 0x7FF, 0x800, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFF, 0x10FFFF, 0xFEFF, 0x202E, 0xE000, 0x200B):
        yield Case("good", "characters at the edges of UTF-8", f'["{chr(code)}"]'.encode())
    yield Case("good", "a long text", b'"' + b"a" * 100_000 + b'"')
    yield Case("good", "a long number", b"0." + b"1" * 10_000)
    yield Case("good", "many values", b"[" + b",".join([b"0"] * 50_000) + b"]")
    yield Case("good", "many names", b"{" + b",".join(b'"k%d":0' % number for number in range(20_000)) + b"}")
    yield Case("good", "one name many times", b"{" + b",".join([b'"k":0'] * 20_000) + b"}")


def value_of(case: Case) -> Any:
    """What Python's own parser makes of a good case, as a second opinion; it reads floats and marks as we do."""
    if case.body.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return json.loads(case.body.decode("utf-32"))
    marked = case.body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return json.loads(case.body.decode("utf-16" if marked else "utf-8-sig"))
