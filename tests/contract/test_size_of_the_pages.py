"""What a browser must load before the canvas can be used stays small: everything heavier comes when it is asked for.

For: a limit on the initial JavaScript of the designer, as it travels (gzip). Read from the manifest that the build writes.
"""

from __future__ import annotations

import gzip
import json

from tests.product import ROOT

DIST = ROOT / "frontend/dist"
LIMIT = 350_000  # bytes
WIZARD_LIMIT = 120_000
EMBED_LIMIT = 3_000


def initial_scripts(manifest: dict[str, dict], *starts: str) -> set[str]:
    """Files that these entries need at once: themselves and what they import, not what they may import later."""
    todo, seen = list(starts), set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += manifest[name].get("imports", ())
    return {manifest[name]["file"] for name in seen}


def test_the_designer_loads_less_than_350_kilobytes_of_script_before_the_canvas_shows() -> None:
    manifest = json.loads((DIST / ".vite/manifest.json").read_text())
    scripts = initial_scripts(manifest, "index.html", "src/editor/EditorPage.tsx")
    sizes = {file: len(gzip.compress((DIST / file).read_bytes())) for file in scripts}
    total = sum(sizes.values())
    assert 100_000 < total < LIMIT, f"{total} bytes: {sorted(sizes.items(), key=lambda item: -item[1])[:8]}"


def test_the_wizard_loads_less_than_120_kilobytes_of_script_with_react() -> None:
    manifest = json.loads((DIST / ".vite/manifest.json").read_text())
    sizes = {file: len(gzip.compress((DIST / file).read_bytes())) for file in initial_scripts(manifest, "wizard.html")}
    total = sum(sizes.values())
    assert 60_000 < total < WIZARD_LIMIT, f"{total} bytes: {sorted(sizes.items(), key=lambda item: -item[1])[:8]}"


def test_the_script_that_opens_a_wizard_is_tiny() -> None:
    size = len(gzip.compress((DIST / "hookyard.js").read_bytes()))
    assert 500 < size < EMBED_LIMIT, f"{size} bytes"
