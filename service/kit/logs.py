"""Logs: one JSON object a line, with the request id and never personal data."""

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import orjson
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


def _json(event: EventDict, default: Callable[[Any], Any]) -> bytes:
    """A line; one with half a character in it, which is no UTF-8, spelled out."""
    try:
        return orjson.dumps(event, default)
    except TypeError:
        return json.dumps(event, default=default).encode()


def configure(level: str) -> None:
    """Send everything, other libraries' lines too, to standard error as JSON."""
    structlog.configure(
        processors=[*_ORDER, structlog.processors.JSONRenderer(_json)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
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
