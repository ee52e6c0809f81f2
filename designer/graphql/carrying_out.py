"""One request in GraphQL, from its text to its answer.

For: parse, bound, validate, execute, and tell every error in one shape.
Not here: HTTP (`api`), what fields mean (`schema`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, GraphQLError, execute_sync, validate

from designer.graphql import limits
from designer.graphql.asking import Asker
from designer.graphql.errors import told, told_alone
from designer.graphql.schema import SCHEMA
from runtime.engine.errors import HookyardError

MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Question:
    query: str
    variables: Mapping[str, Any]
    operation_name: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`ran` is False when nothing was executed, as for a document that makes no sense."""

    body: dict[str, Any]
    ran: bool


def answer(question: Question, asking: Asker, request_id: str) -> Answer:
    about = {"now": asking.now, "request_id": request_id}
    try:
        document = _bounded(question)
    except GraphQLError as error:
        return Answer({"errors": [told(error, **about)]}, ran=False)
    except HookyardError as error:
        return Answer({"errors": [told_alone(error, **about)]}, ran=False)
    if wrong := validate(SCHEMA, document, max_errors=MOST_ERRORS):
        return Answer({"errors": [told(error, **about) for error in wrong]}, ran=False)
    result = execute_sync(
        SCHEMA,
        document,
        context_value=asking,
        variable_values=dict(question.variables),
        operation_name=question.operation_name,
        max_coercion_errors=MOST_ERRORS,
    )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [told(error, **about) for error in result.errors]
    # Without a path nothing was executed: a variable has the wrong type, or there is no operation of this name.
    ran = result.data is not None or any(error.path for error in result.errors or ())
    return Answer(body if ran else {"errors": body["errors"]}, ran=ran)


def _bounded(question: Question) -> DocumentNode:
    document = limits.read(question.query)
    limits.check(document, question.operation_name, question.variables)
    return document
