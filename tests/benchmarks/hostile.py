"""Everything hostile we know, against a running product: `python -m tests.benchmarks.hostile`.

Prints what was tried, what came of it, and what the server weighed before and after. `--server daphne` shows what another server
lets through, which a reverse proxy in front of it must then stop. Ends with an error when something was not as it must be.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

from tests.hostile.http_cases import BODY, HttpCase, head, http_cases, speak
from tests.hostile.json_cases import cases
from tests.hostile.target import Target, stand_up
from tests.outbound import ssrf_cases
from tests.product import ROOT, Product, call, eventually, free_port, running_product

PATIENCE = 1.0  # seconds the server waits for a head or a body
SLOW = 200  # senders at once
ROUNDS = 3


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--server", choices=["serve", "daphne"], default="serve")
    server = asked.parse_args().server
    with running_product(HOOKYARD_SLOWEST_HEAD=str(PATIENCE), HOOKYARD_SLOWEST_BODY=str(PATIENCE)) as product:
        target = stand_up(product)
        with under_daphne(product) if server == "daphne" else nullcontext():
            wrong = attack(target)
    wrong += inside()
    print(f"\n{len(wrong)} not as they must be")
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong else 0


def attack(target: Target) -> list[str]:
    before = target.memory
    wrong = [*http(target), *json_texts(target), *bombs(target), *slow(target)]
    settled = target.memory
    for _ in range(ROUNDS):
        http(target, quiet=True)
        bombs(target, quiet=True)
    weighed = f"{before // 1024} MiB before, {settled // 1024} after, {target.memory // 1024} after {ROUNDS} more rounds"
    print(f"\nmemory of the server: {weighed}")
    alive = call(f"http://127.0.0.1:{target.port}/readyz").status
    print(f"ready: {alive}; tracebacks in its log: {target.product.log.count('Traceback')}")
    return wrong if alive == 200 else [*wrong, "the server is not ready any more"]


def http(target: Target, *, quiet: bool = False) -> list[str]:
    wrong, seen = [], Counter[int]()
    given = http_cases(target.path)
    for case in given:
        try:
            statuses = speak(target.port, case.sent, timeout=10)
        except TimeoutError:
            wrong.append(f"{case.name}: no answer and no close within 10 s")
            continue
        seen[statuses[0]] += 1
        if complaint := judged(case, statuses):
            wrong.append(complaint)
    if not quiet:
        print(f"HTTP: {len(given)} cases; first answers: {told(seen)}; {len(wrong)} wrong")
    return wrong


def judged(case: HttpCase, statuses: list[int]) -> str:
    if statuses[0] not in case.statuses:
        return f"{case.name}: answered {statuses[0]}, right is one of {sorted(case.statuses)}"
    if len(statuses) > case.most:
        return f"{case.name}: {len(statuses)} answers, so something was smuggled"
    return ""


def json_texts(target: Target) -> list[str]:
    given = cases()
    statuses = target.post_all(given)
    wrong = [
        f"JSON {case}: {status}"
        for case, status in zip(given, statuses, strict=True)
        if status != (200 if case.kind == "good" else 400)
    ]
    kinds = Counter(case.kind for case in given)
    print(f"JSON: {kinds['good']} taken and {kinds['bad']} refused are right; {len(wrong)} wrong")
    return wrong


def bombs(target: Target, *, quiet: bool = False) -> list[str]:
    """Bodies that are small on the wire or cheap to write, and dear to read."""
    zeros = gzip.compress(bytes(50 * 1024 * 1024), 9)
    laughs = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 30))
    many = b"".join(b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(20_000))
    given = {
        "50 MiB in gzip": ("application/json", zeros, {"Content-Encoding": "gzip"}, 413),
        "gzip in gzip": ("application/json", gzip.compress(zeros), {"Content-Encoding": "gzip, gzip"}, 415),
        "a million brackets": ("application/json", b"[" * 1_000_000, {}, 400),
        "a billion laughs": ("application/xml", f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a29;</x>'.encode(), {}, 400),
        "a million elements": ("application/xml", b"<r>" + b"<a/>" * 1_000_000 + b"</r>", {}, 400),
        "attributes for ever": ("application/xml", b"<r " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>", {}, 400),
        "a million rows": ("text/csv", b"a\n" + b"1\n" * 1_000_000, {}, 400),
        "a million columns": ("text/csv", b"," * 1_000_000, {}, 400),
        "wide records of short rows": ("text/csv", b"," * 999 + b"\n" + b"1\n" * 49_000, {}, 400),
        "a million fields": ("application/x-www-form-urlencoded", b"a=1&" * 1_000_000, {}, 400),
        "twenty thousand parts": ("multipart/form-data; boundary=B", many + b"--B--\r\n", {}, 400),
        "a boundary of 60 kB": (f"multipart/form-data; boundary={'B' * 60_000}", b"--B", {}, 400),
        "seven megabytes": ("application/json", b" " * 7 * 1024 * 1024, {}, 413),
    }
    wrong, longest = [], 0.0
    for name, (content_type, body, more, right) in given.items():
        begun = time.monotonic()
        status = posted(target, body, {"Content-Type": content_type, **more})
        longest = max(longest, time.monotonic() - begun)
        if status != right:
            wrong.append(f"{name}: answered {status}, right is {right}")
    if not quiet:
        print(f"bombs: {len(given)}; the slowest answer took {longest * 1000:.0f} ms; {len(wrong)} wrong")
    return wrong


def posted(target: Target, body: bytes, headers: dict[str, str]) -> int:
    try:
        return call(f"http://127.0.0.1:{target.port}{target.path}", "POST", body=body, headers=headers).status
    except OSError:
        return 0  # hung up without an answer


def slow(target: Target) -> list[str]:
    """Many senders that begin and do not go on; what an honest one waits meanwhile; whether they are all gone in the end."""
    waits, left = [], 0
    with ExitStack() as held:
        connections = [held.enter_context(socket.create_connection(("127.0.0.1", target.port))) for _ in range(SLOW)]
        for number, connection in enumerate(connections):
            connection.sendall(head(target.path, "Content-Length: 50") if number % 2 else b"POST / HTTP/1.1\r\nX-A: ")
        for _ in range(20):
            begun = time.monotonic()
            assert call(f"http://127.0.0.1:{target.port}{target.path}", "POST", body=BODY.decode()).status in (200, 201)
            waits.append(time.monotonic() - begun)
        begun = time.monotonic()
        for connection in connections:
            connection.settimeout(max(0.1, PATIENCE * 4 + 12 - (time.monotonic() - begun)))
            try:
                while connection.recv(65536):
                    pass
            except TimeoutError:
                left += 1
            except ConnectionError:
                pass
        gone = time.monotonic() - begun
    print(f"slow senders: {SLOW} at once; an honest one waits {max(waits) * 1000:.0f} ms at most; {left} left after {gone:.1f} s")
    return [f"{left} slow senders were never hung up on"] if left else []


def inside() -> list[str]:
    """The ways inside that requests of tenants may not take; the resolver is ours, so no name server is asked."""
    from runtime.engine.errors import HookyardError
    from runtime.outbound.client import OutboundClient

    async def numbers(host: str, port: int) -> list[str]:
        if host.rstrip(".").lower() == "localhost":
            return ["127.0.0.1", "::1"]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(entry[4][0]) for entry in found]

    async def try_all() -> Counter[str]:
        client, codes = OutboundClient(resolve=numbers), Counter[str]()
        literals = [f"[{address}]" if ":" in address else address for address, _ in ssrf_cases.addresses()]
        for host in [*dict.fromkeys(literals), *ssrf_cases.HOSTS["numbers"], *ssrf_cases.HOSTS["names"]]:
            try:
                await client.request("GET", f"http://{host}/", headers={}, content=None, timeout=5)
            except HookyardError as refused:
                codes[refused.code] += 1
            else:
                codes["called"] += 1
        await client.aclose()
        return codes

    codes = asyncio.run(try_all())
    print(f"ways inside: {codes.total()} tried; {', '.join(f'{count} {code}' for code, count in codes.most_common())}")
    return ["something inside was called"] if codes["called"] else []


def told(seen: Counter[int]) -> str:
    return ", ".join(f"{count} {'closed' if status == 0 else status}" for status, count in sorted(seen.items()))


@contextmanager
def under_daphne(product: Product) -> Iterator[None]:
    """The same data served by Daphne, which knows nothing of our deadlines."""
    product.stop()
    port = free_port()
    environment = {**os.environ, "HOOKYARD_DATA": str(product.data), "DJANGO_SETTINGS_MODULE": "designer.config.settings"}
    command = [sys.executable, "-m", "daphne", "-p", str(port), "-v", "0", "designer.config.asgi:application"]
    with tempfile.TemporaryFile() as log:
        product.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        product.port = port
        eventually(lambda: product.process and _answers(port), within=60)
        yield


def _answers(port: int) -> bool:
    try:
        return call(f"http://127.0.0.1:{port}/readyz").status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main())
