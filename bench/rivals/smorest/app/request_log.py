"""A request id and one line of JSON in the log for each request."""

import json
import logging
import time
import uuid

from flask import g, request

log = logging.getLogger("requests")


def log_requests(app):
    @app.before_request
    def start():
        g.started = time.perf_counter()
        g.request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())

    @app.after_request
    def finish(response):
        response.headers["X-Request-ID"] = g.request_id
        line = {
            "request_id": g.request_id,
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.started) * 1000, 1),
        }
        log.info(json.dumps(line))
        return response
