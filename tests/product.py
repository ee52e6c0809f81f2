"""The product as a process of its own, for tests that talk to it as the world does.

It gets a data folder and a port of its own and is stopped with the test. Nothing is mocked and nothing sleeps: waiting means
asking until the answer is there or a limit is over.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import psycopg

ROOT = Path(__file__).resolve().parent.parent
OWNER, PASSWORD = "owner@acme.example", "correct horse battery"
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def call(
    url: str, method: str = "GET", *, body: bytes | str | dict | list | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """One HTTP call; a dict or list is sent as JSON. Every status is an answer, none an exception."""
    headers = dict(headers or {})
    if isinstance(body, dict | list):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    data = body.encode() if isinstance(body, str) else body
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    opener = urllib.request.build_opener(_KeepStatus)
    with opener.open(request, timeout=60) as response:
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, response.read())


class _KeepStatus(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def eventually(ask: Callable[[], T], *, within: float = 30.0) -> T:
    """Asks until the answer is truthy. Fails with the last answer after `within` seconds."""
    deadline = time.monotonic() + within
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise AssertionError(f"still {answer!r} after {within} seconds")
        time.sleep(0.02)
    return answer


@dataclass
class Product:
    data: Path
    port: int
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    token: str = ""
    root: Path = ROOT  # whose code runs; another one for a version of before

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text(errors="replace")

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("HOOKYARD", "DATABASE_URL", "DJANGO"))
        }
        own = {"HOOKYARD_DATA": str(self.data), "PORT": str(self.port), "HOOKYARD_OWNER": f"{OWNER}:{PASSWORD}"}
        own["HOOKYARD_API_RATE"] = "0"  # tests and measurements ask as fast as they can; what the limit does has tests of its own
        return inherited | own | self.env

    def start(self) -> None:
        self.launch()
        eventually(self.is_up, within=180)

    def launch(self) -> None:
        """Starts it without waiting until it is up."""
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=self.root, env=self._environment(), stdout=log, stderr=log
            )

    def is_up(self) -> bool:
        assert self.process and self.process.poll() is None, f"the server ended:\n{self.log}"
        try:
            return call(f"{self.url}/readyz").status == 200
        except OSError:
            return False

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=self.root, env=self._environment(), check=True, capture_output=True, text=True).stdout

    def sql(self, statement: str) -> list[Any]:
        """Straight into the database, beside the running server."""
        if url := self._environment().get("DATABASE_URL"):
            place, _, name = url.partition("//")[2].rpartition("/")
            with psycopg.connect(user="postgres", host=f"/{place.partition('//')[2]}", dbname=name) as connection:
                cursor = connection.execute(statement)
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.data / "hookyard.sqlite3", timeout=20)) as connection, connection:
            return connection.execute(statement).fetchall()

    def demo(self) -> dict[str, Any]:
        return json.loads(self.manage("demo", "--json"))

    def api(self, method: str, path: str, body: Any = None, *, expect: int | None = None) -> Any:
        """The REST API as the owner. Returns the JSON; fails unless the status is `expect`, or 2xx when that is not given."""
        answer = call(f"{self.url}/api/{path}", method, body=body, headers={"Authorization": f"Bearer {self._token()}"})
        wanted = answer.status == expect if expect else 200 <= answer.status < 300
        assert wanted, f"{method} {path} answered {answer.status}: {answer.body.decode()[:2000]}"
        return answer.json if answer.body else None

    def join(self, email: str, role: str, password: str) -> None:
        """Somebody is invited and accepts, in a browser of their own."""
        link = self.api("POST", "invitations", {"email": email, "role": role})["link"]
        asked = call(f"{self.url}/api/session")
        cookie = asked.headers["set-cookie"].partition(";")[0]
        headers = {"Cookie": cookie, "X-CSRFToken": asked.json["csrfToken"], "Origin": self.url}
        body = {"token": link.partition("#")[2], "password": password}
        answer = call(f"{self.url}/api/invitation/accept", "POST", body=body, headers=headers)
        assert answer.status == 200, answer.body

    def _token(self) -> str:
        if not self.token:
            self.token = self._with_session("tokens", {"name": "tests", "role": "owner"})["token"]
        return self.token

    def _with_session(self, path: str, body: Any) -> Any:
        """As the owner who signs in, for the one call that gives a token; a command would start Django once more."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

        def ask(path: str, body: Any = None) -> Any:
            headers = {"Content-Type": "application/json", "Origin": self.url, "X-CSRFToken": csrf}
            request = urllib.request.Request(f"{self.url}/api/{path}", json.dumps(body).encode() if body else None, headers)
            with opener.open(request, timeout=60) as response:
                return json.load(response)

        csrf = ""
        csrf = ask("session")["csrfToken"]
        csrf = ask("session", {"email": OWNER, "password": PASSWORD})["csrfToken"]
        return ask(path, body)

    def execution(self, execution_id: str) -> dict[str, Any]:
        """Once it has ended."""

        def ended() -> dict[str, Any] | None:
            found = self.api("GET", f"executions/{execution_id}")
            return found if found["status"] in ("succeeded", "failed", "cancelled") else None

        return eventually(ended)


def tables() -> Path:
    """A database that is up to date and empty, made once for these migrations: to make one takes seconds of each start."""
    told_by = [*sorted(ROOT.glob("runtime/migrations/*.py")), *sorted(ROOT.glob("designer/migrations/*.py")), ROOT / "uv.lock"]
    named = sha256(b"".join(path.read_bytes() for path in told_by)).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"hookyard-test-tables-{os.getuid()}-{named}.sqlite3"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with tempfile.TemporaryDirectory(prefix="hookyard-test-") as folder:
                Product(Path(folder), 0).manage("migrate", "--verbosity", "0")
                Path(folder, "hookyard.sqlite3").rename(kept)
    return kept


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_product(*, from_nothing: bool = False, **env: str) -> Iterator[Product]:
    """`from_nothing` lets it make its tables itself, as on a first start."""
    with tempfile.TemporaryDirectory(prefix="hookyard-test-") as folder:
        product = Product(Path(folder), free_port(), env)
        if not from_nothing and "DATABASE_URL" not in env:
            shutil.copyfile(tables(), product.data / "hookyard.sqlite3")
        try:
            product.start()
            yield product
        finally:
            product.stop()
