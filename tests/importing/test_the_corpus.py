"""Every construct of both dialects, by a corpus of our own: it comes in, works, and goes out again as it was."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.importing.prismatic.converting import convert
from designer.importing.prismatic.dialects import component_of, dialect_of, read_document, walk
from designer.importing.prismatic.naming import reference_name
from designer.importing.prismatic.writing import Came, Unwritable, write
from designer.importing.reading import read_file
from designer.importing.report import Report
from designer.integrations.storable import require_storable
from runtime.components import BY_KEY
from runtime.engine.errors import HookyardError
from runtime.engine.schema import sound_part
from runtime.engine.validation import validate

FILES = sorted((Path(__file__).parents[2] / "fixtures" / "imports" / "prismatic").glob("*.yml"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def steps_of(definition):
    def walked(steps):
        for step in steps:
            yield step
            yield from walked(step.get("steps", ()))

    return [step for flow in definition["flows"] for step in walked(flow["steps"])]


def flows_without_layout(definition):
    """As the set they are, links have no order."""
    flows = copy.deepcopy(definition["flows"])
    for flow in flows:
        flow.pop("layout", None)
        flow["links"] = sorted(flow["links"], key=str)
    return flows


def plain_steps(definition):
    return [{name: value for name, value in step.items() if name not in ("steps", "links")} for step in steps_of(definition)]


@each_file
def test_it_becomes_a_sound_draft_whose_only_errors_are_told_in_the_report(file):
    incoming = read_file(file.read_text())
    require_storable(incoming.definition)
    assert sound_part(incoming.definition)[0] is incoming.definition
    problems = validate(copy.deepcopy(incoming.definition), BY_KEY, credentials=[])
    errors = {problem.code for problem in problems if problem.severity == "error"}
    assert errors <= {"placeholder_left", "config_variable_unknown"}
    assert sum(problem.code == "placeholder_left" for problem in problems) == incoming.placeholders


@each_file
def test_each_of_its_steps_is_here_and_each_placeholder_is_told(file):
    source = yaml.safe_load(file.read_text())
    incoming = read_file(file.read_text())
    theirs = [step for flow in read_document(source, incoming.dialect, Report())["flows"] for step, _ in walk(flow["steps"])]
    ours = {step["id"]: step for step in steps_of(incoming.definition)}
    names = {step["name"] for step in ours.values()}
    assert all(step["name"] in names for step in theirs)
    stubs = {step_id for step_id, step in ours.items() if step["component"] == "placeholder"}
    told = {line.step for line in incoming.report.lines if line.level == "stubbed"}
    assert all(stub in told or stub.removesuffix("Checks") in told for stub in stubs)


@each_file
def test_untouched_it_goes_out_as_it_came(file):
    source, incoming = yaml.safe_load(file.read_text()), read_file(file.read_text())
    came = Came(incoming.dialect, incoming.source, incoming.definition)
    written = write(incoming.definition, incoming.dialect, came)
    assert written.document == incoming.source and not written.report.lines
    secrets = ("in-the-file", "live-key")
    assert all(secret not in str(written.document) for secret in secrets)
    if not any(secret in str(source) for secret in secrets):
        assert written.document == source


@each_file
def test_written_anew_from_our_definition_alone_it_comes_back_the_same(file):
    incoming = read_file(file.read_text())
    written = write(incoming.definition, "prismatic", None)
    again = convert(written.document, "prismatic").definition
    assert plain_steps(again) == plain_steps(incoming.definition)
    assert flows_without_layout(again) == [
        {**flow, "policy": new["policy"]} if "policy" in new else {k: v for k, v in flow.items() if k != "policy"}
        for flow, new in zip(flows_without_layout(incoming.definition), flows_without_layout(again), strict=True)
    ]
    assert {one["name"] for one in again["configVariables"]} == {one["name"] for one in incoming.definition["configVariables"]}
    assert again["endpoint"] == incoming.definition["endpoint"]


@each_file
def test_with_one_step_changed_everything_else_goes_out_as_it_came(file):
    incoming = read_file(file.read_text())
    came = Came("prismatic", incoming.source, incoming.definition) if incoming.dialect == "prismatic" else None
    changed = copy.deepcopy(incoming.definition)
    logs = [step for step in steps_of(changed) if step["component"] == "log"]
    if came is None or not logs:
        return
    logs[0]["inputs"]["message"] = {"value": "changed here"}
    before = {step["name"]: step for flow in incoming.source["flows"] for step, _ in walk(flow["steps"])}
    after = {
        step["name"]: step for flow in write(changed, "prismatic", came).document["flows"] for step, _ in walk(flow["steps"])
    }
    bare = {name: {k: v for k, v in step.items() if k not in ("steps", "branches")} for name, step in before.items()}
    differing = [
        name for name, step in after.items() if {k: step[k] for k in step if k not in ("steps", "branches")} != bare[name]
    ]
    assert differing == [logs[0]["name"]] and after.keys() == before.keys()


def test_the_old_dialect_is_written_again_after_a_change():
    incoming = read_file(next(file for file in FILES if file.stem == "of-2020-webhook").read_text())
    changed = copy.deepcopy(incoming.definition)
    changed["flows"][0]["steps"][-1]["notes"] = "Look at this."
    came = Came(incoming.dialect, incoming.source, incoming.definition)
    document = write(changed, "prismatic-2020", came).document
    assert dialect_of(document) == "prismatic-2020" and document["requiredConfigVars"] == incoming.source["requiredConfigVars"]
    assert plain_steps(convert(document, "prismatic-2020").definition) == plain_steps(changed)


def test_what_the_old_dialect_cannot_say_is_refused():
    incoming = read_file(next(file for file in FILES if file.stem == "every-branch").read_text())
    with pytest.raises(Unwritable, match="holds one flow"):
        write(incoming.definition, "prismatic-2020", None)


def test_the_corpus_holds_every_construct_of_the_schema():
    documents = [yaml.safe_load(file.read_text()) for file in FILES]
    flows = [flow for document in documents for flow in document.get("flows", ())]
    steps = [step for flow in flows for step, _ in walk(flow["steps"])]
    variables = [
        one
        for document in documents
        if isinstance(document["requiredConfigVars"], list)
        for one in document["requiredConfigVars"]
    ]
    text = "\n".join(file.read_text() for file in FILES)
    assert {document.get("endpointType") for document in documents} >= {
        "flow_specific",
        "instance_specific",
        "shared_instance",
        None,
    }
    assert {flow.get("endpointSecurityType") for flow in flows} == {
        *("unsecured", "customer_optional", "customer_required", "organization")
    }
    assert {one["dataType"] for one in variables} >= {
        *("string", "date", "timestamp", "picklist", "schedule", "code", "boolean", "number", "connection"),
        *("objectSelection", "objectFieldMap", "jsonForm"),
    }
    assert {component_of(step)[0] for step in steps} >= {
        *("branch", "loop", "http", "customHttp", "code", "stop-execution", "collection-tools", "persist-data", "recursive-flow"),
        *("log", "sleep", "math", "datetime", "csv", "messagepack", "text-manipulation", "change-data-format", "cross-flow"),
        *("webhook-triggers", "schedule-triggers", "management-triggers", "prismatic"),
    }
    assert {key for flow in flows for key in flow} >= {
        *("retryConfig", "queueConfig", "triggerResolver", "schemas", "isAgentFlow", "stableKey", "renameAttributes"),
        *("supplementalComponents", "organizationApiKeys", "isSynchronous"),
    }
    for word in ("htmlElement", "jsonForm", "valuelist", "keyvaluelist", "isVisibleToCustomerDeployer", "useScopedConfigVar"):
        assert word in text, word
    for kind in ("value", "reference", "template", "configVar", "complex"):
        assert f"type: {kind}" in text


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("Get a Queue's URL", "getAQueueSUrl"),
        ("Receive GitHub Events Trigger", "receiveGithubEventsTrigger"),
        ("Cross Flow - Get Value", "crossFlowGetValue"),
        ("Add # of Jira issues + STARTAT value", "addOfJiraIssuesStartatValue"),
        ("[CRM] Query Entities", "crmQueryEntities"),
        ("SQL: Execute an SQL Statement", "sqlExecuteAnSqlStatement"),
    ],
)
def test_steps_are_referred_to_by_their_names(name, reference):
    assert reference_name(name) == reference


DOCUMENTS = [(yaml.safe_load(file.read_text())) for file in FILES]
JUNK = st.one_of(
    *(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=6), st.just([]), st.just({}), st.just([[]])),
    st.just({"type": "complex", "value": ["and", ["equal"]]}),
    st.just({"type": "reference", "value": 'a["b.c'}),
)


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, (*path, index))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(st.data())
def test_a_file_with_junk_anywhere_is_read_or_refused_and_never_breaks(data):
    document = copy.deepcopy(data.draw(st.sampled_from(DOCUMENTS)))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([path for path in places(document) if path]))
        holder = document
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = data.draw(JUNK)
    try:
        made = convert(document, dialect_of(document) or "prismatic").definition
        require_storable(made)
    except HookyardError:
        return
    validate(copy.deepcopy(made), BY_KEY, credentials=[])
    if sound_part(made)[0] is made:
        write(made, "prismatic", Came("prismatic", document, made) if dialect_of(document) == "prismatic" else None)
