"""`manage.py connector`: start, check and push packages from a folder."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from designer.connectors.from_openapi import NoOpenApi, connector_from
from runtime.connectors.files import read_folder
from runtime.connectors.models import ConnectorVersion
from runtime.connectors.parsing import parse_package

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Parts API", "version": "2.0"},
    "servers": [{"url": "https://parts.example.com/v2"}],
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}},
        "schemas": {
            "Part": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "inside": {"$ref": "#/components/schemas/Part"}},
            }
        },
        "parameters": {"Id": {"name": "part.id", "in": "path", "required": True, "schema": {"type": "integer"}}},
    },
    "paths": {
        "/parts/{part.id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {"operationId": "getPart", "summary": "Get a part", "parameters": [{"name": "full", "in": "query"}]},
            "put": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Part"}}}}},
            "delete": {"operationId": "getPart", "deprecated": True},
        },
        "/other": {"get": {"operationId": "getPart"}},
    },
}


def said(*words: object) -> str:
    told = StringIO()
    call_command("connector", *map(str, words), stdout=told, stderr=told)
    return told.getvalue()


def test_what_new_writes_is_in_order_and_can_be_pushed(tmp_path: Path, cast):
    folder = tmp_path / "my-crm"
    said("new", folder, "--name", "My CRM")
    assert "My CRM (my-crm) is in order: 1 operation, 2 events, 1 global webhook" in said("check", folder)
    assert "version 1: uploaded" in said("push", folder, "--tenant", cast.acme.slug)
    assert "version 1: already the newest" in said("push", folder, "--tenant", cast.acme.slug)
    assert ConnectorVersion.of(cast.acme).get().uploaded_by == "command line"
    with pytest.raises(CommandError, match="there already"):
        said("new", folder)


def test_check_names_keys_that_nothing_reads_and_what_was_probably_meant(tmp_path: Path):
    folder = tmp_path / "my-crm"
    said("new", folder)
    assert "warning" not in said("check", folder)
    spec = folder / "events" / "record-updated" / "spec.yml"
    spec.write_text(spec.read_text() + "pollIntervalSecond: 60\nflavour: sweet\nx-own: 1\n")
    (folder / "spec.yml").write_text((folder / "spec.yml").read_text() + "logoUrl: https://a.example/logo.svg\n")
    told = said("check", folder)
    line = len(spec.read_text().splitlines()) - 2
    assert f"events/record-updated/spec.yml:{line}" in told and "did you mean pollIntervalSeconds?" in told
    assert "Nothing reads flavour: it has no effect." in told and "did you mean logoUri?" in told
    assert told.count("warning: ") == 3 and "is in order" in told


def test_check_tells_each_problem_with_file_and_line(tmp_path: Path):
    said("new", tmp_path)
    (tmp_path / "operations/get-me/run.js").write_text("export default async function run( {\n")
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("connector", "check", str(tmp_path), stdout=told, stderr=told)
    assert "error: operations/get-me/run.js:1" in told.getvalue()


def test_operations_come_of_an_openapi_document(tmp_path: Path):
    (tmp_path / "api.json").write_text(json.dumps(DOCUMENT))
    said("new", tmp_path / "parts", "--openapi", tmp_path / "api.json")
    package = parse_package(read_folder(tmp_path / "parts")).or_refuse()
    operations = {operation.key: operation for operation in package.operations}
    assert set(operations) == {"get-part", "put-parts-part-id", "get-part-2"}
    assert operations["get-part"].methods["run"].content == {
        "path": "/parts/{part.id}",
        "method": "get",
        "requestMapping": {
            "pathParameters": {"part.id": {"$var": "$.input.part\\.id"}},
            "query": {"full": {"$var": "$.input.full"}},
        },
    }
    assert operations["put-parts-part-id"].input_schema["properties"]["body"]["properties"]["name"] == {"type": "string"}
    client = package.auths[0].methods["make-api-client"].content
    assert client == {"baseUri": "https://parts.example.com/v2", "headers": {"X-Api-Key": {"$var": "$.credentials.token"}}}


@pytest.mark.parametrize("document", [{}, {"openapi": "2.0", "paths": {}}, {"openapi": "3.0.0", "paths": {}}])
def test_what_is_no_openapi_document_is_refused(document: dict):
    with pytest.raises(NoOpenApi):
        connector_from(document)
