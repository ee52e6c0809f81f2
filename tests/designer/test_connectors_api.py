"""Connectors over the API: uploading a folder or a zip, versions, and trying a function."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from designer.audit.models import AuditEntry
from runtime.connectors.files import pack, read_zip
from runtime.connectors.models import ConnectorParameters
from tests.cast import Cast, Desk
from tests.designer.stock import make_connector, make_integration

pytestmark = pytest.mark.django_db

FILES = {
    "spec.yml": "name: Acme Parts\nkey: acme-parts\nversion: 1.4.0\nparametersSchema:\n  type: object\n  required: [secret]\n"
    "  properties:\n    secret: {type: string, minLength: 8}\n",
    "README.md": "# Acme Parts\n\nPaste the URL under *Settings*.\n",
    "operations/find/spec.yml": "name: Find part\ndescription: By its number.\n",
    "operations/find/run.ts": "export default async function run({ input }: { input: { id: string } }) {\n"
    "  console.log('looking')\n  return { part: input.id }\n}\n",
}


def listed(files: dict[str, str]) -> list[dict[str, str]]:
    return [{"path": f"acme-parts/{path}", "content": base64.b64encode(text.encode()).decode()} for path, text in files.items()]


def zipped(files: dict[str, str]) -> str:
    return base64.b64encode(pack({path: text.encode() for path, text in files.items()})).decode()


def test_a_dropped_folder_becomes_a_connector_with_its_docs(builder: Desk):
    answer = builder.post("connectors", {"files": listed(FILES)})
    assert answer.status_code == 201 and answer.json()["fresh"] is True
    whole = builder.get("connectors/acme-parts").json()
    assert (whole["name"], whole["version"], whole["shipped"], whole["operations"]) == ("Acme Parts", 1, False, 1)
    assert "Paste the URL" in whole["docs"] and whole["elements"][0]["methods"][0]["file"] == "operations/find/run.ts"
    by_key = {known["key"]: known for known in builder.get("connectors").json()}
    assert set(by_key) >= {"acme-parts", "github"}
    assert (by_key["jira"]["parameters"], by_key["jira"]["globalWebhooks"], by_key["http"]["parameters"]) == (1, 0, 0)
    assert AuditEntry.across_tenants.filter(deed="connector.uploaded").count() == 1


def test_the_same_files_are_no_new_version_and_changed_ones_are(builder: Desk):
    first = builder.post("connectors", {"archive": zipped(FILES)})
    again = builder.post("connectors", {"files": listed(FILES)})
    changed = builder.post("connectors", {"archive": zipped({**FILES, "README.md": "New."})})
    assert [answer.status_code for answer in (first, again, changed)] == [201, 200, 201]
    versions = builder.get("connectors/acme-parts/versions").json()["results"]
    assert [(version["number"], version["label"]) for version in versions] == [(2, "1.4.0"), (1, "1.4.0")]
    assert builder.get("connectors/acme-parts?version=1").json()["docs"].startswith("# Acme")
    archive = builder.get("connectors/acme-parts/versions/2/archive")
    assert read_zip(archive.content)["README.md"] == b"New." and archive["Content-Type"] == "application/zip"


def test_everything_wrong_is_told_at_once_with_file_and_line(builder: Desk):
    broken = {**FILES, "operations/find/run.ts": "export default {\n", "operations/other/spec.yml": "methods: 4\n"}
    answer = builder.post("connectors", {"files": listed(broken)})
    problems = answer.json()["problems"]
    assert answer.status_code == 422 and builder.get("connectors/acme-parts").status_code == 404
    assert {(problem["file"], problem["code"]) for problem in problems} >= {
        ("operations/find/run.ts", "code_syntax_error"), ("operations/other/spec.yml", "spec_malformed"),
    }  # fmt: skip
    assert all(problem["line"] >= 1 for problem in problems)


def test_checking_keeps_nothing(builder: Desk):
    answer = builder.post("connectors", {"files": listed(FILES), "check": True})
    assert answer.status_code == 200 and answer.json()["connector"]["key"] == "acme-parts"
    assert builder.get("connectors/acme-parts").status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "package_empty"),
        ({"archive": "no base64!"}, "package_not_base64"),
        ({"archive": base64.b64encode(b"no zip").decode()}, "package_not_a_zip"),
        ({"files": [{"path": "../../spec.yml", "content": ""}]}, "package_path_unsafe"),
        ({"files": listed(FILES), "key": "other"}, "key_differs"),
    ],
)
def test_what_is_no_package_is_refused(builder: Desk, body: dict, code: str):
    answer = builder.post("connectors", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_bomb_is_refused_before_it_is_unpacked(builder: Desk):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 200_000_000)
    answer = builder.post("connectors", {"archive": base64.b64encode(packed.getvalue()).decode()})
    assert (answer.status_code, answer.json()["code"]) == (422, "package_file_too_large")


def test_a_function_is_tried_with_arguments_of_ones_own(builder: Desk):
    builder.post("connectors", {"files": listed(FILES)})
    asked = {"kind": "operation", "element": "find", "method": "run", "arguments": {"input": {"id": "P1"}}}
    run = builder.post("connectors/acme-parts/run", asked).json()
    assert (run["ok"], run["value"], run["logs"][0]["message"]) == (True, {"part": "P1"}, "looking")
    failed = builder.post("connectors/acme-parts/run", {**asked, "arguments": {}}).json()
    assert failed["ok"] is False and (failed["error"]["file"], failed["error"]["line"]) == ("operations/find/run.ts", 3)
    missing = builder.post("connectors/acme-parts/run", {**asked, "method": "walk"}).json()
    assert missing["error"]["code"] == "method_missing"


def test_an_endless_loop_is_ended_with_a_clear_error(builder: Desk, cast: Cast):
    make_connector(cast.acme, **{"operations/find/run.js": "export default () => { for (;;); }"})
    asked = {"kind": "operation", "element": "find", "method": "run"}
    error = builder.post("connectors/acme-parts/run", asked).json()["error"]
    assert error["code"] == "code_timeout" and error["file"] == "operations/find/run.js"


def test_parameters_of_an_integration_are_written_and_never_shown(builder: Desk, cast: Cast):
    builder.post("connectors", {"files": listed(FILES)})
    integration = make_integration(cast.acme)
    url = f"integrations/{integration.pk}/connectors/acme-parts/parameters"
    short = builder.put(url, {"parameters": {"secret": "short1"}})
    assert short.status_code == 400 and "short1" not in short.content.decode()
    assert [error["field"] for error in short.json()["errors"]] == ["parameters.secret"]  # where the form shows it
    answer = builder.put(url, {"parameters": {"secret": "a-long-secret"}})
    assert answer.json()["names"] == ["secret"] and "a-long-secret" not in answer.content.decode()
    assert "a-long-secret" not in ConnectorParameters.across_tenants.get().secret


def test_a_connector_of_ones_own_hides_the_shipped_one_and_can_be_deleted(builder: Desk, cast: Cast):
    make_connector(cast.acme, key="github")
    assert builder.get("connectors/github").json()["shipped"] is False
    assert builder.get("connectors/github?version=0").json()["shipped"] is True
    assert builder.delete("connectors/github").status_code == 204
    assert builder.get("connectors/github").json()["shipped"] is True
    assert builder.delete("connectors/github").status_code == 404
