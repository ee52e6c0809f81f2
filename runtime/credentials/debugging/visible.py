"""Bytes as people can read them, with what cannot be seen made visible.

For: showing what was signed. A line break stays one, behind a mark of its own.
"""

from __future__ import annotations

import unicodedata

LARGEST_SHOWN = 4000  # characters
# Pictures of control characters exist, but few fonts have them.
NAMES = {"\n": "LF", "\r": "CR", "\t": "TAB", "\0": "NUL", "\u00a0": "NBSP", "\ufeff": "BOM"}


def visible(raw: bytes) -> str:
    """UTF-8 as text; what cannot be seen stands in ⟨angle brackets⟩, by name or number, and so do these brackets themselves."""
    return "".join(_shown(letter) for letter in raw.decode("utf-8", "surrogateescape"))


def _shown(letter: str) -> str:
    if letter == " " or (letter not in "⟨⟩" and letter.isprintable() and unicodedata.category(letter) not in ("Zs", "Cf", "Mn")):
        return letter
    if name := NAMES.get(letter):
        return f"⟨{name}⟩" + ("\n" if letter == "\n" else "")
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:
        return f"⟨x{code - 0xDC00:02X}⟩"
    return f"⟨U+{code:04X}⟩"
