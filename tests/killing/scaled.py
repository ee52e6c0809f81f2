"""Hookyard on many processes, each of which can be killed: web processes, workers, the clock, Redis and PostgreSQL.

PostgreSQL dies by SIGQUIT, its immediate shutdown: like a power cut it writes nothing more, but its children end too, so that the
next start need not wait for them. Redis keeps nothing, so each of its deaths wipes the broker.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import redis as redis_client

from fixtures.deploy.scale import PIECES, ROOT, Deployment, environment
from fixtures.deploy.servers import postgres, redis
from tests.killing.stands import ends, tree_below
from tests.product import OWNER, PASSWORD, Product, call, eventually, free_port

READY_WITHIN = 120.0  # seconds


class Scaled:
    pieces = dict.fromkeys(PIECES, 3) | {"redis": 2, "postgres": 2}

    def __init__(self, folder: Path, stack: ExitStack, *, root: Path = ROOT, **env: str) -> None:
        self._folder, self._stack = folder, stack
        self._redis_port = free_port()
        self._redis_url = stack.enter_context(redis(folder / "redis", port=self._redis_port))
        self._database_url = stack.enter_context(postgres(folder / "postgres"))
        own = environment(folder, port=free_port(), database_url=self._database_url, redis_url=self._redis_url)
        own["HOOKYARD_API_RATE"] = "0"  # whoever checks asks as fast as it can
        self.product = Product(folder, int(own["PORT"]), {**own, **env}, root=root)
        self._deployment = Deployment({**own, **env, "HOOKYARD_OWNER": f"{OWNER}:{PASSWORD}"}, folder, root=root)
        self.orphans: list[int] = []
        stack.callback(self._deployment.stop_all)
        for piece in PIECES:
            self._deployment.launch(piece)
        eventually(self.is_up, within=READY_WITHIN)

    def move(self, root: Path) -> None:
        """Who is launched from now on runs the code in that folder."""
        self._deployment.root = self.product.root = root

    def stop(self, piece: str, how: signal.Signals) -> None:
        match piece:
            case "redis":
                _kill(self._redis_pid(), how)
            case "postgres":
                _kill(self._postgres_pid(), signal.SIGQUIT)
            case _:
                process = self._deployment.running[piece]
                assert process.poll() is None, f"{piece} ended by itself:\n{self._log(piece)}"
                children = tree_below(process.pid)
                self._deployment.stop(piece, how)
                self.orphans.extend(child for child in children if not ends(child))

    def launch(self, piece: str) -> None:
        match piece:
            case "redis":
                self._stack.enter_context(redis(self._folder / "redis", port=self._redis_port))
            case "postgres":
                self._stack.enter_context(postgres(self._folder / "postgres"))
            case _:
                self._deployment.launch(piece)

    def is_up(self) -> bool:
        """Every piece runs, and a web process says that it could store a request."""
        ended = self._deployment.ended()
        assert not ended, f"{ended} ended by itself:\n{self._log(ended)}"
        try:
            return call(f"{self.product.url}/readyz").status == 200
        except OSError:
            return False

    def pid(self, piece: str) -> int:
        return self._deployment.running[piece].pid

    def process_ids(self) -> tuple[int, ...]:
        """Of all pieces, the servers of the database and of the broker among them."""
        return (*(process.pid for process in self._deployment.running.values()), self._redis_pid(), self._postgres_pid())

    def rows(self, sql: str) -> list[Any]:
        return self._with_database(lambda connection: connection.execute(sql).fetchall())

    def is_sound(self) -> str:
        """Every index agrees with its table (amcheck, where the server brings it)."""

        def check(connection: psycopg.Connection) -> str:
            if not connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'").fetchone():
                return "ok"
            connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
            connection.execute(
                "SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam JOIN pg_index i "
                "ON i.indexrelid = c.oid WHERE a.amname = 'btree' AND c.relname LIKE '%runtime%'"
            ).fetchall()
            return "ok"

        try:
            return self._with_database(check)
        except psycopg.Error as error:
            return str(error)

    def _with_database(self, ask: Callable[[psycopg.Connection], Any]) -> Any:
        socket = self._folder / "postgres"
        with psycopg.connect(host=str(socket), user="postgres", dbname="hookyard") as connection:
            return ask(connection)

    def _redis_pid(self) -> int:
        return redis_client.Redis.from_url(self._redis_url).info("server")["process_id"]

    def _postgres_pid(self) -> int:
        return int((self._folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

    def _log(self, piece: str) -> str:
        return (self._folder / f"{piece}.log").read_text(errors="replace")[-3000:]


@contextmanager
def scaled(*, root: Path = ROOT, **env: str) -> Iterator[Scaled]:
    with TemporaryDirectory(prefix="hookyard-kill-") as folder, ExitStack() as stack:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user where we are root
        yield Scaled(Path(folder), stack, root=root, **env)


def _kill(pid: int, how: signal.Signals) -> None:
    os.kill(pid, how)
    assert ends(pid), f"process {pid} did not end"
