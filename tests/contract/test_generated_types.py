"""The OpenAPI document is valid, and what the front end knows of the API comes from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from tests.product import ROOT

API = ROOT / "frontend/src/api"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", file=str(file), validate=True, fail_on_warn=True)
    return Path(file).read_text()


def test_the_committed_document_is_what_the_server_says_now(document: str) -> None:
    assert (API / "openapi.yaml").read_text() == document, "run `make types`"


def test_the_types_name_every_path_and_schema_of_it(document: str) -> None:
    types = (API / "schema.gen.ts").read_text()
    read = yaml.safe_load(document)
    named = set(re.findall(r'^    "(/[^"]*)": \{', types, flags=re.MULTILINE))
    assert named == set(read["paths"])
    missing = [name for name in read["components"]["schemas"] if not re.search(rf"^        {name}: ", types, flags=re.MULTILINE)]
    assert not missing, "run `make types`"
