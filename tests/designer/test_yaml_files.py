"""Integrations as files: out and in again without a change, and no trick gets in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.integrations.yaml_format import ImportRefused, dump_definition, load_definition_yaml
from tests.designer.stock import definition, flow, make_integration, make_version

FILES = sorted((Path(__file__).parents[2] / "fixtures" / "integrations").glob("*.yaml"))
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)
ALIASES = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_any_document_comes_back_as_it_went(document):
    assert load_definition_yaml(dump_definition(document)) == document


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_examples_come_back_as_they_went(file):
    document = load_definition_yaml(file.read_text())
    assert load_definition_yaml(dump_definition(document)) == document


LOOKALIKES = (
    *("no", "on", "~", "null", "", "=", "<<", "#x", " x", "a: b", "- a"),
    *("2020-01-01", "12:30:45", "1e3", "0x10", "012", "1_000"),
)


@pytest.mark.parametrize("text", LOOKALIKES)
def test_text_that_looks_like_something_else_stays_text(text):
    assert load_definition_yaml(dump_definition({"name": text})) == {"name": text}


def test_code_is_written_as_block_text():
    source = 'module.exports = async () => {\n  return { data: "x" };\n};\n'
    written = dump_definition({"x": {"value": source}})
    assert '  value: |\n    module.exports = async () => {\n      return { data: "x" };\n' in written


def test_the_same_meaning_gives_the_same_text():
    document = definition(flows=[flow()])
    turned = dict(reversed(document.items())) | {"flows": [dict(reversed(flow().items()))]}
    assert dump_definition(turned) == dump_definition(document)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ALIASES, "Line 1: anchors and aliases"),
        ("a: 1\nname: x\na: 2", "Line 3: the key a stands twice"),
        ("a: !!python/object/apply:os.system [id]", "Line 1: tags such as"),
        ("a: !custom x", "Line 1: tags such as"),
        ("- a\n- b", "An integration is a mapping"),
        ("", "An integration is a mapping"),
        ("a: b: c", "Line 1: this is not YAML"),
        ("a: \x07", "This is not YAML"),
        ("1: a", "Line 1: keys are text"),
        ("? [a]\n: b", "Line 1: keys are text"),
        ("a: 1e999", "Line 1: 1e999 is too large"),
        ("[" * 5000, "deep"),
        ("a: x\n---\nb: y", "YAML"),
        ("a: " + "9" * 5000, "Line 1: this number is too large"),
    ],
)
def test_it_says_what_is_wrong_with_a_file_and_where(text, says):
    with pytest.raises(ImportRefused) as refused:
        load_definition_yaml(text)
    assert says in refused.value.message


def test_a_file_has_a_largest_size():
    with pytest.raises(ImportRefused, match="larger than 2 MiB"):
        load_definition_yaml("a: " + "x" * 2 * 1024 * 1024)


def test_an_export_imports_as_a_second_integration_with_a_key_of_its_own(cast, builder):
    shop = make_integration(cast.acme)
    exported = builder.get(f"integrations/{shop.pk}/export")
    assert exported.headers["Content-Type"] == "application/yaml; charset=utf-8"
    answer = builder.post("integrations/import", {"yaml": exported.content.decode()})
    assert answer.status_code == 201
    taken = answer.json()
    assert taken["integration"]["key"] == "shop-2"
    assert [line["level"] for line in taken["report"]] == ["taken", "taken", "changed"]
    assert taken["problems"] == []
    again = builder.get(f"integrations/{taken['integration']['id']}/draft").json()["definition"]
    assert again == {**definition(), "key": "shop-2"}


def test_notes_and_groups_travel_along(cast, builder):
    note = {"id": "note_1", "text": "no\ntwo", "color": "pink", "at": {"x": 0, "y": -8.5}, "size": {"width": 200, "height": 80}}
    drawn = {"notes": [note], "groups": [{"id": "group_1", "title": "Yes", "steps": ["log_1"]}]}
    shop = make_integration(cast.acme, flows=[flow(annotations=drawn)])
    exported = builder.get(f"integrations/{shop.pk}/export").content.decode()
    taken = builder.post("integrations/import", {"yaml": exported}).json()
    again = builder.get(f"integrations/{taken['integration']['id']}/draft").json()["definition"]
    assert again["flows"][0]["annotations"] == drawn
    assert taken["problems"] == []


def test_an_import_into_an_integration_replaces_its_draft_and_keeps_its_key(cast, builder):
    shop = make_integration(cast.acme)
    text = dump_definition(definition("other", "Other name", flows=[flow("returns", "Returns")]))
    taken = builder.post("integrations/import", {"yaml": text, "integration": shop.pk}).json()
    assert (taken["integration"]["key"], taken["integration"]["name"]) == ("shop", "Other name")
    assert taken["report"][-1]["level"] == "changed"
    draft = builder.get(f"integrations/{shop.pk}/draft").json()
    assert (draft["revision"], draft["definition"]["flows"][0]["key"]) == (2, "returns")


@pytest.mark.parametrize("text", ["name: 7", "name: x\nflows: none", "flows: []", "a: &x 1", "name: x\nkey: [1]"])
def test_a_file_that_is_no_integration_is_refused_and_leaves_nothing_behind(text, cast, builder):
    answer = builder.post("integrations/import", {"yaml": text})
    assert answer.status_code == 400
    assert answer.json()["code"] in ("import_malformed", "definition_malformed")
    assert builder.get("integrations").json()["results"] == []


def test_an_import_drops_nothing_it_does_not_understand(cast, builder):
    taken = builder.post("integrations/import", {"yaml": "name: Odd\ncolour: red\nflows: []\n"}).json()
    assert "colour" in " ".join(problem["message"] for problem in taken["problems"])
    draft = builder.get(f"integrations/{taken['integration']['id']}/draft").json()
    assert draft["definition"]["colour"] == "red"


def test_a_version_is_exported_by_its_number(cast, builder):
    shop = make_integration(cast.acme)
    make_version(shop, description="as published")
    assert b"as published" in builder.get(f"integrations/{shop.pk}/export?version=1").content
    assert builder.get(f"integrations/{shop.pk}/export?version=2").status_code == 404
    assert builder.get(f"integrations/{shop.pk}/export?version=latest").status_code == 400
