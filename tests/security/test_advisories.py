"""Mistakes that comparable products published, each tried on ours. Where another test keeps one out, its text names the advisory.

Advisories are of n8n, n8n-mcp, Flowise, Langflow, Airflow, Windmill, Activepieces and Node-RED.
"""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from runtime.components import BY_KEY
from runtime.credentials.schemes import SCHEMES
from runtime.credentials.verify import compile_verifier
from runtime.engine.component import Kind
from runtime.engine.errors import InvalidDefinition, NotAllowed, StepProblem
from runtime.engine.inputs import resolve_inputs
from runtime.engine.references import compile_reference
from runtime.queueing.over_celery import app as celery
from runtime.routing.inbound import Inbound, read_request
from runtime.tenancy.models import TenantOwned, UnscopedQuery
from tests.cast import Desk

ROOT = Path(__file__).parents[2]
OURS = [path for room in ("runtime", "designer") for path in sorted((ROOT / room).rglob("*.py"))]
EXPRESSIONS = [
    "(1).constructor.constructor('return process')()",
    "$json.constructor.constructor",
    "this.process.mainModule.require('child_process').execSync('id')",
    "webhook_1.results.__class__.__mro__",
    "webhook_1.results.__init__.__globals__",
    "webhook_1.results.format",
    "$.steps[(@.length-1)]",
    "$[?(@.constructor.constructor('return 1')())]",
    "$..[?__import__('os').system('id')]",
    "7*7",
    "{% raw %}",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_no_expression_is_carried_out(text: str) -> None:
    """n8n CVE-2025-68613, CVE-2026-1470, CVE-2026-25049, CVE-2026-27577, GHSA-fg85, GHSA-9x83."""
    scope: dict[str, Any] = {"webhook_1": {"results": {"id": 49}}, "$": {"steps": {}, "config": {}}}
    with pytest.raises((InvalidDefinition, StepProblem)):
        compile_reference(text).read(scope)
    try:
        resolved = resolve_inputs({"it": {"template": f"<{{{{{text}}}}}>"}}, scope)
    except InvalidDefinition:
        return
    assert "49" not in resolved.values["it"]
    assert resolved.values["it"] in ("<>", f"<{{{{{text}}}}}>")


def test_what_a_stranger_sent_is_not_read_as_a_template() -> None:
    """n8n CVE-2026-27493: what came from a form was looked into once more."""
    evil = "{{webhook_1.results.secret}} {{#Api key}} ={{ 7*7 }}"
    scope = {"webhook_1": {"results": {"said": evil, "secret": "s3cret"}}, "$": {"config": {"Api key": "k"}}}
    once = resolve_inputs(
        {"it": {"template": "{{webhook_1.results.said}}"}, "too": {"reference": "webhook_1.results.said"}}, scope
    )
    assert once.values == {"it": evil, "too": evil}


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""])
def test_a_file_is_what_the_parser_of_uploads_made_and_nothing_that_a_body_says(content_type: str) -> None:
    """n8n CVE-2026-21858, GHSA-95ph: `files[].filepath` of a JSON body was opened."""
    body = b'{"files": {"file": {"filepath": "/etc/hostname", "path": "/etc/hostname", "base64": null}}}'
    headers = (("content-type", content_type),)
    inbound = Inbound("01", datetime(2026, 1, 1, tzinfo=UTC), "POST", "/hooks/x", "", "", headers, body)
    try:
        read = read_request(inbound)
    except NotAllowed as refused:
        assert refused.code == "body_malformed"
        return
    hostname = Path("/etc/hostname")
    assert "/etc/hostname" in str(read["body"]["data"])
    assert not hostname.exists() or hostname.read_text().strip() not in str(read["body"]["data"])


# Where something of the kind stands, and why it may.
PROCESSES = {"runtime/sandbox/process.py"}  # the sandbox: our own interpreter and file, a list of arguments
SQL = {  # names of our tables and columns, and as many marks as there are values
    "runtime/delivery/claims.py",
    "runtime/delivery/lines.py",
    "runtime/delivery/retention.py",
    "runtime/delivery/rows.py",
    "runtime/executions/claims.py",
    "runtime/executions/records.py",
    "runtime/lanes/rules.py",
    "runtime/migrations/0035_no_indexes_of_beginnings.py",
    "runtime/removal/carrying_out.py",
    "runtime/retention/sweeping.py",
    "runtime/schedules/firing.py",
    "designer/audit/services.py",
}
PUT_TOGETHER = "SQL that is put together"
FORBIDDEN = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "jinja2", "mako", "code", "codeop", "runpy"}
SPAWNING = {"subprocess", "pty", "multiprocessing"}
CALLS = {"eval", "exec", "compile", "__import__", "mark_safe"}
OF_OS = {"system", "popen", "execv", "execve", "execvp", "spawnv", "posix_spawn", "fork"}


def found_in(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {name.name.partition(".")[0] for name in names} & (FORBIDDEN | SPAWNING)
            case ast.ImportFrom(module=str(module), level=0):
                found |= {module.partition(".")[0]} & (FORBIDDEN | SPAWNING)
            case ast.Call(func=ast.Name(id=name)):
                found |= {name} & CALLS
            case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr=name)):
                found |= {f"os.{name}"} if name in OF_OS else set()
            case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                found.add("shell=True")
            case ast.Call(func=ast.Attribute(attr="execute" | "raw" | "extra"), args=[ast.JoinedStr() | ast.BinOp(), *_]):
                found.add(PUT_TOGETHER)
    return found


def test_nothing_of_a_tenant_becomes_code_a_process_or_sql() -> None:
    """n8n CVE-2026-21877, GHSA-mwp5 (files that run later), Flowise CVE-2026-40933, CVE-2026-56274 (processes), Activepieces
    CVE-2026-73081 (a step's name in a shell), Airflow CVE-2024-56373, CVE-2026-25917 (pickles), Windmill CVE-2026-23696 (SQL)."""
    assert len(OURS) > 400
    found = {str(path.relative_to(ROOT)): what for path in OURS if (what := found_in(path))}
    known = {path: {"subprocess"} for path in PROCESSES} | {path: {PUT_TOGETHER} for path in SQL}
    assert found == known, "look at what is new: can a tenant or a sender have a word in it?"
    assert (celery.conf.accept_content, celery.conf.task_serializer) == (["json"], "json")


def test_no_step_works_with_files_or_processes_of_this_machine() -> None:
    """n8n CVE-2026-21877, GHSA-mwp5: a step for Git wrote where the product runs."""
    words = {"file", "files", "path", "directory", "command", "shell", "process", "executable"}
    steps = [component for component in BY_KEY.values() if component.kind is Kind.ACTION]
    named = {f"{one.key}.{name}" for one in steps for name in one.inputs.get("properties", {}) if name.lower() in words}
    assert named == set()


@pytest.mark.parametrize("scheme", [one for one in SCHEMES.values() if one.secret], ids=lambda scheme: scheme.key)
def test_a_check_of_callers_without_its_secret_is_none_that_lets_everybody_in(scheme: Any) -> None:
    """n8n CVE-2026-21894, CVE-2026-86080, CVE-2026-110846: without a stored secret, the trigger was open."""
    settings = {name: (field.get("default") or "x") for name, field in scheme.settings.items()}
    with pytest.raises((KeyError, ValueError)):
        compile_verifier(scheme.key, settings, {})


def test_rows_of_no_tenant_in_particular_are_an_error() -> None:
    """n8n-mcp CVE-2026-45707: without a tenant, the operator's own key was taken."""
    owned = [model for model in apps.get_models() if issubclass(model, TenantOwned)]
    assert len(owned) > 40
    for model in owned:
        with pytest.raises(UnscopedQuery):
            model.objects.all()


@pytest.mark.django_db
@pytest.mark.parametrize("token", [None, "", [], {}, False, 0, "null", "None", "undefined"])
def test_a_token_that_is_none_fits_nobody(cast, owner, token: Any) -> None:
    """Flowise GHSA-f6hc-c5jr-878p: a reset with `null` found an account that had no token."""
    owner.post("invitations", {"email": "new@example.com", "role": "viewer"})
    for path, named in (("invitation/look", "token"), ("wizard/sessions", "code"), ("account-dialog/sessions", "code")):
        answer = Desk().post(path, {named: token})
        assert 400 <= answer.status_code < 500, path
        assert answer.json()["code"] in ("input_invalid", "invitation_invalid", "wizard_code_unknown"), path


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/session", "/api/integrations", "/graphql", "/core/v1/triggers"])
def test_no_other_origin_may_read_what_a_cookie_opens(cast, path: str) -> None:
    """Langflow CVE-2025-34291: any origin, with credentials."""
    desk = Desk(cast.owner)
    for method in ("get", "options"):
        answer = getattr(desk.client, method)(path, HTTP_ORIGIN="https://evil.example", HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST")
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
