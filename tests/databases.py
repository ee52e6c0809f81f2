"""Which database the tests run on: SQLite, or with `HOOKYARD_TEST_ON=postgresql` a PostgreSQL that is started for them.

A pytest plugin (`-p tests.databases`), as the database must be known before Django reads its settings. Worker processes of
pytest-xdist share the server of the one that started them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from contextlib import ExitStack
from pathlib import Path

import pytest

from fixtures.deploy.servers import QUICK, postgres

_servers = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if os.environ.get("HOOKYARD_TEST_ON") != "postgresql" or "DATABASE_URL" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="hookyard-postgres-"))
    folder.chmod(0o755)  # its owner is another user where the tests run as root
    _servers.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DATABASE_URL"] = _servers.enter_context(postgres(folder / "server", settings=QUICK))


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        config.option.reuse_db = True  # the server is thrown away; threads of tests may still be connected to it
        # Threads that end with their test leave connections to the garbage collector, which psycopg remarks upon.
        config.addinivalue_line("filterwarnings", r"ignore:<psycopg\.Connection:ResourceWarning")
        warnings.filterwarnings("ignore", r"<psycopg\.Connection", ResourceWarning)  # for what is collected after the last test


def pytest_unconfigure() -> None:
    _servers.close()
