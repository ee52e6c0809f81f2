"""n8n: Webhook node that answers with the last node, Code node. Its code runs in a task runner process, as it does by default.

Measured twice: keeping each execution (its default) and keeping none.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.benchmarks.servers.installs import node_environment, npm
from tests.benchmarks.servers.job import ANSWER, MAPS, PAYLOAD, Row, wrong
from tests.benchmarks.servers.process import ServerProcess, answers_well
from tests.product import free_port

VERSION = "2.41.1"
# Its other compiled packages serve nodes that are not used here, and some fetch their sources from elsewhere.
COMPILED = ("sqlite3", "isolated-vm")
CODE = f"{MAPS}const body = $input.first().json.body;\nreturn [{{ json: {ANSWER} }}];"
ID = "inventory0000001"


class N8n:
    def __init__(self, folder: Path, *, saves: bool) -> None:
        self._folder, self._saves = folder, saves
        self._process: ServerProcess | None = None

    def start(self) -> list[Row]:
        installed, port = npm("n8n", VERSION, compiled=COMPILED), free_port()
        environment = self._environment(port)
        script = installed / "node_modules" / "n8n" / "bin" / "n8n"
        (self._folder / "workflow.json").write_text(json.dumps(_workflow()))
        for command in (["import:workflow", "--input=workflow.json"], ["publish:workflow", f"--id={ID}"]):
            done = subprocess.run(
                ["node", script, *command], cwd=self._folder, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"n8n {command[0]}:\n{done.stdout[-1500:]}{done.stderr[-1500:]}"
        self._process = ServerProcess(["node", script, "start"], self._folder, environment)
        url = f"http://127.0.0.1:{port}/webhook/inventory"
        self._process.wait_for(lambda: answers_well(url, PAYLOAD.read_bytes(), wrong), within=300)
        return [Row(f"n8n {VERSION}, {'saving' if self._saves else 'not saving'}", url, (self._process.pid,))]

    def close(self) -> None:
        if self._process:
            self._process.close()

    def _environment(self, port: int) -> dict[str, str]:
        keep = "all" if self._saves else "none"
        return node_environment() | {
            "N8N_USER_FOLDER": str(self._folder),
            "N8N_PORT": str(port),
            "N8N_LISTEN_ADDRESS": "127.0.0.1",
            "N8N_RUNNERS_BROKER_PORT": str(free_port()),
            "N8N_DIAGNOSTICS_ENABLED": "false",
            "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
            "N8N_TEMPLATES_ENABLED": "false",
            "EXECUTIONS_DATA_SAVE_ON_SUCCESS": keep,
            "EXECUTIONS_DATA_SAVE_ON_ERROR": keep,
            "NODE_ENV": "production",
        }


def _workflow() -> dict[str, Any]:
    webhook = {
        "id": "a1",
        "name": "Webhook",
        "type": "n8n-nodes-base.webhook",
        "typeVersion": 2,
        "position": [0, 0],
        "webhookId": "inventory",
        "parameters": {"httpMethod": "POST", "path": "inventory", "responseMode": "lastNode", "options": {}},
    }
    code = {
        "id": "a2",
        "name": "Code",
        "type": "n8n-nodes-base.code",
        "typeVersion": 2,
        "position": [220, 0],
        "parameters": {"jsCode": CODE},
    }
    links = {"Webhook": {"main": [[{"node": "Code", "type": "main", "index": 0}]]}}
    return {"id": ID, "name": "Inventory", "nodes": [webhook, code], "connections": links, "settings": {}, "active": False}
