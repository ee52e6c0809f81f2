"""Which step of ours each of their actions on data is: text, numbers, times, lists and other forms of data."""

from __future__ import annotations

from designer.importing.prismatic.rules import Rule

DATA_RULES: tuple[Rule, ...] = ()
