"""One statement of PostgreSQL for any number of rows: they come as one JSON document.

For: the text of such a statement, and the document. Sent one by one, three statements of an execution's end were most of what its
worker and the database did for it. COPY reads rows a little faster, but it asks and waits three times for each table, takes no
condition, and updates nothing.
Not here: statements of one row (`tables`), who sends which (`rows`).

The document is an array of objects whose names are short and stand for places: `c0`, `c1`, ...
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from runtime.journal.encoding import plain_text

TAKES_TEXT = ("varchar", "text", "json", "bytea")  # whatever is longer than its column is refused, not cut
CAST = ("json", "bytea")
NUL = b"\\u0000"


def insert(insert_from: str, types: Sequence[str], condition: str = "", of_condition: Sequence[str] = ()) -> str:
    """`insert_from` is `INSERT INTO table (columns)`; `condition` a SELECT with a mark for each of its own parameters."""
    columns = ", ".join(_cast(place, type) for place, type in enumerate(types))
    for place in range(len(types), len(types) + len(of_condition)):
        condition = condition.replace("%s", f"row.c{place}", 1)
    where = f" WHERE EXISTS ({condition})" if condition else ""
    return f"{insert_from} SELECT {columns} FROM {_rows([*types, *of_condition])}{where}"  # noqa: S608 - all ours


def update(table: str, values: Sequence[tuple[str, str]], where: Sequence[tuple[str, str]]) -> str:
    """Pairs are quoted names of columns and their types."""
    everything = [*values, *where]
    sets = ", ".join(f"{name} = {_cast(place, type)}" for place, (name, type) in enumerate(values))
    same = " AND ".join(f"{table}.{name} = row.c{place}" for place, (name, _) in enumerate(where, len(values)))
    return f"UPDATE {table} SET {sets} FROM {_rows([type for _, type in everything])} WHERE {same}"  # noqa: S608 - all ours


def types_of(parameters: Iterable[Any]) -> list[str]:
    return ["bigint" if isinstance(value, int) else "text" for value in parameters]


def document(rows: Sequence[Sequence[Any]]) -> bytes:
    """What the mark of such a statement stands for."""
    names = [f"c{place}" for place in range(len(rows[0]))]
    try:
        written = orjson.dumps([dict(zip(names, row, strict=True)) for row in rows], default=_written)
    except TypeError:  # a lone surrogate
        written = NUL
    if NUL in written:  # which no text of PostgreSQL can hold; or JSON within that means it, which may stay
        clean = [[plain_text(value) if isinstance(value, str) else value for value in row] for row in rows]
        written = json.dumps([dict(zip(names, row, strict=True)) for row in clean], default=_written).encode()
    return written


def _rows(types: Sequence[str]) -> str:
    columns = ", ".join(f"c{place} {_plain(type)}" for place, type in enumerate(types))
    return f"json_to_recordset(%s::json) AS row({columns})"


def _plain(type: str) -> str:
    return "text" if type.startswith(TAKES_TEXT) else type


def _cast(place: int, type: str) -> str:
    return f"row.c{place}::{type}" if type in CAST else f"row.c{place}"


def _written(value: Any) -> str:
    """Bytes as PostgreSQL reads them (its manual, 8.4.1), and moments, which one of the two writers knows by itself."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
