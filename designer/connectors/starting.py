"""The files that a new connector starts with: one of each thing, ready to be tried and changed.

For: `manage.py connector new`. Not here: reading an OpenAPI document (`from_openapi`).
"""

from __future__ import annotations

from pathlib import Path

from runtime.connectors.specs import slug

STARTER = Path(__file__).with_name("starter")


def starter(name: str) -> dict[str, str]:
    """By path. The key follows from the name."""
    files = (path for path in sorted(STARTER.rglob("*")) if path.is_file())
    return {path.relative_to(STARTER).as_posix(): _filled(path.read_text(encoding="utf-8"), name) for path in files}


def write(folder: Path, files: dict[str, str]) -> None:
    """Raises `FileExistsError` rather than touch a file that is there."""
    taken = [path for path in files if (folder / path).exists()]
    if taken:
        raise FileExistsError(taken[0])
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _filled(text: str, name: str) -> str:
    return text.replace("{{name}}", name.replace('"', "'")).replace("{{key}}", slug(name) or "connector")
