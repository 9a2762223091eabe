"""Pages to print: HTML with all it needs inside, that may load and run nothing and stays in no browser."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

HTML = "text/html"


class Paper:
    """One kind of page: `sheet.html` with its `sheet.css`, from the folder of the room that prints it."""

    def __init__(self, folder: Path, **filters: Callable[..., Any]) -> None:
        self._style = (folder / "sheet.css").read_text()
        jinja = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        jinja.filters.update(filters)
        self._template = jinja.from_string((folder / "sheet.html").read_text())

    def answer(self, **facts: Any) -> Response:
        """The page with these facts, as an answer."""
        # Our own file, and its hash is what the policy allows.
        page = self._template.render(style=Markup(self._style), **facts)  # noqa: S704
        answer = Response(page, content_type=f"{HTML}; charset=utf-8")
        answer.headers["Content-Security-Policy"] = self._policy()
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer

    def _policy(self) -> str:
        style_hash = b64encode(sha256(self._style.encode()).digest()).decode()
        return (
            f"default-src 'none'; style-src 'sha256-{style_hash}'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-modals"
        )
