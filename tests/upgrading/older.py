"""A commit of before as a folder of its own, with no trace of it left afterwards.

It runs on today's installed packages. Where they no longer suit it, it does not start, and says why in its log.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.product import ROOT

ENDS_GENTLY = "806c03b"  # since then no call that is under way is cut off by SIGTERM, so none is made again
MIGRATIONS = ("runtime/migrations", "designer/migrations")


def commit(rev: str) -> str:
    return _git("log", "-1", "--format=%h", rev)


def before_the_newest_migrations() -> str:
    newest = _git("log", "-1", "--format=%h", "--diff-filter=A", "--", *MIGRATIONS)
    return f"{newest}~1"


def ends_gently(rev: str) -> bool:
    return subprocess.run(["git", "merge-base", "--is-ancestor", ENDS_GENTLY, rev], cwd=ROOT, check=False).returncode == 0


@contextmanager
def version(rev: str) -> Iterator[Path]:
    with TemporaryDirectory(prefix="hookyard-older-") as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--detach", str(tree), rev)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
