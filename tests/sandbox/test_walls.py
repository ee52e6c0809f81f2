"""What a sandbox child can still do: compute. Looked at from outside in /proc, and tried from inside behind the same walls."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HARMLESS = "module.exports = () => ({ data: 1 })"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are those of Linux")


@pytest.fixture
async def child(pool, run) -> Path:
    """The /proc folder of a child that has answered."""
    await run(HARMLESS)
    return Path(f"/proc/{pool.process_ids['acme'][0]}")


def _facts(child: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in (child / "status").read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}


async def test_it_has_an_empty_environment(child):
    assert (child / "environ").read_bytes() == b""


@pytest.mark.parametrize(
    ("limit", "value"),
    [("Max open files", "0"), ("Max processes", "0"), ("Max file size", "0"), ("Max core file size", "0")],
)
async def test_it_has_no_right_to_more_than_it_has(child, limit, value):
    line = next(line for line in (child / "limits").read_text().splitlines() if line.startswith(limit))

    assert line.removeprefix(limit).split()[:2] == [value, value]


async def test_it_has_little_memory_and_processor_time(child):
    limits = (child / "limits").read_text()

    assert f"{512 * 1024 * 1024}" in limits
    assert "Max cpu time              900 " in limits


async def test_it_can_never_gain_rights_and_may_make_few_system_calls(child):
    facts = _facts(child)

    assert facts["NoNewPrivs"] == "1"
    assert facts["Seccomp"] == "2"
    assert int(facts["CapEff"], 16) == 0


async def test_it_has_one_thread_and_only_the_pipe_open(child):
    assert _facts(child)["Threads"] == "1"
    assert sorted(os.listdir(child / "fd")) == ["0", "1", "2"]
    assert os.readlink(child / "fd/2") == "/dev/null"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
async def test_it_is_nobody_when_the_parent_is_root(child):
    facts = _facts(child)

    assert facts["Uid"].split() == ["65534"] * 4
    assert facts["Gid"].split() == ["65534"] * 4
    assert facts["Groups"] == ""


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/tmp/out', 'w')",
        "socket.socket()",
        "socket.socketpair()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.pipe()",
        "os.dup(0)",
        "os.kill(os.getppid(), 0)",
        "os.setuid(0)",
        "os.listdir('/')",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))",
        "signal.pthread_kill(threading.get_ident(), 0)",
        "threading.Thread(target=print).start()",
    ],
)
def test_even_python_behind_the_walls_is_refused(attempt):
    """n8n CVE-2025-68668, CVE-2026-0863, CVE-2026-25115, CVE-2026-49444, CVE-2026-27495: a language as the only wall."""
    script = f"""
import os, resource, signal, socket, sys, threading
sys.path.insert(0, {str(ROOT)!r})
from runtime.sandbox.walls import raise_walls
raise_walls()
try:
    {attempt}
except (OSError, ValueError, RuntimeError) as refusal:
    os.write(1, b"refused")
else:
    os.write(1, b"done")
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, env={}, timeout=30)

    assert (done.stdout, done.returncode) == (b"refused", 0)


def test_children_end_with_a_parent_that_is_killed():
    script = f"""
import asyncio, os, sys
sys.path.insert(0, {str(ROOT)!r})
from runtime.sandbox.pool import SandboxPool

async def main():
    pool = SandboxPool(1)
    sandbox = pool.scoped(tenant="acme", scope="s")
    await sandbox.run_code({HARMLESS!r}, step_results={{}}, config={{}}, context={{}})
    print(pool.process_ids["acme"][0], flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    child = os.pidfd_open(int(parent.stdout.readline()))

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    ended, _, _ = select.select([child], [], [], 30)
    os.close(child)

    assert ended
