"""What happens where the system does not give every wall: it is told, and a strict sandbox runs nothing.

The child is the real one, on a machine for which nobody has written a filter of system calls.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog
from django.core.exceptions import ImproperlyConfigured

from designer.config import health
from designer.config.sandboxes import is_strict
from runtime.engine.errors import RemoteProblem
from runtime.sandbox import process, standing
from runtime.sandbox.pool import SandboxPool

ROOT = Path(__file__).parents[2]
UNFILTERED = f"""
import sys
sys.path.append({str(ROOT)!r})
from runtime.sandbox import child, seccomp
seccomp._KEPT.clear()
child.main()
"""
HARMLESS = "module.exports = () => ({ data: 1 })"


@pytest.fixture(autouse=True)
def an_unknown_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = tmp_path / "child.py"
    started.write_text(UNFILTERED)
    monkeypatch.setattr(process, "CHILD", started)
    monkeypatch.setattr(standing, "_lacking", set())


async def _run(pool: SandboxPool) -> object:
    try:
        return (await pool.run(HARMLESS, tenant="acme", scope="s", step_results={}, config={}, context={})).data
    finally:
        await pool.close()


async def test_code_runs_behind_the_walls_there_are_and_the_log_names_the_others_once():
    with structlog.testing.capture_logs() as logged:
        answers = [await _run(SandboxPool(1)) for _ in range(2)]

    assert answers == [1, 1]
    warned = [entry for entry in logged if entry["event"] == "sandbox_walls_missing"]
    assert len(warned) == 1 and warned[0]["log_level"] == "warning"
    assert "system_calls" in warned[0]["lacks"] and any("seccomp" in hint for hint in warned[0]["hints"])
    assert "the filter of system calls" in standing.words()


async def test_a_strict_sandbox_runs_nothing_and_says_what_is_missing():
    """Flowise CVE-2025-59528, CVE-2026-46442: no weaker fallback when the sandbox is missing."""
    with pytest.raises(RemoteProblem) as caught:
        await _run(SandboxPool(1, strict=True))

    assert caught.value.code == "sandbox_walls_missing"
    assert "the filter of system calls" in caught.value.message and "HOOKYARD_SANDBOX" in caught.value.message


async def test_where_every_wall_stands_nothing_is_told(monkeypatch: pytest.MonkeyPatch):
    assert standing.tell(b"") == ()
    assert standing.lacking() == [] and standing.words() == ""


async def test_a_strict_server_that_lacks_a_wall_is_not_ready(settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    settings.SANDBOX_STRICT, settings.DATA = True, tmp_path
    monkeypatch.setattr(health, "LEAST_FREE", 0)
    standing.tell(b"network,system_calls")

    assert "a network of its own, the filter of system calls" in await health._not_ready()


@pytest.mark.parametrize("given", ["Strict", "on", ""])
def test_a_slip_in_the_setting_stops_the_start(given: str):
    with pytest.raises(ImproperlyConfigured, match="HOOKYARD_SANDBOX"):
        is_strict(given)
