"""What tests of every room may ask for: the cast, and each of them at the desk."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.test.utils import override_settings
from hypothesis import HealthCheck, settings

from runtime import reading
from tests.cast import Cast, Desk, make_cast
from tests.product import tables

# A property says nothing of how fast this machine is just now; a run that guards main repeats the same examples.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("guard", settings.get_profile("steady"), derandomize=True)
settings.load_profile("guard" if os.environ.get("CI") else "steady")


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    """Argon2 is slow on purpose; tests sign in often."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def no_limit_of_calls():
    """How many calls a test makes within a second says how fast the machine is; what the limit does has tests of its own."""
    with override_settings(API_RATE=0):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The test database of SQLite lies in memory; it begins with tables that migrations made once, not anew in each process."""
    if connection.vendor != "sqlite":
        yield
        return
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as kept:
        with closing(sqlite3.connect(tables())) as made:
            made.backup(kept)
        yield  # a database in memory lasts as long as somebody is connected to it


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database can only be dropped when nobody is connected to it."""
    yield
    with django_db_blocker.unblock():
        reading.close()


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def owner(cast) -> Desk:
    return Desk(cast.owner)


@pytest.fixture
def builder(cast) -> Desk:
    return Desk(cast.builder)


@pytest.fixture
def operator(cast) -> Desk:
    return Desk(cast.operator)


@pytest.fixture
def viewer(cast) -> Desk:
    return Desk(cast.viewer)


@pytest.fixture
def rival(cast) -> Desk:
    return Desk(cast.rival)
