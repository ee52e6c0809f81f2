"""Django's engine for PostgreSQL, with JSON and text kept as they came.

JSON goes to `json` columns, not `jsonb`: a payload comes back with its keys in the order they were sent, with numbers as they
were written, and with `\\u0000` and lone surrogates, which `jsonb` refuses. Price: SQL cannot compare such columns nor index
into them; nothing here needs it (take a key out as text where it must be looked for).

PostgreSQL's text has no NUL and no lone surrogate. Strangers send both, in paths and in ids to look up, so each is stored and
looked for as U+FFFD instead of ending the request with an error of the database.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg import adapt
from psycopg.types.json import Json
from psycopg.types.string import StrDumperUnknown, TextLoader

from runtime.journal.encoding import plain_text


class TextDumper(StrDumperUnknown):
    def dump(self, obj: str) -> Any:
        if "\0" not in obj:
            try:
                return obj.encode()
            except UnicodeEncodeError:
                pass
        return plain_text(obj).encode()


class DatabaseOperations(operations.DatabaseOperations):
    def adapt_json_value(self, value: Any, encoder: Any) -> Any:
        written: Any = super().adapt_json_value(value, encoder)
        return Json(written.obj, dumps=written.dumps)


class DatabaseWrapper(base.DatabaseWrapper):
    data_types = {**base.DatabaseWrapper.data_types, "JSONField": "json"}
    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        parameters = super().get_connection_params()
        context = adapt.AdaptersMap(parameters["context"])
        context.register_loader("json", TextLoader)  # Django's field parses it
        context.register_dumper(str, TextDumper)
        return {**parameters, "context": context}
