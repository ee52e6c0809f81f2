"""Node-RED: http in, function, http response. It keeps no record of what it did and runs the code in its own process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.benchmarks.servers.installs import node_environment, npm
from tests.benchmarks.servers.job import ANSWER, MAPS, PAYLOAD, Row, wrong
from tests.benchmarks.servers.process import ServerProcess, answers_well
from tests.product import free_port

VERSION = "5.0.7"
CODE = f"{MAPS}const body = msg.payload;\nmsg.payload = {ANSWER};\nreturn msg;"


class NodeRed:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: ServerProcess | None = None

    def start(self) -> list[Row]:
        installed, port = npm("node-red", VERSION), free_port()
        (self._folder / "flows.json").write_text(json.dumps(_flows()))
        (self._folder / "settings.js").write_text(
            'module.exports = { uiHost: "127.0.0.1", logging: { console: { level: "warn" } } };'
        )
        script = installed / "node_modules" / "node-red" / "red.js"
        command = ["node", script, "--userDir", self._folder, "--port", str(port), "flows.json"]
        self._process = ServerProcess(command, self._folder, node_environment())
        url = f"http://127.0.0.1:{port}/inventory"
        self._process.wait_for(lambda: answers_well(url, PAYLOAD.read_bytes(), wrong), within=120)
        return [Row(f"Node-RED {VERSION}", url, (self._process.pid,))]

    def close(self) -> None:
        if self._process:
            self._process.close()


def _flows() -> list[dict[str, Any]]:
    own = {"z": "tab"}
    return [
        {"id": "tab", "type": "tab", "label": "Inventory"},
        {**own, "id": "in", "type": "http in", "url": "/inventory", "method": "post", "wires": [["map"]]},
        {**own, "id": "map", "type": "function", "func": CODE, "outputs": 1, "wires": [["out"]]},
        {**own, "id": "out", "type": "http response", "wires": []},
    ]
