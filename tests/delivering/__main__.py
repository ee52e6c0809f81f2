"""`python -m tests.delivering [--events 10000] [--kills 8] [--scaled] [--seed N]`: exits with 1 when a promise was broken."""

from __future__ import annotations

import argparse
import os
import secrets
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designer.config.settings")


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.delivering", description="Delivers to bad receivers, then counts.")
    asked.add_argument("--events", type=int, default=10_000)
    asked.add_argument("--kills", type=int, default=8)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="Makes the same choices again.")
    asked.add_argument("--scaled", action="store_true", help="On PostgreSQL, Redis and many processes; each of them dies.")
    given = asked.parse_args()
    from tests.delivering import campaign, checks

    print(f"seed {given.seed}", flush=True)
    run = campaign.on_many if given.scaled else campaign.on_one
    outcome = run(events=given.events, kills=given.kills, seed=given.seed)
    print(checks.told(outcome))
    return 0 if all(finding.kept for finding in checks.findings(outcome)) else 1


if __name__ == "__main__":
    sys.exit(main())
