"""A server process of somebody else's: started in a folder of its own, waited for, ended with all its children."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.product import call, eventually


class ServerProcess:
    def __init__(self, command: Sequence[str | Path], folder: Path, env: Mapping[str, str]) -> None:
        self.log = folder / "server.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                list(command), cwd=folder, env=dict(env), stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_for(self, is_up: Callable[[], bool], within: float) -> None:
        def look() -> bool:
            assert self._process.poll() is None, f"it ended:\n{self.log.read_text()[-2000:]}"
            try:
                return is_up()
            except OSError:
                return False

        eventually(look, within=within)

    def close(self) -> None:
        """Of its session, which is its own: nobody else's process is in it."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.pid, how)
                self._process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


def answers_well(url: str, body: bytes, wrong: Callable[[object], str]) -> bool:
    answer = call(url, "POST", body=body, headers={"Content-Type": "application/json"})
    try:
        return answer.status == 200 and not wrong(answer.json)
    except ValueError:  # a page that says it is still starting
        return False
