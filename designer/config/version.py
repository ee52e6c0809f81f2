"""The version of the product, as pyproject.toml states it."""

from __future__ import annotations

import tomllib
from pathlib import Path

VERSION: str = tomllib.loads((Path(__file__).resolve().parent.parent.parent / "pyproject.toml").read_text())["project"]["version"]
