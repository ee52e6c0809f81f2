"""Structured logs: one JSON line an event in production, coloured text on a terminal."""

from __future__ import annotations

import logging
import sys

import structlog

VISITS = ("connection open", "connection closed", "connection rejected", "Invalid UTF-8 sequence")


def set_up_logs(*, level: int = logging.INFO) -> None:
    """Our events and those of libraries through one chain, to standard error."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    to_terminal = sys.stderr.isatty()
    render = structlog.dev.ConsoleRenderer() if to_terminal else structlog.processors.JSONRenderer()
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
                render,
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
