"""The files of a package by the folders they stand in.

For: what is directly inside a folder, which method files it has, its docs. Pure.
"""

from __future__ import annotations

from collections import defaultdict

from runtime.connectors.files import Files
from runtime.connectors.naming import DOCS_FOLDER, README

LONGEST_DOCS = 100_000  # characters


class Folders:
    def __init__(self, files: Files) -> None:
        self.contents = files
        self._folders: dict[str, set[str]] = defaultdict(set)
        self._files: dict[str, list[str]] = defaultdict(list)
        for path in sorted(files):
            parts = path.split("/")
            for depth in range(len(parts) - 1):
                self._folders["/".join(parts[:depth])].add(parts[depth])
            self._files["/".join(parts[:-1])].append(parts[-1])

    def inside(self, folder: str) -> list[str]:
        """The names of the folders directly in it."""
        return sorted(self._folders[folder])

    def files(self, folder: str) -> list[str]:
        """The names of the files directly in it."""
        return self._files[folder]

    def docs(self, folder: str = "") -> str:
        """The Markdown of a folder's README; of the package itself also the pages of its docs folder, one below the other."""
        names = [f"{folder}/{name}" for name in README[:2]] if folder else list(README[:2])
        if not folder:
            pages = (f"{DOCS_FOLDER}/{name}" for name in self.files(DOCS_FOLDER) if name.endswith(".md"))
            names += sorted(pages, key=lambda path: (path.lower() not in [name.lower() for name in README], path))
        texts = [self.contents[name].decode("utf-8", "replace").strip() for name in names if name in self.contents]
        return "\n\n".join(dict.fromkeys(texts))[:LONGEST_DOCS]
