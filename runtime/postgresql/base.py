"""Django's engine for PostgreSQL, with JSON and text kept as they came.

JSON goes to `json` columns, not `jsonb`: a payload comes back with its keys in the order they were sent, with numbers as they
were written, and with `\\u0000` and lone surrogates, which `jsonb` refuses. Price: SQL cannot compare such columns nor index
into them; nothing here needs it (take a key out as text where it must be looked for).

PostgreSQL's text has no NUL and no lone surrogate. Strangers send both, in paths and in ids to look up, so each is stored and
looked for as U+FFFD instead of ending the request with an error of the database.

PostgreSQL plans by figures of a table that it takes now and then. Of rows that came a second ago it knows nothing: it took ten
thousand that were ready for three, and read and sorted all of them for each claim. So the journal's connection leaves it no other
way than an index in its order; a way that is off counts as dear, and dear ones are compiled first, so that is off too. And plans
are kept, for to make one took longer than to follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base, operations, schema
from psycopg import adapt
from psycopg.pq import TransactionStatus
from psycopg.types.json import Json
from psycopg.types.string import StrDumperUnknown, TextLoader

from runtime.journal.encoding import plain_text

NO_OTHER_WAY = ("enable_sort", "enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")
ASKED_BEFORE = 3  # times, until the plan of a statement is kept


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


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Nothing here looks for the beginning of an id, so no id pays for an index that could; Django makes one for each.

    A new column keeps its default in the database, which Django takes away again: while an upgrade goes on, processes of the
    version before insert rows and know nothing of the column. Each of their rows would be refused.
    """

    _adding = False

    def _create_like_index_sql(self, model: Any, field: Any) -> None:
        return None

    def add_field(self, model: Any, field: Any) -> None:
        self._adding = True
        try:
            super().add_field(model, field)
        finally:
            self._adding = False

    def skip_default_on_alter(self, field: Any) -> bool:
        """Asked before a default is dropped. Where a column is altered, Django sets one for a moment, which has to go."""
        return self._adding or super().skip_default_on_alter(field)


class DatabaseWrapper(base.DatabaseWrapper):
    data_types = {**base.DatabaseWrapper.data_types, "JSONField": "json"}
    ops_class = DatabaseOperations
    SchemaEditorClass = SchemaEditor

    def get_connection_params(self) -> dict[str, Any]:
        parameters = super().get_connection_params()
        context = adapt.AdaptersMap(parameters["context"])
        context.register_loader("json", TextLoader)  # Django's field parses it
        context.register_dumper(str, TextDumper)
        return {**parameters, "context": context}

    def keep_to_indexes(self) -> None:
        """From now on, for whoever asks few things very often. In no transaction, whose end could take it back. Statements are
        prepared on the server, so a pooler between must keep to sessions."""
        self.connection.execute("; ".join(f"SET {way} = off" for way in NO_OTHER_WAY))
        self.connection.cursor_factory = base.ServerBindingCursor
        self.connection.prepare_threshold = ASKED_BEFORE

    def in_one_packet(self, send: Callable[[], None]) -> None:
        """A transaction of its own, of which nothing is waited for but its end. Whatever of it fails is raised then, and none of
        it counts. Called when no transaction is open."""
        with self.wrap_database_errors:
            driver = self.connection
            try:
                with driver.pipeline():
                    driver.execute("BEGIN")
                    send()
                    driver.execute("COMMIT")
            except BaseException:
                if not driver.closed and driver.info.transaction_status != TransactionStatus.IDLE:
                    driver.execute("ROLLBACK")
                raise
