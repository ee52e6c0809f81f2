"""Which file an import means.

For: relative paths inside the package, and the few modules that the sandbox brings. Pure.
"""

from __future__ import annotations

from typing import Final

# What can be imported beside the package's own files. The sandbox's own text brings them (`functions/host.js`).
BUILT_IN: Final = frozenset(
    {"axios", "buffer", "crypto", "querystring", "url", "node:buffer", "node:crypto", "node:querystring", "node:url"}
)
SUFFIXES: Final = ("", ".ts", ".js", ".mjs", "/index.ts", "/index.js")


def resolve(file: str, specifier: str, files: frozenset[str]) -> str | None:
    """The path in the package, or the built-in module of this name; None for neither."""
    if specifier in BUILT_IN:
        return specifier
    if not specifier.startswith(("./", "../")):
        return None
    parts = file.split("/")[:-1]
    for part in specifier.split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in (".", ""):
            parts.append(part)
    path = "/".join(parts)
    bases = [path, path.removesuffix(".js")] if path.endswith(".js") else [path]
    return next((base + suffix for base in bases for suffix in SUFFIXES if base + suffix in files), None)


def not_found(specifier: str) -> str:
    if specifier.startswith("."):
        return f"There is no file {specifier} in the package."
    known = ", ".join(sorted(name for name in BUILT_IN if ":" not in name))
    return f"There is no {specifier} here, as nothing can be installed. There are {known}; copy what else you need into a file."
