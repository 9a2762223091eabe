"""Logs: one JSON object a line, with the request id and never personal data."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor


def _without_rows(_: object, __: str, event: EventDict) -> EventDict:
    """Leave out what the database adds to a refusal: the row itself, personal data and all."""
    for told in event.get("exception", ()):
        told["exc_value"] = told["exc_value"].partition("\nDETAIL:")[0]
    return event


_ORDER: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
    _without_rows,
]


def configure(level: str) -> None:
    """Send everything, other libraries' lines too, to standard error as JSON."""
    structlog.configure(
        processors=[*_ORDER, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=_ORDER,
        )
    )
    logging.basicConfig(
        level=max(logging.getLevelNamesMapping()[level], logging.WARNING), handlers=[handler], force=True
    )
