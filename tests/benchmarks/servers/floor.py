"""The floor: what the job costs with Hookyard's web server, sandbox and database, and nothing of Hookyard (`floor_app`)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.benchmarks.servers.job import PAYLOAD, Row, wrong
from tests.benchmarks.servers.process import ServerProcess, answers_well
from tests.product import ROOT, free_port


class Floor:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: ServerProcess | None = None

    def start(self) -> list[Row]:
        port = free_port()
        server = ("-m", "uvicorn", "tests.benchmarks.servers.floor_app:app", "--http", "httptools", "--loop", "uvloop")
        command = [sys.executable, *server, "--port", str(port), "--no-access-log", "--lifespan", "off"]
        environment = {**os.environ, "FLOOR_DATABASE": str(self._folder / "floor.sqlite3"), "PYTHONPATH": str(ROOT)}
        self._process = ServerProcess(command, self._folder, environment)
        url = f"http://127.0.0.1:{port}/"
        self._process.wait_for(lambda: answers_well(url, PAYLOAD.read_bytes(), wrong), within=60)
        return [Row("the parts alone, answer", url, (self._process.pid,))]

    def close(self) -> None:
        if self._process:
            self._process.close()
