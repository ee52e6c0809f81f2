"""`python -m tests.upgrading [--from REV] [--scaled] [--requests 3000] [--seed N]`: exits with 1 when a promise was broken."""

from __future__ import annotations

import argparse
import secrets
import sys

from tests.killing.report import told
from tests.upgrading import campaign, older


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.upgrading", description="Upgrades under load, then counts.")
    asked.add_argument("--from", dest="since", metavar="REV", help="Left out: the last commit before the newest migrations.")
    asked.add_argument("--requests", type=int, default=3_000)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="Makes the same choices again.")
    asked.add_argument("--scaled", action="store_true", help="On many processes, PostgreSQL and Redis, one piece after another.")
    given = asked.parse_args()
    since = older.commit(given.since or older.before_the_newest_migrations())
    print(f"from {since}, seed {given.seed}", flush=True)
    report = campaign.upgrading(since, scaled_out=given.scaled, requests=given.requests, seed=given.seed)
    print(told(report))
    return 0 if report.kept else 1


if __name__ == "__main__":
    sys.exit(main())
