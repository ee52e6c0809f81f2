"""Load on one URL for a few seconds: wrk where it is installed, else a client of our own.

For: answers per second, latency, and how many answers were not 2xx. Traffic stays on the loopback address and ends by itself.
Our own client is slower than the fastest servers here, so that its figures compare less; the caller prints which one it was.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = %s
%s
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"answers": %%d, "micros": %%d, "wrong": %%d, "broken": %%d, "p50": %%d, "p99": %%d}',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Latencies in milliseconds; `wrong` answers were not 2xx, `broken` connections gave none."""

    answers: int
    seconds: float
    wrong: int
    broken: int
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds


def client() -> str:
    return "wrk" if shutil.which("wrk") else "our own client"


def put_load(url: str, body: bytes, *, connections: int, seconds: float, per_second: float = 0.0) -> Load:
    """`per_second` is how many all connections together send; 0 for as many as are answered.

    Each connection waits a random time between two requests, as senders do who know nothing of each other: with one fixed time
    all of them would send in the same moment, again and again.
    """
    host = urlsplit(url).hostname
    assert host == "127.0.0.1", f"{url} is not on this machine"
    pause = connections / per_second if per_second else 0.0
    if shutil.which("wrk"):
        return _with_wrk(url, body, connections, seconds, pause)
    return asyncio.run(_with_our_own(url, body, connections, seconds, pause))


def _with_wrk(url: str, body: bytes, connections: int, seconds: float, pause: float) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "post.lua"
        delay = f"function delay() return math.floor(0.5 - math.log(1 - math.random()) * {pause * 1000}) end" if pause else ""
        script.write_text(SCRIPT % (json.dumps(body.decode()), delay))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", script, url]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told = json.loads(printed[printed.rindex("{") :])
    return Load(told["answers"], told["micros"] / 1e6, told["wrong"], told["broken"], told["p50"] / 1000, told["p99"] / 1000)


async def _with_our_own(url: str, body: bytes, connections: int, seconds: float, pause: float) -> Load:
    parts = urlsplit(url)
    head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    times: list[float] = []
    wrong = broken = 0
    began = time.perf_counter()
    until = began + seconds

    async def caller() -> None:
        nonlocal wrong, broken
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            while (sent := time.perf_counter()) < until:
                writer.write(request)
                wrong += not (await _status(reader)).startswith(b"2")
                times.append(time.perf_counter() - sent)
                await asyncio.sleep(random.expovariate(1 / pause) if pause else 0)
        except (OSError, asyncio.IncompleteReadError):
            broken += 1
        finally:
            writer.close()

    await asyncio.gather(*(caller() for _ in range(connections)))
    taken = time.perf_counter() - began
    times.sort()
    p50, p99 = (times[int(len(times) * share)] * 1000 if times else 0.0 for share in (0.5, 0.99))
    return Load(len(times), taken, wrong, broken, p50, p99)


async def _status(reader: asyncio.StreamReader) -> bytes:
    """Reads one whole answer with a known length."""
    answer = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(length.partition(b":")[2]))
    return answer.split(b" ", 2)[1]
