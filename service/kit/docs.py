"""The API's reader: Swagger UI from a package of its files, so that it works without the internet."""

from pathlib import Path

from flask import Flask, Response, send_from_directory
from swagger_ui_bundle import swagger_ui_path

from service.kit.api import BASE

_ASSETS = Path(swagger_ui_path)
_SERVED = {
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "favicon-32x32.png",
}
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"


def install(app: Flask) -> None:
    """Serve the reader, its files and what starts it below the API's base."""
    app.add_url_rule(f"{BASE}/docs", "docs", _page)
    app.add_url_rule(f"{BASE}/docs/reader.js", "docs_reader", _reader)
    app.add_url_rule(
        f"{BASE}/docs/<any({','.join(repr(name) for name in sorted(_SERVED))}):name>", "docs_asset", _asset
    )


def _page() -> Response:
    return _with_policy(Response(_HTML, mimetype="text/html"))


def _reader() -> Response:
    return Response(_JAVASCRIPT, mimetype="text/javascript")


def _asset(name: str) -> Response:
    return send_from_directory(_ASSETS, name, max_age=86400)


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    return response


_HTML = f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>邻里 Linli API</title>
<link rel="stylesheet" href="{BASE}/docs/swagger-ui.css">
<link rel="icon" href="{BASE}/docs/favicon-32x32.png"></head>
<body><div id="reader"></div>
<script src="{BASE}/docs/swagger-ui-bundle.js"></script>
<script src="{BASE}/docs/reader.js"></script></body></html>
"""
_JAVASCRIPT = f"""SwaggerUIBundle({{ url: "{BASE}/openapi.json", dom_id: "#reader", deepLinking: true }});
"""
