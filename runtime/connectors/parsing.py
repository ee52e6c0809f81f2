"""Files to a package, or to everything that is wrong with them.

For: which file is what, checked and put together; a package is made only when no problem is an error.
Not here: reading files safely (`files`), YAML (`documents`), single specs (`specs`), JavaScript (`modules`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from runtime.connectors import known_keys, naming, specs
from runtime.connectors.auths import auth_elements
from runtime.connectors.documents import Document, read_document
from runtime.connectors.files import SPEC_NAMES, Files
from runtime.connectors.folders import Folders
from runtime.connectors.methods import MethodReader
from runtime.connectors.modules.linking import link
from runtime.connectors.package import Element, ElementKind, Package
from runtime.connectors.problems import ERROR, WARNING, PackageRefused, Problem
from runtime.engine.values import value


@value
class Parsed:
    """`package` is None when a problem is an error. Warnings come along either way."""

    package: Package | None
    problems: tuple[Problem, ...]

    def or_refuse(self) -> Package:
        """Raises `PackageRefused`."""
        if self.package is None:
            raise PackageRefused(self.problems)
        return self.package


def parse_package(files: Files) -> Parsed:
    """All problems at once, in order of file and line."""
    return _Parser(files).parse()


class _Parser:
    def __init__(self, files: Files) -> None:
        self.files = files
        self.folders = Folders(files)
        self.problems: list[Problem] = []
        self.methods = MethodReader(self.folders, self.read, self.problems)

    def parse(self) -> Parsed:
        document = self._top()
        spec = document.data if document and isinstance(document.data, dict) else {}
        elements = [*auth_elements(document, self.folders, self.read, self.methods)] if document else []
        for folder, kind in naming.FOLDERS.items():
            elements += self._elements(folder, kind)
        modules = self._modules()
        self.problems += specs.check_entries(elements, modules, self.files)
        self.problems += specs.check_accounts(elements)
        self.problems += self._unknown_folders()
        self.problems.sort(key=lambda problem: (problem.file, problem.line, problem.column))
        if document is None or any(problem.severity == ERROR for problem in self.problems):
            return Parsed(None, tuple(self.problems))
        key = spec.get("key") or specs.slug(str(spec["name"]))
        package = Package(
            key=key,
            name=spec["name"],
            description=str(spec.get("description") or ""),
            spec=spec,
            elements=tuple(elements),
            modules=modules,
            files=tuple(sorted(self.files)),
            docs=self.folders.docs(),
        )
        return Parsed(package, tuple(self.problems))

    def read(self, path: str) -> Document | None:
        """The YAML of a file; None after saying what is wrong with it."""
        try:
            return read_document(path, self.files[path])
        except PackageRefused as refused:
            self.problems += refused.problems
            return None

    def _top(self) -> Document | None:
        path = next((name for name in SPEC_NAMES if name in self.files), None)
        if path is None:
            self.problems.append(
                Problem("spec_missing", "A connector has a spec.yml at its top, with at least `name` and `key`.")
            )
            return None
        document = self.read(path)
        if document is not None:
            self.problems += specs.check_connector(document)
            self.problems += known_keys.check_connector_keys(document)
        return document

    def _elements(self, folder: str, kind: ElementKind) -> Iterable[Element]:
        seen: dict[str, str] = {}
        for key in self.folders.inside(folder):
            element = self._element(f"{folder}/{key}", key, kind)
            if element is None:
                continue
            if element.key in seen:
                message = f"{seen[element.key]} has the key {element.key} too; give each a key of its own."
                self.problems.append(Problem("key_taken", message, element.file, 1))
            seen[element.key] = element.file
            yield element

    def _element(self, folder: str, key: str, kind: ElementKind) -> Element | None:
        path = next((f"{folder}/{name}" for name in SPEC_NAMES if f"{folder}/{name}" in self.files), None)
        if path is None:
            if kind is ElementKind.COLLECTION and f"{folder}/spec.ts" in self.files:
                return None  # an older kind, whose spec is computed; nothing of ours reads it
            message = f"The folder {folder} has no spec.yml, so nobody knows what it is."
            self.problems.append(Problem("spec_missing", message, folder))
            return None
        document = self.read(path)
        if document is None:
            return None
        self.problems += specs.check_element(document, kind, key)
        self.problems += known_keys.check_element_keys(document, kind)
        spec: Mapping[str, Any] = document.data if isinstance(document.data, dict) else {}
        methods = self.methods.read(document, folder, kind)
        self.problems += specs.check_methods(document, kind, methods)
        return Element(
            kind=kind,
            key=str(spec.get("key") or key),
            name=str(spec.get("name") or naming.title_of(str(spec.get("key") or key))),
            description=str(spec.get("description") or ""),
            file=path,
            spec=spec,
            methods=methods,
            docs=self.folders.docs(folder),
        )

    def _modules(self) -> dict[str, dict[str, Any]]:
        modules, known = {}, frozenset(self.files)
        for path in sorted(self.files):
            if naming.is_code(path):
                module, problems = link(path, self.files[path], known)
                self.problems += problems
                if module is not None:
                    modules[path] = module.as_json()
        return modules

    def _unknown_folders(self) -> Iterable[Problem]:
        """A folder whose name is nearly one of ours is taken for a slip of the pen: all in it would be passed over in silence."""
        known = [*naming.FOLDERS, naming.AUTH_FOLDER, naming.DOCS_FOLDER]
        for folder in self.folders.inside(""):
            near = difflib.get_close_matches(folder.replace("_", "-"), known, 1, 0.75)
            if folder not in known and near:
                message = f"The folder {folder} means nothing here. Is it {near[0]}?"
                yield Problem("folder_unknown", message, folder, severity=WARNING)
