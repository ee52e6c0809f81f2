"""The files of a package, read from a folder, a zip or a list, and never more of them than a package may have.

For: what may harm the reader: bombs, paths that lead out, links, too many or too large files. Each has a code of its own.
Not here: what the files say (`parsing`).
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from runtime.connectors.problems import PackageRefused, refuse

MOST_FILES: Final = 2_000
LARGEST_FILE: Final = 1024 * 1024  # bytes, unpacked
LARGEST_PACKAGE: Final = 8 * 1024 * 1024  # bytes, all files unpacked
LARGEST_ZIP: Final = 4 * 1024 * 1024  # bytes, as it comes
LONGEST_PATH: Final = 200  # characters
SPEC_NAMES: Final = ("spec.yml", "spec.yaml")

_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f]")
# What editors, version control and archivers leave in a folder. None of it belongs to a connector.
_LEFT_OUT: Final = frozenset({"__MACOSX", "node_modules", "Thumbs.db"})
_TAKEN_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED: Final = 0x1

Files = Mapping[str, bytes]


class _Basket:
    """Collects files within the limits."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._seen: set[str] = set()
        self._size = 0

    def room(self) -> int:
        """The most bytes that the next file may bring, and one more, by which too much is noticed."""
        return min(LARGEST_FILE, LARGEST_PACKAGE - self._size) + 1

    def add(self, path: str, content: bytes) -> None:
        if len(content) > LARGEST_FILE:
            raise refuse("package_file_too_large", f"A file may have {LARGEST_FILE // 1024} KiB; this one has more.", path)
        self._size += len(content)
        if self._size > LARGEST_PACKAGE:
            message = f"The files are over {LARGEST_PACKAGE // 2**20} MiB together. A connector holds text; leave the rest out."
            raise refuse("package_too_large", message)
        # Two names that some file systems hold for one would make the package depend on where it is unpacked.
        if path.casefold() in self._seen:
            raise refuse("package_path_twice", "This file is in the package twice.", path)
        self._seen.add(path.casefold())
        if len(self.files) == MOST_FILES:
            raise too_many()
        self.files[path] = content

    def finish(self) -> dict[str, bytes]:
        if not self.files:
            raise refuse("package_empty", "There is no file in it. A connector has at least a spec.yml.")
        return _at_the_top(self.files)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Raises `PackageRefused`."""
    if not folder.is_dir():
        raise refuse("package_not_found", f"There is no folder {folder.name}.")
    basket = _Basket()
    for found, path in _walk(folder, folder):
        with found.open("rb") as file:
            basket.add(path, file.read(basket.room()))
    return basket.finish()


def read_zip(archive: bytes) -> dict[str, bytes]:
    """Raises `PackageRefused`."""
    if len(archive) > LARGEST_ZIP:
        raise refuse(
            "package_too_large", f"The zip is over {LARGEST_ZIP // 2**20} MiB. A connector holds text; leave the rest out."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _unpack(opened)
    except PackageRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as broken:
        raise refuse("package_not_a_zip", "This is no zip, or a damaged one. Pack the folder again.") from broken


def read_listed(listed: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Files named one by one, as a browser hands over a dropped folder. Raises `PackageRefused`."""
    basket = _Basket()
    for name, content in listed:
        path = safe_path(name)
        if not _is_left_out(path):
            basket.add(path, content)
    return basket.finish()


def pack(files: Files) -> bytes:
    """A zip that `read_zip` takes; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path), files[path], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def safe_path(name: str) -> str:
    """The path inside the package, with forward slashes. Raises `PackageRefused` `package_path_unsafe`."""
    path = name.replace("\\", "/")
    parts = path.split("/")
    shown = _UNSEEN.sub("?", name)[:LONGEST_PATH]
    if not path or path.startswith("/") or _DRIVE.match(path) or ".." in parts:
        raise refuse("package_path_unsafe", f"The path {shown} leads out of the package.")
    if _UNSEEN.search(path) or len(path) > LONGEST_PATH:
        raise refuse("package_path_unsafe", f"The path {shown} is too long or holds characters that are not seen.")
    return PurePosixPath(path).as_posix()


def too_many() -> PackageRefused:
    message = (
        f"There are more than {MOST_FILES:,} files in it. Leave out what is not the connector's, such as installed packages."
    )
    return refuse("package_too_many_files", message)


def _walk(folder: Path, top: Path) -> Iterator[tuple[Path, str]]:
    for found in sorted(folder.iterdir()):
        path = found.relative_to(top).as_posix()
        if _is_left_out(path):
            continue
        if found.is_symlink():
            raise _link(path)
        if found.is_dir():
            yield from _walk(found, top)
        elif found.is_file():
            yield found, safe_path(path)


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    basket = _Basket()
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES and sum(not _is_left_out(entry.filename) for entry in entries) > MOST_FILES:
        raise too_many()
    for entry in entries:
        path = safe_path(entry.filename)
        mode = entry.external_attr >> 16
        if stat.S_ISLNK(mode):
            raise _link(path)
        if _is_left_out(path):
            continue
        if entry.flag_bits & _ENCRYPTED:
            raise refuse("package_encrypted", "The zip needs a password. Pack it without one.", path)
        if entry.compress_type not in _TAKEN_PACKINGS:
            raise refuse("package_not_a_zip", "This file is packed in a way that only few read. Use plain zip.", path)
        # What an entry says of its size is not believed: no more is unpacked than may be kept.
        with archive.open(entry) as packed:
            content = packed.read(basket.room())
        basket.add(path, content)
    return basket.finish()


def _link(path: str) -> PackageRefused:
    return refuse("package_symlink", "This is a link to another place. Put the file itself there.", path)


def _is_left_out(path: str) -> bool:
    return any(part.startswith(".") or part in _LEFT_OUT for part in path.replace("\\", "/").split("/") if part != "..")


def _at_the_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the one folder around everything that archivers and browsers add."""
    if any(name in files for name in SPEC_NAMES):
        return files
    around = {path.partition("/")[0] for path in files}
    if len(around) != 1 or not all("/" in path for path in files):
        return files
    return {path.partition("/")[2]: content for path, content in files.items()}
