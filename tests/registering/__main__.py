"""`python -m tests.registering [--sequences 1000] [--trouble 0.15] [--seed N]`: exits with 1 when a promise was broken.

Each sequence enables, disables, changes and deletes an instance at random while processes die between any two steps and the
service errs, hangs up and loses hooks. Once with a service that lists its hooks, once with one that does not.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
from collections import Counter


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.registering", description="Random lives of hooks at a service.")
    asked.add_argument("--sequences", type=int, default=1000, help="With each kind of service.")
    asked.add_argument("--trouble", type=float, default=0.15, help="How often a call goes wrong.")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="Makes the same choices again.")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="hookyard-registering-") as folder:
        os.environ |= {"HOOKYARD_DATA": folder, "DJANGO_SETTINGS_MODULE": "designer.config.settings"}
        return _play(given)


def _play(given: argparse.Namespace) -> int:
    import logging

    import django
    import structlog

    django.setup()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    from django.core.management import call_command

    from runtime import reading
    from tests.registering.world import play

    call_command("migrate", verbosity=0)
    broken = 0
    for lists, named in ((True, "a service that lists its hooks"), (False, "a service without a list")):
        outcome, service, seconds = play(given.sequences, given.seed + (not lists), trouble=given.trouble, lists=lists)
        print(f"\n{named}: {given.sequences} sequences in {seconds:.0f} s (seed {given.seed})")
        for name, count in sorted((outcome.counts + service.counts + Counter()).items()):
            print(f"  {count:>7}  {name}")
        if lists:
            print(f"  {len(service.doubled):>7}  registered while another was there")
            broken += len(service.doubled)
        print(f"  {len(outcome.wrong):>7}  ended otherwise than wanted, or had two that are answered")
        for line in outcome.wrong[:5]:
            print(f"           {line}")
        broken += len(outcome.wrong)
    reading.close()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
