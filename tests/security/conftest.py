"""A server of its own for the attacks in this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.product import Product, running_product


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product() as running:
        yield running
