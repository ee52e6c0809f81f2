"""Bytes as people can read them, with what cannot be seen made visible.

For: showing what was signed. A line break stays one, behind a mark of its own.
"""

from __future__ import annotations

import unicodedata

LARGEST_SHOWN = 4000  # characters


def visible(raw: bytes) -> str:
    """UTF-8 as text; a byte that is none as `\\xNN`, a control character as its picture, other unseen ones by their number."""
    return "".join(_shown(letter) for letter in raw.decode("utf-8", "surrogateescape"))


def _shown(letter: str) -> str:
    code = ord(letter)
    if letter == " " or (letter.isprintable() and unicodedata.category(letter) not in ("Zs", "Cf", "Mn")):
        return letter
    if code < 0x20:
        return chr(0x2400 + code) + ("\n" if letter == "\n" else "")
    if code == 0x7F:
        return "\u2421"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"⟨U+{code:04X}⟩"
