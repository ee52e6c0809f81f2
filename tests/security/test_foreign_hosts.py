"""A name that a stranger points at a loopback address gets no answer from us (DNS rebinding)."""

from __future__ import annotations

import pytest

from tests.product import Product, call

pytestmark = pytest.mark.server


def test_it_knows_its_own_names_only(product: Product):
    assert call(f"{product.url}/api/session", headers={"Host": f"evil.example:{product.port}"}).status == 400
    assert call(f"{product.url}/api/session", headers={"Host": f"localhost:{product.port}"}).status == 200
