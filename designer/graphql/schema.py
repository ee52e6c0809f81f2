"""The schema that is served: the file beside this one, and a function for each field that is not simply there.

A field that the table below does not name is read from its object by name. A name in the table that the file lacks fails at the
first import, so the two cannot part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, build_schema

from designer.graphql import authentications, calling, instances, paging, people, projects, setting_up, solutions
from designer.graphql.asking import Asker, asker

FILE = Path(__file__).parent / "schema.graphql"
Act = Callable[[Asker, Mapping[str, Any]], dict[str, Any]]


def _acts(act: Act) -> Callable[..., dict[str, Any]]:
    """A mutation: whatever it gives, and the client's own id of it back."""

    def resolve(_source: Any, info: Any, input: Mapping[str, Any]) -> dict[str, Any]:
        return {**act(asker(info), input), "clientMutationId": input.get("clientMutationId")}

    return resolve


FIELDS: dict[str, dict[str, Callable[..., Any]]] = {
    "Query": {"viewer": lambda _source, _info: {}, "users": people.users},
    "Viewer": {
        "details": people.details,
        "authentications": authentications.authentications,
        "solutions": solutions.solutions,
        "solutionInstances": instances.solution_instances,
        "workflows": solutions.workflows,
        **dict.fromkeys(("templates", "sharedWorkflows", "invites"), paging.nothing),
    },
    "Mutation": {
        "createExternalUser": _acts(people.create_external_user),
        "updateExternalUser": _acts(people.update_external_user),
        "removeExternalUser": _acts(people.remove_external_user),
        "authorize": _acts(people.authorize),
        "generateAuthorizationCode": _acts(people.generate_authorization_code),
        "createUserAuthentication": _acts(authentications.create),
        "removeAuthentication": _acts(authentications.remove),
        "createSolutionInstance": _acts(setting_up.create),
        "updateSolutionInstance": _acts(setting_up.update),
        "upgradeSolutionInstance": _acts(setting_up.upgrade),
        "removeSolutionInstance": _acts(setting_up.remove),
        "callConnector": _acts(calling.call_connector),
        "exportProject": _acts(projects.export_project),
        "importProject": _acts(projects.import_project),
        "exportProjectConfig": _acts(projects.export_project_config),
    },
}


def _joined() -> GraphQLSchema:
    schema = build_schema(FILE.read_text())
    for type_name, fields in FIELDS.items():
        type_ = schema.type_map[type_name]
        if not isinstance(type_, GraphQLObjectType):
            raise TypeError(f"{type_name} is no object type of {FILE.name}")
        for name, resolve in fields.items():
            type_.fields[name].resolve = resolve
    return schema


SCHEMA = _joined()
