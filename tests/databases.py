"""Where tests keep what they write, and which database they run on.

SQLite in a folder that goes with the run, or with `HOOKYARD_TEST_ON=postgresql` a PostgreSQL that is started for them.

A pytest plugin (`-p tests.databases`), as both must be known before Django reads its settings. Worker processes of pytest-xdist
share the folder and the server of the one that started them.
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

SET_BY_US = "HOOKYARD_TEST_DATA"  # inherited by the processes of pytest-xdist
_servers = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    _use_a_folder_of_our_own()
    if os.environ.get("HOOKYARD_TEST_ON") != "postgresql" or "DATABASE_URL" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="hookyard-postgres-"))
    folder.chmod(0o755)  # its owner is another user where the tests run as root
    _servers.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DATABASE_URL"] = _servers.enter_context(postgres(folder / "server", settings=QUICK))


def _use_a_folder_of_our_own() -> None:
    """Keys and test databases lie in a folder that goes with the run, never in the data of whoever runs the tests."""
    if SET_BY_US in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="hookyard-tests-")
    _servers.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["HOOKYARD_DATA"] = os.environ[SET_BY_US] = folder


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        config.option.reuse_db = True  # the server is thrown away; threads of tests may still be connected to it
        # Threads that end with their test leave connections to the garbage collector, which psycopg remarks upon.
        config.addinivalue_line("filterwarnings", r"ignore:<psycopg\.Connection:ResourceWarning")
        warnings.filterwarnings("ignore", r"<psycopg\.Connection", ResourceWarning)  # for what is collected after the last test


def pytest_unconfigure() -> None:
    _servers.close()
