"""The four ways to register webhooks, each for a few customers, twice, and taken back; `python -m tests.routes` does 100."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fixtures.examples.four_routes.hookyard import Hookyard
from fixtures.examples.four_routes.playing import ROUTES, play
from fixtures.examples.four_routes.provider import running
from tests.product import Product, running_product

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product(HOOKYARD_OUTBOUND_ALLOW="127.0.0.1/32") as started:
        yield started


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_registers_once_and_leaves_nothing_behind(route: str, product: Product) -> None:
    hookyard = Hookyard(product.url, product._token())
    with running() as provider:
        outcome = play(hookyard, provider, route, 3)
    assert outcome.sound, outcome
