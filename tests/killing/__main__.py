"""`python -m tests.killing [--kills 50] [--requests 20000] [--seed N]`: exits with 1 when a promise was broken."""

from __future__ import annotations

import argparse
import secrets
import sys

from tests.killing.campaign import embedded_campaign, told


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.killing", description="Kills the product under load, then checks.")
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--requests", type=int, default=20_000)
    asked.add_argument(
        "--seed", type=int, default=secrets.randbelow(1_000_000), help="A run that failed is repeated with its seed."
    )
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)
    report = embedded_campaign(kills=given.kills, requests=given.requests, seed=given.seed)
    print(told(report))
    return 0 if report.kept else 1


if __name__ == "__main__":
    sys.exit(main())
