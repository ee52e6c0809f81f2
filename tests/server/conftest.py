"""Servers of their own for the tests in this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.product import Product, running_product


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """One product for a file of tests, with the demo loaded by none of them unless they ask."""
    with running_product() as running:
        yield running
