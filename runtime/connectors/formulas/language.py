"""The language: every formula by its name, and the way into it.

For: the table, and `evaluate`. Not here: what each formula means (`shaping`, `logic`, `people`, `moments`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.connectors.formulas import logic, moments, people, shaping
from runtime.connectors.formulas.copies import copied
from runtime.connectors.formulas.evaluation import Evaluation, Formula, Jsonata, Limits

FORMULAS: Mapping[str, Formula] = {
    "$var": shaping.var,
    "$concat": shaping.concat,
    "$tpl": shaping.tpl,
    "$iterate": shaping.iterate,
    "$firstNotEmpty": shaping.first_not_empty,
    "$mergeObjects": shaping.merge_objects,
    "$plain": shaping.plain,
    "$copy": shaping.copy,
    "$jsonata": shaping.jsonata,
    "$formula": shaping.formula_,
    "$record": shaping.record,
    "$eval": logic.eval_,
    "$and": logic.and_,
    "$or": logic.or_,
    "$case": logic.case,
    "$map": logic.map_,
    "$firstName": people.first_name,
    "$lastName": people.last_name,
    "$domainFromEmail": people.domain_from_email,
    "$extractDate": moments.extract_date,
    "$extractTime": moments.extract_time,
    "$lookup": shaping.left,
    "$findExternalRecordId": shaping.left,
    "$findAppRecordId": shaping.left,
    "$dataSchemaRef": shaping.nothing,
}


def evaluate(node: Any, variables: Mapping[str, Any], *, limits: Limits | None = None, jsonata: Jsonata | None = None) -> Any:
    """The value of a document, or `UNDEFINED`. Raises `FormulaProblem`."""
    evaluation = Evaluation(FORMULAS, limits or Limits(), jsonata)
    value = evaluation.value(node, variables)
    evaluation.weigh(value)
    if not evaluation.copies:
        return value
    value = copied(value, evaluation.weigh)
    evaluation.weigh(value)
    return value
