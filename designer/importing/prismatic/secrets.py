"""What in a file may be a secret, cut out before anything of it is kept.

Inputs of connections that are called so, and the keys of an organization: they are given anew under Credentials and Services.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from designer.importing.prismatic.dialects import Document
from designer.importing.report import Report

SECRET = re.compile(r"secret|password|passphrase|token|private|api_?key|access_?key|key_?id|credential|signing", re.IGNORECASE)
CONNECTIONS = ("connection", "credential")
HARMLESS = re.compile(r"url|endpoint|uri", re.IGNORECASE)  # tokenUrl is an address


def without_secrets(source: Document, report: Report) -> Document:
    """A copy; the values are emptied, so that the places stay."""
    document = deepcopy(source)
    for variable in _list(document.get("requiredConfigVars")):
        if isinstance(variable, dict) and (variable.get("connection") or variable.get("dataType") in CONNECTIONS):
            _empty_inputs(variable, report)
    for flow in _list(document.get("flows")):
        if isinstance(flow, dict) and flow.get("organizationApiKeys"):
            flow["organizationApiKeys"] = []
            report.add("refused", f"The API keys of {str(flow.get('name'))[:80]} were in the file; no secret is imported.")
    return document


def _empty_inputs(variable: dict[str, Any], report: Report) -> None:
    inputs = variable.get("inputs")
    for name, given in (inputs or {}).items() if isinstance(inputs, Mapping) else ():
        if SECRET.search(name) and not HARMLESS.search(name) and isinstance(given, dict) and given.get("value"):
            given["value"] = ""
            message = f"{name} of {str(variable.get('key'))[:80]} was in the file; no secret is imported."
            report.add("refused", message, todo="Enter it where the connection is made.")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
