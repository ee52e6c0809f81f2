"""A file that somebody brings, whichever product wrote it.

For: from text to a definition of ours with a report; nothing is written here.
Not here: reading YAML safely (`designer.integrations.yaml_format`), making rows (`designer.integrations.importing`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from designer.importing.prismatic.converting import convert
from designer.importing.prismatic.dialects import dialect_of
from designer.importing.prismatic.secrets import without_secrets
from designer.importing.report import Report
from designer.integrations.yaml_format import load_definition_yaml

OWN = "hookyard"


@dataclass(frozen=True, slots=True)
class Incoming:
    """`source` is what the file held, without secrets, where it was not ours; `tests` what stood under `tests` where it was."""

    dialect: str
    definition: dict[str, Any]
    report: Report
    tests: Any = field(default_factory=list)
    source: dict[str, Any] | None = None
    placeholders: int = 0


def read_file(text: str) -> Incoming:
    """Raises `ImportRefused`, `NotAnIntegration`. A definition of ours comes as it stood, sections left out and all."""
    document = load_definition_yaml(text)
    dialect = dialect_of(document)
    if dialect is None:
        tests = document.pop("tests", [])
        return Incoming(OWN, document, Report(), tests)
    report = Report()
    source = without_secrets(document, report)
    converted = convert(source, dialect)
    report.lines += converted.report.lines
    return Incoming(dialect, converted.definition, report, [], source, converted.placeholders)
