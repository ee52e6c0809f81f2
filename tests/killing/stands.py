"""What can be killed: the pieces of a running Hookyard.

For: one way to stop and launch a piece and to read the tables, whatever the product runs on.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from tests.product import ROOT, Product, eventually, free_port


class Stand(Protocol):
    pieces: Mapping[str, int]  # name to how often it is chosen, relative to the others
    product: Product
    orphans: list[int]

    def move(self, root: Path) -> None:
        """Whose code is launched from now on."""
        ...

    def stop(self, piece: str, how: signal.Signals) -> None: ...
    def launch(self, piece: str) -> None: ...
    def is_up(self) -> bool: ...
    def rows(self, sql: str) -> list[Any]: ...
    def is_sound(self) -> str:
        """`ok`, or what the database says is wrong with itself."""
        ...


class Embedded:
    """`manage.py serve`: everything in one process, on SQLite."""

    pieces = {"product": 1}

    def __init__(self, product: Product) -> None:
        self.product = product
        self.orphans: list[int] = []

    def move(self, root: Path) -> None:
        self.product.root = root

    def stop(self, piece: str, how: signal.Signals) -> None:
        process = self.product.process
        assert process and process.poll() is None, f"the server ended by itself:\n{self.product.log[-3000:]}"
        children = tree_below(process.pid)
        process.send_signal(how)
        process.wait(60)
        if left := [child for child in children if not ends(child)]:
            self.orphans.extend(left)

    def launch(self, piece: str) -> None:
        self.product.launch()

    def is_up(self) -> bool:
        return self.product.is_up()

    def rows(self, sql: str) -> list[Any]:
        return self.product.sql(sql)

    def is_sound(self) -> str:
        found = self.product.sql("PRAGMA integrity_check") + self.product.sql("PRAGMA foreign_key_check")
        return "ok" if found == [("ok",)] else str(found[:5])


@contextmanager
def embedded(data: Path | None = None, /, *, root: Path = ROOT, **env: str) -> Iterator[Embedded]:
    """With the data in a folder that is gone afterwards, or in `data`."""
    with TemporaryDirectory(prefix="hookyard-kill-") as folder:
        product = Product(data or Path(folder), free_port(), env, root=root)
        product.start()
        try:
            yield Embedded(product)
        finally:
            product.stop()


def tree_below(pid: int) -> list[int]:
    """Of all its threads, as the kernel counts them."""
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found.extend(map(int, tasks.read_text().split()))
        except OSError:
            continue  # that thread has just ended
    return found


def ends(pid: int) -> bool:
    """Within a moment: a sandbox child dies with its parent."""
    try:
        eventually(lambda: not _lives(pid), within=60)
    except AssertionError:
        return False
    return True


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
