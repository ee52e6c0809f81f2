"""What is wrong with config pages, and which are derived, by the cases that the builder is held to as well."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from designer.integrations.yaml_format import dump_definition, load_definition_yaml
from runtime.components import BY_KEY
from runtime.credentials.schemes import SCHEMES
from runtime.engine.config_pages import pages_of
from runtime.engine.config_shown import shown_of
from runtime.engine.definition import read_definition
from runtime.engine.validation import validate
from runtime.routing.plans import config_values
from tests.product import ROOT

SHARED = yaml.safe_load((ROOT / "fixtures/config_pages/cases.yaml").read_text())


def changed(document: Any, changes: dict[str, Any]) -> Any:
    """`{"configPages.0.name": "x"}` set in a copy; None removes."""
    result = copy.deepcopy(document)
    for path, value in changes.items():
        *way, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
        here = result
        for part in way:
            here = here[part]
        if value is None:
            del here[last]
        elif isinstance(here, list) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    return result


def found_in(document: Any) -> list[list[str | None]]:
    known = {"credentials": (), "services": {"shop"}, "schemes": SCHEMES, "images": {"known"}}
    return [[problem.code, problem.field] for problem in validate(document, BY_KEY, **known)]


@pytest.mark.parametrize("case", SHARED["problems"], ids=lambda case: case["it"])
def test_it_finds_every_problem_of_the_pages(case):
    assert sorted(found_in(changed(SHARED["sound"], case["set"]))) == sorted(case["problems"])


@pytest.mark.parametrize("case", SHARED["derived"], ids=lambda case: case["it"])
def test_every_integration_has_pages_for_its_wizard(case):
    assert pages_of(changed(SHARED["sound"], case["set"])) == case["pages"]


@pytest.mark.parametrize("case", SHARED["shown"], ids=lambda case: case["it"])
def test_answers_decide_what_is_shown(case):
    asked = SHARED["conditional"]
    shown = shown_of(asked["configPages"], asked["configVariables"], case["values"])
    elements = [f"{page}.{index}" for page, row in enumerate(shown.elements) for index, is_shown in enumerate(row) if is_shown]
    pages = [index for index, is_shown in enumerate(shown.pages) if is_shown]
    assert (pages, elements, sorted(shown.hidden)) == (case["pages"], case["elements"], case["hidden"])


def test_a_value_that_is_not_asked_for_is_not_what_flows_read():
    definition = read_definition({"name": "N", "key": "n", **SHARED["conditional"]})
    typed = {"alerts": False, "email": "ada@example.com", "plan": "pro", "level": 1}
    assert config_values(definition, typed)["Email"] is None
    assert config_values(definition, {**typed, "alerts": True})["Email"] == "ada@example.com"


@pytest.mark.parametrize("type_name", ["heading", "text", "image", "link", "webhookUrl", "secret", "lights", "configVariable"])
def test_an_element_of_nothing_but_its_type_is_told_about_and_breaks_nothing(type_name):
    document = changed(SHARED["sound"], {"configPages": [{"name": "P", "elements": [{"type": type_name}]}]})
    document["configVariables"] = []
    codes = {code for code, _ in found_in(document)}
    assert codes <= {"config_page_element_invalid", "config_page_secret_idle"}
    assert bool(codes) is (type_name not in ("webhookUrl", "lights"))


def test_pages_survive_a_file():
    text = dump_definition(SHARED["sound"])
    assert load_definition_yaml(text) == SHARED["sound"]
    assert text.index("tagline:") < text.index("elements:") < text.index("instructions:")
