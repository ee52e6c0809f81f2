"""Structured logs: one JSON line an event in production, coloured text on a terminal; `HOOKYARD_LOGS` chooses `json` or `text`.

Every line passes one sink: no secret that was decrypted here stands in it in any form, and nothing in it can move a cursor, end a
line or turn the direction of writing.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

from runtime.credentials.hiding import hide_known

VISITS = ("connection open", "connection closed", "connection rejected", "Invalid UTF-8 sequence")


# C0 and C1 without tab and line feed, which JSON escapes and a traceback needs; the controls of bidirectional text.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def set_up_logs(*, level: int = logging.INFO, form: str = "") -> None:
    """Our events and those of libraries through one chain, to standard error."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    to_terminal = form == "text" if form else sys.stderr.isatty()
    write = structlog.dev.ConsoleRenderer() if to_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *([] if to_terminal else [structlog.processors.format_exc_info]),
                harmless,
                lambda logger, name, event: hide_known(str(write(logger, name, event))),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("httpx2", "httpcore2", "uvicorn.access", "axes"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(is_no_visit)
    # Every scanner asks for a name that is not ours; a traceback for each would bury what matters.
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)


def is_no_visit(record: logging.LogRecord) -> bool:
    """The server writes a line for each live page that comes and goes, though it is told to write none for requests; and for
    what strangers send instead of text a traceback."""
    return '"WebSocket ' not in (text := str(record.msg)) and not text.startswith(VISITS)


def harmless(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Texts without control characters; a line feed is kept only in tracebacks, which are ours."""
    for key, value in event.items():
        if isinstance(value, str):
            text = CONTROLS.sub(" ", value)
            event[key] = text if key in ("exception", "stack") else text.replace("\n", " ")
    return event
