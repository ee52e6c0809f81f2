"""The palette's search is tried in the front end's unit tests with the words that the components really carry.

They stand in `fixtures/components.json`; after a change of titles, summaries or synonyms write them again:
`python -m tests.core.components.test_words_of_the_palette`.
"""

from __future__ import annotations

import json
from pathlib import Path

from runtime.components import COMPONENTS

FILE = Path(__file__).resolve().parents[3] / "fixtures" / "components.json"


def listed() -> str:
    """One component a line, so that a change of one is a change of one line."""
    words = ("key", "title", "kind", "group", "summary", "synonyms")
    lines = [json.dumps({word: getattr(component, word) for word in words}, ensure_ascii=False) for component in COMPONENTS]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def test_the_searches_are_tried_with_the_words_of_today():
    assert FILE.read_text(encoding="utf-8") == listed()


if __name__ == "__main__":
    FILE.write_text(listed(), encoding="utf-8")
