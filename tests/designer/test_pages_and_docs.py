"""The product's pages, and the API's description of itself."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from designer.api import docs
from tests.cast import Desk


@pytest.fixture
def built(tmp_path, settings):
    settings.FRONTEND_BUILD = tmp_path
    (tmp_path / "index.html").write_text("<title>Hookyard</title>")


@pytest.mark.parametrize("path", ["/", "/integrations/01ABC/flows", "/requests?status=unrouted", "/apix"])
def test_every_other_path_is_the_one_page(path, built, client):
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (200, b"<title>Hookyard</title>")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_it_says_what_to_do_when_the_pages_are_not_built(tmp_path, settings, client):
    settings.FRONTEND_BUILD = tmp_path / "missing"
    answer = client.get("/")
    assert answer.status_code == 503
    assert b"npm run build" in answer.content


@pytest.mark.parametrize("path", ["/api/nothing", "/hooks/x", "/static/nothing.js"])
def test_paths_of_others_are_never_the_page(path, built, client, db):
    assert client.get(path).status_code == 404


def test_pages_take_no_posts(built, client):
    assert client.post("/login").status_code == 405


def test_the_openapi_document_is_complete_and_without_a_warning(capsys):
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert "operationId: putDraft" in out.getvalue()


def test_the_document_is_served_as_yaml_and_as_json(db):
    assert Desk().get("schema").content.startswith(b"openapi: 3.1")
    answer = Desk().get("schema?format=json")
    assert answer.headers["Content-Type"].startswith("application/vnd.oai.openapi+json")
    assert answer.json()["openapi"].startswith("3.1") and answer.headers["X-Request-Id"]


def test_the_docs_page_needs_no_script_of_others_and_none_inline(db):
    answer = Desk().get("docs")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "http://" not in html and "https://" not in html
    assert "<script>" not in html


def test_the_document_is_made_once_however_many_ask_for_it(db, monkeypatch):
    monkeypatch.setattr(docs, "_made", {})
    made = []
    make = docs.SchemaGenerator.get_schema
    monkeypatch.setattr(docs.SchemaGenerator, "get_schema", lambda *args, **kwargs: made.append(1) or make(*args, **kwargs))
    answers = {Desk().get("schema").content for _ in range(5)}
    assert len(made) == len(answers) == 1


def test_the_groups_of_the_docs_have_readable_names(db):
    paths = Desk().get("schema?format=json").json()["paths"].values()
    tags = {tag for path in paths for operation in path.values() if isinstance(operation, dict) for tag in operation["tags"]}
    assert {"Signing in", "Integrations", "Triggers API"} <= tags
    assert not [tag for tag in tags if "_" in tag or not tag[0].isupper()]
