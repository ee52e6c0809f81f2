"""Picklists that a flow fills: asked in the builder's preview on the draft, and for an instance in its wizard."""

from __future__ import annotations

from typing import Any

import pytest

from runtime import choosing
from runtime.choosing import NoChoices, choices_for, read_choices
from runtime.instances.services import deploy
from tests.designer.stock import flow, make_customer, make_integration, make_version

BY_REGION = """
module.exports = async ({ configVars, logger }, stepResults) => {
  const { variable } = stepResults.trigger.results.data;
  if (configVars.country === "nowhere") throw new Error("No shop in nowhere.");
  return { data: [{ value: 1, label: variable + " of " + configVars.country + " " + configVars.token }, "plain"] };
};
"""
VARIABLES = [
    {"key": "country", "name": "Country", "default": "DE"},
    {"key": "token", "name": "Token", "visibility": "organization", "default": "hidden"},
    {"key": "shop", "name": "Shop", "type": "picklist", "choicesFrom": {"flow": "shops"}},
]


def shops(source: str = BY_REGION) -> dict[str, Any]:
    steps = [
        {"id": "manual_1", "component": "manual"},
        {"id": "code_1", "component": "code", "inputs": {"code": {"value": source}}},
    ]
    return flow("shops", "Shops", steps=steps, links=[{"from": "manual_1", "to": "code_1"}], layout={})


@pytest.fixture
def ask(cast, builder):
    integration = make_integration(cast.acme, flows=[flow(), shops()], configVariables=VARIABLES)

    def ask(**asked: Any) -> tuple[int, Any]:
        answer = builder.post(f"integrations/{integration.pk}/draft/choices", {"variable": "shop", **asked})
        body = answer.json()
        return answer.status_code, [
            (one["value"], one["label"]) for one in body["choices"]
        ] if answer.status_code == 200 else body

    return ask


def test_the_preview_gets_the_choices_of_the_draft(ask):
    assert ask() == (200, [("1", "shop of DE hidden"), ("plain", "plain")])


def test_what_stands_on_the_page_counts_and_nobody_sets_there_what_is_hidden(ask):
    assert ask(config={"country": "FR", "token": "mine"})[1][0] == ("1", "shop of FR hidden")


def test_a_flow_that_fails_says_so_in_its_own_words_and_is_asked_again(ask):
    status, body = ask(config={"country": "nowhere"})
    assert (status, body["code"]) == (422, "choices_failed")
    assert "No shop in nowhere." in body["detail"]
    assert ask(config={"country": "nowhere"})[0] == 422


def test_a_variable_that_no_flow_fills_has_no_choices_to_load(ask):
    status, body = ask(variable="country")
    assert (status, body["code"]) == (404, "choices_not_found")


def test_a_flow_that_hangs_is_stopped(ask, cast, builder, monkeypatch):
    monkeypatch.setattr(choosing, "LONGEST_RUN", 0.3)
    slow = make_integration(
        cast.acme,
        "slow",
        flows=[flow(), shops("module.exports = async () => { while (true); };")],
        configVariables=VARIABLES,
    )
    answer = builder.post(f"integrations/{slow.pk}/draft/choices", {"variable": "shop"})
    assert (answer.status_code, answer.json()["code"]) == (422, "choices_too_slow")


def test_an_instance_has_choices_of_its_own_and_keeps_them_for_a_moment(cast, monkeypatch):
    integration = make_integration(cast.acme, flows=[flow(), shops()], configVariables=VARIABLES)
    make_version(integration)
    instances = [deploy(integration, make_customer(cast.acme, name), config={"country": name}) for name in ("IT", "ES")]
    labels = [choices_for(instance, "shop")[0]["label"] for instance in instances]
    assert labels == ["shop of IT hidden", "shop of ES hidden"]

    def nobody_is_asked(run: Any) -> Any:
        raise NoChoices("Asked.")

    monkeypatch.setattr(choosing, "_run", nobody_is_asked)
    assert choices_for(instances[0], "shop")[0]["label"] == labels[0]
    with pytest.raises(NoChoices):
        choices_for(instances[0], "shop", fresh=True)
    with pytest.raises(NoChoices):
        choices_for(instances[0], "shop", given={"country": "PT"})


@pytest.mark.parametrize(
    "result",
    [
        [{"value": "a", "label": "A"}, "b", 3, {"value": "a", "label": "again"}],
        {"choices": [{"value": "a", "label": "A"}, {"value": "b", "label": ""}, {"value": 3}]},
    ],
)
def test_choices_come_as_people_write_them(result):
    assert read_choices(result) == [
        {"value": "a", "label": "A"},
        {"value": "b", "label": "b"},
        {"value": "3", "label": "3"},
    ]


@pytest.mark.parametrize(
    "result", [None, {}, "a", {"choices": {}}, [None], [{"label": "A"}], [{"value": ""}], ["x" * 201], [True], ["a"] * 1001]
)
def test_what_is_no_list_of_choices_is_told(result):
    with pytest.raises(NoChoices) as told:
        read_choices(result)
    assert told.value.code == "choices_malformed"
