"""`python -m tests.routes [--customers 100]`: each route at a product of its own. Exits with 1 for a hook left or doubled."""

from __future__ import annotations

import argparse
import sys
import time

from fixtures.examples.four_routes.hookyard import Hookyard
from fixtures.examples.four_routes.playing import ROUTES, play
from fixtures.examples.four_routes.provider import running
from tests.product import running_product


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.routes", description=__doc__)
    asked.add_argument("--customers", type=int, default=100)
    given = asked.parse_args()
    sound = True
    with running_product(HOOKYARD_OUTBOUND_ALLOW="127.0.0.1/32") as product, running() as provider:
        hookyard = Hookyard(product.url, product._token())
        for name in ROUTES:
            began = time.monotonic()
            outcome = play(hookyard, provider, name, given.customers)
            print(f"{name}: {outcome}; {time.monotonic() - began:.1f} s", flush=True)
            sound = sound and outcome.sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
