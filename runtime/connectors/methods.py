"""The methods of one part of a package: what its spec says and which files there are, brought together.

For: finding each method's file, reading those that are YAML, saying where spec and files disagree.
Not here: which methods a kind must have (`specs`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runtime.connectors import formulas
from runtime.connectors.documents import Document
from runtime.connectors.folders import Folders
from runtime.connectors.naming import METHODS, MethodFile, method_file, method_name
from runtime.connectors.package import ElementKind, Implementation, Method
from runtime.connectors.problems import Problem
from runtime.connectors.rest import check_rest

Read = Callable[[str], Document | None]
_CHECKS: dict[Implementation, Callable[..., list[formulas.Finding]]] = {
    Implementation.MAPPING: formulas.check,
    Implementation.REST: check_rest,
}


class MethodReader:
    def __init__(self, folders: Folders, read: Read, problems: list[Problem]) -> None:
        self._folders = folders
        self._read = read
        self._problems = problems

    def read(self, document: Document, folder: str, kind: ElementKind, *at: str) -> dict[str, Method]:
        """`at` is where in the document the part stands; its `methods` are there, or beside its other keys (of an auth)."""
        there = self._there(folder, kind)
        methods: dict[str, Method | None] = {}
        for written, told, place in self._told(document, kind, *at):
            name = method_name(written)
            if self._is_inline(told):
                message = "Code inside the spec is not taken; put it into a file of its own beside the spec."
                self._problems.append(document.problem("method_inline", message, *place))
                continue
            methods[name] = self._method(document, name, told, place, folder, there.pop(name, {}))
        for name, found in there.items():
            # A file beside a spec that does not name it: the older packages have no list of methods.
            implementation, path = next(iter(found.items()))
            methods[name] = self._made(name, implementation, path)
        return {name: method for name, method in methods.items() if method is not None}

    def _there(self, folder: str, kind: ElementKind) -> dict[str, dict[Implementation, str]]:
        known = METHODS.get(kind)
        found: dict[str, dict[Implementation, str]] = {}
        for name in self._folders.files(folder):
            file = method_file(name)
            if file is not None and (known is None or file.method in known):
                self._note(found, file, f"{folder}/{name}")
        return found

    def _note(self, found: dict[str, dict[Implementation, str]], file: MethodFile, path: str) -> None:
        files = found.setdefault(file.method, {})
        if files:
            message = f"{next(iter(files.values()))} is the method {file.method} too. Keep one of them."
            self._problems.append(Problem("method_twice", message, path))
        files.setdefault(file.implementation, path)

    def _told(self, document: Document, kind: ElementKind, *at: str) -> list[tuple[str, Any, tuple[str, ...]]]:
        spec = _at(document.data, at)
        listed = spec.get("methods")
        entries = listed.items() if isinstance(listed, dict) else ()
        told = [(str(name), entry, (*at, "methods", str(name))) for name, entry in entries]
        if kind is ElementKind.AUTH:
            beside = ((name, entry) for name, entry in spec.items() if isinstance(entry, dict))
            told += [(name, entry, (*at, name)) for name, entry in beside if method_name(name) in METHODS[kind]]
        return told

    def _method(
        self, document: Document, name: str, told: Any, place: tuple[str, ...], folder: str, there: Mapping[Implementation, str]
    ) -> Method | None:
        said = told.get("implementationType") if isinstance(told, dict) else None
        try:
            wanted = Implementation(said) if said else None
        except ValueError:
            known = ", ".join(sorted(Implementation))
            message = f"{said} is no implementationType. There are: {known}."
            self._problems.append(document.problem("implementation_unknown", message, *place, "implementationType"))
            return None
        if wanted is Implementation.NOT_SUPPORTED:
            return None
        named = told.get("filePath") if isinstance(told, dict) else None
        if isinstance(named, str):
            return self._named(document, name, named, place, folder)
        if wanted is None and there:
            wanted = next(iter(there))
        if wanted is None or wanted not in there:
            self._problems.append(document.problem("method_file_missing", _missing(folder, name, wanted, there), *place))
            return None
        return self._made(name, wanted, there[wanted])

    def _named(self, document: Document, name: str, named: str, place: tuple[str, ...], folder: str) -> Method | None:
        file = method_file(named.rpartition("/")[2])
        for path in (named.removeprefix("./"), f"{folder}/{named.removeprefix('./')}"):
            if file is not None and path in self._folders.contents:
                return self._made(name, file.implementation, path)
        self._problems.append(document.problem("method_file_missing", f"There is no file {named}.", *place, "filePath"))
        return None

    def _made(self, name: str, implementation: Implementation, path: str) -> Method | None:
        if implementation is Implementation.JAVASCRIPT:
            return Method(name, implementation, path)
        document = self._read(path)
        if document is None:
            return None
        if (check := _CHECKS.get(implementation)) is not None:
            found = check(document.data, lines=document.lines.get)
            self._problems += [Problem(one.code, one.message, path, one.line or 0, severity=one.severity) for one in found]
        return Method(name, implementation, path, document.data)

    def _is_inline(self, told: Any) -> bool:
        return isinstance(told, dict) and isinstance(told.get("code"), str)


def _missing(folder: str, name: str, wanted: Implementation | None, there: Mapping[Implementation, str]) -> str:
    if there:
        found = next(iter(there.items()))
        return f"The spec says {wanted}, but {found[1]} is {found[0]}. Change one of the two."
    suffix = {Implementation.MAPPING: ".map.yml", Implementation.REST: ".rest.yml", Implementation.GRAPHQL: ".graphql.yml",
              Implementation.OPERATION: ".op.yml"}.get(wanted or Implementation.JAVASCRIPT, ".js")  # fmt: skip
    return f"The file {folder}/{name}{suffix} is missing."


def _at(data: Any, path: tuple[str, ...]) -> Mapping[str, Any]:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}
