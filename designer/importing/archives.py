"""A zip with integrations in it, as one brings a whole folder.

For: the YAML files of an archive, and no others. What may harm the reader is refused where connector packages are read
(`runtime.connectors.files`), each with its code.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from designer.integrations.yaml_format import ImportRefused
from runtime.connectors.files import read_zip

MOST_FILES = 50
ENDINGS = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """`files` are (path, text); `left_out` the paths of what is no YAML."""

    files: list[tuple[str, str]]
    left_out: list[str]


def unpack(archive: str) -> Unpacked:
    """From base64. Raises `ImportRefused`, and `PackageRefused` for an archive that cannot be read safely."""
    try:
        content = base64.b64decode(archive, validate=True)
    except (binascii.Error, ValueError):
        raise ImportRefused("The archive did not arrive whole: it is no base64.") from None
    found = read_zip(content)
    chosen = sorted(path for path in found if path.lower().endswith(ENDINGS))
    if not chosen:
        raise ImportRefused("There is no YAML file in the archive.")
    if len(chosen) > MOST_FILES:
        raise ImportRefused(f"The archive holds {len(chosen)} YAML files; bring at most {MOST_FILES} at once.")
    try:
        files = [(path, found[path].decode("utf-8-sig")) for path in chosen]
    except UnicodeDecodeError:
        raise ImportRefused("A file of the archive is no text in UTF-8.") from None
    return Unpacked(files, sorted(found.keys() - set(chosen)))
