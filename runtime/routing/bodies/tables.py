"""CSV bodies.

Rows become objects by the names in the first row; with `header=absent` in the content type (RFC 4180) they stay lists. The
separator is the one of `, ; tab |` that the first row holds most often, since spreadsheets write what their country uses.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from runtime.routing.bodies.media import Media
from runtime.routing.bodies.refusals import malformed
from runtime.routing.bodies.text import decode

MOST_ROWS = 50_000
MOST_CELLS = 500_000
MOST_COLUMNS = 1000
SEPARATORS = ",;\t|"


def parse_csv(body: bytes, media: Media) -> list[Any]:
    """Raises NotAllowed `body_malformed`."""
    text = decode(body, media.charset, "body")
    separator = "\t" if "tab" in media.type else _separator(text)
    is_named = media.parameters.get("header", "").lower() != "absent"
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            cells += max(len(row), len(rows[0])) if rows and is_named else len(row)  # a record has every name
            if len(rows) > MOST_ROWS or cells > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise malformed(f"The CSV has over {MOST_ROWS} rows, {MOST_COLUMNS} columns or {MOST_CELLS} cells.")
            if row:
                rows.append(row)
    except csv.Error as error:
        raise malformed(f"The body is not CSV: {error} in row {len(rows) + 1}.") from None
    if not is_named or not rows:
        return rows
    names = _names(rows[0])
    return [_record(names, row) for row in rows[1:]]


def _separator(text: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]
    plain = "".join(first.split('"')[::2])  # what stands between quotes separates nothing
    return max(SEPARATORS, key=plain.count)


def _names(row: list[str]) -> list[str]:
    """Every column has a name of its own: empty ones and repeats are numbered."""
    names: dict[str, None] = {}
    used: dict[str, int] = {}  # the number a name's next repeat begins at, or a row of one name would be counted over and over
    for position, cell in enumerate(row, 1):
        name = wanted = cell.strip() or f"column_{position}"
        while name in names:
            used[wanted] = used.get(wanted, 1) + 1
            name = f"{wanted}_{used[wanted]}"
        names[name] = None
    return list(names)


def _record(names: list[str], row: list[str]) -> dict[str, str]:
    known = dict(zip(names, [*row, *[""] * (len(names) - len(row))], strict=False))
    return known | {f"column_{position}": cell for position, cell in enumerate(row[len(names) :], len(names) + 1)}
