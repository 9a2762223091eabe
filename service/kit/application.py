"""The Flask application, as this service uses it."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from service.kit.json import OrjsonProvider


class Application(Flask):
    """Flask with our JSON, and without looking at each function in each request for whether it is a coroutine."""

    json_provider_class = OrjsonProvider

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: nothing here is asynchronous."""
        return func
