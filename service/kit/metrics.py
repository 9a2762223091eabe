"""Prometheus figures: requests, jobs and messages; for all worker processes together."""

import hmac
import os

from flask import Flask, Response, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from service.kit.errors import Unauthenticated
from service.kit.house import house_of

REQUESTS = Counter("linli_requests_total", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "linli_request_seconds",
    "How long requests took.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
JOBS = Counter("linli_job_runs_total", "Runs of jobs.", ["job", "result"])
MESSAGES = Counter("linli_messages_total", "Reactions to messages.", ["message", "result"])
SENDINGS = Counter("linli_sendings_total", "Answers of the channels' gateways.", ["channel", "answer"])
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SENDINGS_AGE = Gauge(
    "linli_sendings_oldest_seconds",
    "How long the oldest message has waited for its channel.",
    ["channel"],
    multiprocess_mode="mostrecent",
)
OUTBOX_AGE = Gauge(
    "linli_outbox_oldest_seconds", "Age of the oldest undelivered message.", multiprocess_mode="mostrecent"
)
OUTBOX_UNKNOWN = Gauge(
    "linli_outbox_unknown", "Messages of which this version knows nothing.", multiprocess_mode="mostrecent"
)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request, and how long it took."""
    # A label's values stay for ever, and anybody can make up methods.
    method = method if method in _METHODS else "other"
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(method, route).observe(seconds)


def install(app: Flask) -> None:
    """Answer `/metrics`."""
    app.add_url_rule("/metrics", "metrics", _metrics)


def _metrics() -> Response:
    settings = house_of().settings
    given = request.headers.get("Authorization", "").encode()
    knows_token = hmac.compare_digest(given, f"Bearer {settings.metrics_token}".encode())
    is_open = not settings.metrics_token and not settings.is_production
    if not is_open and not (settings.metrics_token and knows_token):
        raise Unauthenticated
    return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
