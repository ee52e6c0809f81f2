"""A broadcast and pages connected to it, as members of the cast, inside the test's own loop."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.cast import Cast, make_cast
from tests.live.page import Line


@pytest.fixture
def cast(transactional_db) -> Cast:
    """Sockets look at the database from threads of their own, so what they find must be committed."""
    return make_cast()


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    opened = Line()
    yield opened
    await opened.close()
