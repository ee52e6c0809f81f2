"""The desk asks the runtime to check code and to test flows; the process that does it ends with the tests."""

from __future__ import annotations

import pytest

from runtime import wiring


@pytest.fixture(scope="session", autouse=True)
def runtime_process(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        wiring.shut_down()
