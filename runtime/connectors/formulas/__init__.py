"""The formula language of `.map.yml`: JSON in which `{$var: $.user.id}` and its like stand for values.

For: evaluating such a document over variables, and finding what is wrong with it before it ever runs. Pure: no Django, no clock,
no network. Only own keys of objects and places of lists are read; depth, work and size are bounded.
Not here: reading files (the package reader), requests made from one (`rest`), who gives which variables (the function runner).
"""

from runtime.connectors.formulas.checking import Finding, check
from runtime.connectors.formulas.evaluation import Limits
from runtime.connectors.formulas.language import evaluate
from runtime.connectors.formulas.problems import FormulaProblem, at
from runtime.connectors.formulas.values import UNDEFINED

__all__ = ["UNDEFINED", "Finding", "FormulaProblem", "Limits", "at", "check", "evaluate"]
