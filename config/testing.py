"""The tests: the same house, cheaper secrets and room for many requests a minute."""

from typing import Any

DEFAULTS: dict[str, Any] = {
    "limit_logins": "100000 per minute",
    "limit_failed_logins": "100000 per minute",
    "limit_requests": "1000000 per minute",
    "wechat_templates": ["message:demonstration"],
    # A test's transactions share one connection, which no two threads may use.
    "sending_threads": 1,
}
