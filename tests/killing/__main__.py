"""`python -m tests.killing [--kills 50] [--requests 20000] [--seed N]`: exits with 1 when a promise was broken.

`--full-disk`, `--full-file`, `--clock` and `--rolling` make other trouble than killing.
"""

from __future__ import annotations

import argparse
import secrets
import sys

from tests.killing import campaign
from tests.killing.report import told


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.killing", description="Troubles the product under load, then counts.")
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--requests", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="Makes the same choices again.")
    other = asked.add_mutually_exclusive_group()
    other.add_argument("--scaled", action="store_true", help="On many processes, PostgreSQL and Redis; each of them dies.")
    other.add_argument("--rolling", type=int, metavar="ROUNDS", help="Each of many processes is asked to end and started again.")
    other.add_argument("--full-disk", action="store_true", help="A small file system is full for a while (needs root).")
    other.add_argument("--full-file", action="store_true", help="The kernel lets no file grow for a while.")
    other.add_argument("--clock", action="store_true", help="The clock jumps by hours and days (needs libfaketime).")
    given = asked.parse_args()
    load = {"requests": given.requests, "seed": given.seed}
    print(f"seed {given.seed}", flush=True)
    if given.full_disk or given.full_file:
        report = campaign.full_disk(**load, mounted=given.full_disk)
    elif given.clock:
        report = campaign.jumping_clock(**load)
    elif given.rolling:
        report = campaign.rolling(rounds=given.rolling, **load)
    elif given.scaled:
        report = campaign.killing_scaled(kills=given.kills, **load)
    else:
        report = campaign.killing(kills=given.kills, **load)
    print(told(report))
    return 0 if report.kept else 1


if __name__ == "__main__":
    sys.exit(main())
