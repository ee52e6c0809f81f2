"""`python -m tests.fuzzing [--examples 100] [--seed N] [--only words]`: exits with 1 for an answer the document does not know."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.fuzzing", description="Made-up requests for each operation.")
    asked.add_argument("--examples", type=int, default=100, help="For each operation.")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="Makes the same requests again.")
    asked.add_argument("--only", default="", help="Operations whose method and path hold this, such as 'POST /core'.")
    given = asked.parse_args()
    told = {"HOOKYARD_FUZZ": str(given.examples), "HOOKYARD_FUZZ_SEED": str(given.seed), "HOOKYARD_FUZZ_ONLY": given.only}
    print(f"seed {given.seed}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--no-header", "--show-capture=no", "tests/fuzzing"]
    return subprocess.run(command, env={**os.environ, **told}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
